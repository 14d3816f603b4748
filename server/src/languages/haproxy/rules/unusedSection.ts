import type { DocumentContext, DocumentRule } from '../../../core/language';
import { Kept } from '../../../core/kept';
import { rangeOf } from '../../../core/symbols';
import { isBlock, type Section } from '../../../core/tree';
import { isWhole } from '../proxies';

/** Kinds that do nothing unless something names them. */
const KINDS = ['backend', 'userlist', 'cache', 'resolvers', 'http-errors', 'fcgi-app', 'mailers', 'peers', 'ring'];

export const unusedSection: DocumentRule = {
  id: 'unused-section',
  severity: 'hint',
  title: 'A section that nothing uses',
  docs: 'A backend, userlist, cache, resolvers, mailers, peers, ring or http-errors section or FastCGI application does nothing by itself: another line has to name it, and none does. Where backends are chosen by a name that is put together at run time, none is called unused.',
  bad: 'defaults\n    timeout client 30s\nfrontend web\n    bind :8080\n    mode http\n    http-request return status 200\nbackend app\n    mode http\n',
  good: 'defaults\n    timeout client 30s\nfrontend web\n    bind :8080\n    mode http\n    default_backend app\nbackend app\n    mode http\n',
  checkDocument(document, context, report) {
    if (!isWhole(context)) return;
    const { configuration, language } = context;
    let isOpen: boolean | undefined;
    for (const kind of KINDS) {
      // Nearly all are used, and right here.
      for (const { name, definitions } of configuration.index(document).unused(kind)) {
        if (kind === 'backend' && (isOpen ??= choosesAtRunTime(context))) break;
        if (language.symbolKinds[kind]!.predefined?.includes(name)) continue;
        const isUsed = (of: string): boolean =>
          configuration.documents.some((one) => configuration.index(one).find(of, name).some(isReference));
        if (isUsed(kind) || (kind === 'backend' && isUsed('table')) || isNamed(kind, name, context)) continue;
        for (const definition of definitions) {
          if (definition.adds || definition.builtin || isListen(definition.section)) continue;
          report({
            range: rangeOf(definition),
            message: `Nothing uses the ${language.symbolKinds[kind]!.label} "${name}".`,
            tag: 'unnecessary',
          });
        }
      }
    }
  },
};

/** Whether a line names a ring by its address, or a table of a peers section. */
function isNamed(kind: string, name: string, { configuration }: DocumentContext): boolean {
  if (kind !== 'ring' && kind !== 'peers') return false;
  return configuration.documents.some(({ sections }) =>
    sections.some((section) => namedIn(section).has(`${kind} ${name}`)),
  );
}

const names = new Kept<ReadonlySet<string>>();

function namedIn(section: Section): ReadonlySet<string> {
  const known = names.get(section);
  if (known) return known;
  const found = new Set<string>();
  for (const { text, words } of section.lines) {
    for (const [, ring] of text.matchAll(/\bring@([\w.:-]+)/g)) found.add(`ring ${ring!}`);
    // A table of a peers section is named with it.
    for (const [, peers] of text.matchAll(/([\w.:-]+)\/[\w.:-]/g)) found.add(`peers ${peers!}`);
    if (words[0]?.text === 'trace') for (const word of words) found.add(`ring ${word.text}`);
  }
  return names.set(section, found);
}

const isReference = ({ role }: { readonly role: string }): boolean => role === 'reference';

function isListen({ items }: Section): boolean {
  return items[0] !== undefined && isBlock(items[0]) && items[0].type === 'listen';
}

const kept = new Kept<boolean>();

/** Whether some line chooses a backend by a name that is known only at run time, or a Lua file may. */
function choosesAtRunTime({ configuration }: DocumentContext): boolean {
  return configuration.documents.some(({ sections }) =>
    sections.some((section) => {
      const known = kept.get(section);
      if (known !== undefined) return known;
      const found = section.lines.some(({ words }) =>
        isOpenChoice(words[0]?.text ?? '', words[1]?.text ?? '', words[1]?.dynamic),
      );
      return kept.set(section, found);
    }),
  );
}

function isOpenChoice(first: string, second: string, dynamic: boolean | undefined): boolean {
  if (/^lua-load/.test(first)) return true;
  return /^(use_backend|default_backend)$/.test(first) && (second.includes('%') || dynamic === true);
}
