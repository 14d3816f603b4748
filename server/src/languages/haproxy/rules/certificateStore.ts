import { absolute, wordRange } from '../../../core/blocks';
import type { DocumentRule, Finding } from '../../../core/language';
import type { Schema } from '../../../core/schema';
import { isBlock, type Node, type Section } from '../../../core/tree';
import { filesNamedIn } from '../namedFiles';
import { isPlain } from '../ownKeywords';

export const certificateStore: DocumentRule = {
  id: 'certificate-store',
  severity: 'error',
  title: 'A line of a certificate store that HAProxy refuses',
  docs: 'A store knows each certificate by its alias, or else by its path as written, and by each name only one. The store without a name shares its paths with the "bind" lines above it. "crt-base" and "key-base" stand before the first "load", and an alias does not begin with "/".',
  bad: 'crt-store web\n    load crt "/etc/ssl/a.pem" alias site\n    load crt "/etc/ssl/b.pem" alias site\n',
  good: 'crt-store web\n    load crt "/etc/ssl/a.pem" alias one\n    load crt "/etc/ssl/b.pem" alias two\n',
  checkDocument(document, { configuration, schema }, report) {
    if (!document.sections.some(isStore)) return;
    const names = new Set<string>();
    for (const { sections } of configuration.documents) {
      for (const section of sections) {
        if (isStore(section)) {
          const tell = document.sections.includes(section) ? report : () => undefined;
          if (isPlain(section)) readStore(section, names, tell);
        } else for (const path of boundIn(section, schema)) names.add(path);
      }
    }
  },
};

function isStore({ items: [block] }: Section): boolean {
  return block !== undefined && isBlock(block) && block.type === 'crt-store';
}

/** Whole paths of the certificates that "bind" lines load. */
function boundIn(section: Section, schema: Schema): string[] {
  const block = section.items[0];
  if (!block || !isBlock(block) || !/^(?:frontend|listen)$/.test(block.type)) return [];
  return filesNamedIn(section, schema).flatMap(({ purpose, path, line, needed }) => {
    const isBound = section.lines[line]!.words[0]!.text === 'bind';
    return isBound && needed && purpose === 'certificate' && path.startsWith('/') ? [path] : [];
  });
}

/** Takes in the names under which a store loads certificates. */
function readStore(section: Section, names: Set<string>, report: (finding: Finding) => void): void {
  const block = section.items[0];
  if (!block || !isBlock(block)) return;
  const say = (node: Node, at: number, message: string): void => {
    report({ range: absolute(section, wordRange(node, node.words[at]!)), message });
  };
  const prefix = block.words[1] ? `@${block.words[1].text}/` : '';
  let loads = false;
  for (const node of block.items) {
    const { words } = node;
    const keyword = words[0]!.text;
    if (loads && (keyword === 'crt-base' || keyword === 'key-base')) {
      say(
        node,
        0,
        `"${keyword}" stands below a "load" line, where HAProxy refuses it: move it to the top of the section.`,
      );
    }
    if (keyword !== 'load') continue;
    loads = true;
    if (words.some(({ dynamic }) => dynamic)) continue;
    const after = (name: string): number => words.findIndex(({ text }, i) => i % 2 === 1 && text === name) + 1;
    const at = after('alias') || after('crt');
    const word = at > 0 ? words[at] : undefined;
    if (!word) continue;
    const isAlias = words[at - 1]!.text === 'alias';
    if (isAlias && word.text.startsWith('/')) say(node, at, 'An alias cannot begin with "/".');
    const name = isAlias
      ? `${prefix || '@/'}${word.text}`
      : prefix + (prefix ? word.text.replace(/^\//, '') : word.text);
    if (names.has(name)) {
      const mend = isAlias ? 'Give this one another alias.' : 'Take this line out, or give it an alias.';
      say(node, at, `A certificate is known as "${word.text}" already: HAProxy does not start. ${mend}`);
    }
    names.add(name);
  }
}
