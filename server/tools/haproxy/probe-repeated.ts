/**
 * Finds the keywords that HAProxy minds when they stand twice in a section, by asking it.
 *
 *     tsx server/tools/haproxy/probe-repeated.ts [local | IMAGE | root:FOLDER]...
 *
 * Writes `facts/haproxy/repeated.tsv`: keyword and sections, with `:refused` where every program that knows the keyword
 * refuses the second line; elsewhere they go on after a message. Names that are defined twice are no matter of this.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, type Verdict, versionOf } from './ask';
import { bodies, examples, openName, preamble } from './examples';
import { factsFolder } from './facts';
import { readGrammar } from './notation';

const MINDED = /already (specified|configured|defined)|overwriting|overrides previous/;
const BY_NAME = /another|same name|at line/;
/** What such a section needs besides, so that nothing else is told of it. */
const COMPLETE: Readonly<Record<string, string>> = { ...bodies, ring: '' };

interface Probe {
  readonly name: string;
  readonly section: string;
  readonly texts: readonly [once: string, twice: string];
}

const entries = readGrammar().filter(({ set, sections }) => set === undefined && sections[0] !== '');
const found = new Map<string, { minded: boolean; refused: boolean }>();

function textOf(section: string, lines: string): string {
  if (section === 'global') return preamble.replace('global\n', `global\n${lines}`);
  return `${preamble}${section} probe\n${COMPLETE[section] ?? ''}${lines}`;
}

const isMinded = ({ alerts, warnings }: Verdict): boolean =>
  [...alerts, ...warnings].some((message) => MINDED.test(message) && !BY_NAME.test(message));

const images = process.argv.slice(2);
for (const image of images.length > 0 ? images : ['local']) {
  const version = versionOf(image);
  const probes = entries.flatMap((entry): Probe[] => {
    const written = openName(entry);
    if (written === undefined) return [];
    const line = ` ${[written, ...examples(entry.args, version)].join(' ')}\n`;
    return entry.sections.map((section) => {
      return { name: entry.name, section, texts: [textOf(section, line), textOf(section, line + line)] };
    });
  });
  const verdicts = ask(
    image,
    probes.flatMap(({ texts }) => texts),
  );
  probes.forEach(({ name, section }, i) => {
    const [once, twice] = [verdicts[2 * i]!, verdicts[2 * i + 1]!];
    if (!once.accepted) return;
    const minded = isMinded(twice) && !isMinded(once);
    const known = found.get(`${name}\t${section}`);
    const refused = minded && !twice.accepted;
    found.set(`${name}\t${section}`, {
      minded: minded || known?.minded === true,
      refused: refused && known?.refused !== false,
    });
  });
}

const names = [...new Set(entries.map(({ name }) => name))].sort();
const lines = names.flatMap((name) => {
  const places = [...found].filter(([key, { minded }]) => minded && key.startsWith(`${name}\t`));
  const sections = places.map(([key, { refused }]) => `${key.slice(name.length + 1)}${refused ? ':refused' : ''}`);
  return sections.length > 0 ? [`${name}\t${sections.join(' ')}`] : [];
});
writeFileSync(
  join(factsFolder, 'repeated.tsv'),
  `# Made by probe-repeated.ts: keyword, sections that take it once\n${lines.join('\n')}\n`,
);
