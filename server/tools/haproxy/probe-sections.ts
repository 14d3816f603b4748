/**
 * Finds the proxy keywords that HAProxy reads without effect in a kind of section, by asking it.
 *
 *     tsx server/tools/haproxy/probe-sections.ts [local | IMAGE | root:FOLDER]...
 *
 * Writes `facts/haproxy/ignored.tsv`: keyword and sections. In a section without a mark some of the programs warns of the line,
 * `>NAME` is what it proposes instead; `:silent`: all of them take the line, though the section does not have the keyword.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, versionOf } from './ask';
import { bodies, examples, openName, preamble } from './examples';
import { factsFolder } from './facts';
import { type GrammarEntry, readGrammar } from './notation';

const PROXIES = ['defaults', 'frontend', 'listen', 'backend'];
/** What the program says of a line that is in the wrong kind of section, and of nothing else. */
const IGNORED = /has no (frontend|backend) capability|directive is ignored in (frontends|backends)/;

interface Probe {
  readonly entry: GrammarEntry;
  readonly section: string;
  readonly text: string;
}

function probeOf(entry: GrammarEntry, section: string, version: string): Probe[] {
  const written = openName(entry);
  if (written === undefined) return [];
  const line = [written, ...examples(entry.args, version)].join(' ');
  return [{ entry, section, text: `${preamble}${section} probe\n${bodies[section] ?? ''} ${line}\n` }];
}

/** An alert that is not about the words of a line: the line is not left out, it refers to something. */
const isOfMore = (alert: string): boolean => !/parsing \[|Error\(s\) found|Fatal errors found/.test(alert);

interface Found {
  /** Some program warns of the line; the text is what it proposes instead, or empty. */
  warned?: string;
  /** Some program takes the line without a word. */
  taken?: boolean;
}

const found = new Map<string, Found>();
const keyOf = (entry: GrammarEntry, section: string): string => `${entry.name}\t${section}`;

const images = process.argv.slice(2);
const entries = readGrammar().filter(
  ({ set, sections }) => set === undefined && sections.some((one) => PROXIES.includes(one)),
);
for (const image of images.length > 0 ? images : ['local']) {
  const version = versionOf(image);
  const probes = entries.flatMap((entry) => PROXIES.flatMap((section) => probeOf(entry, section, version)));
  const texts = probes.map(({ text }) => text);
  ask(image, texts).forEach(({ accepted, alerts, warnings }, i) => {
    const key = keyOf(probes[i]!.entry, probes[i]!.section);
    const known = found.get(key) ?? found.set(key, {}).get(key)!;
    // A release of 3.2 warns of some options, and then refuses them as if it did not know them; one of 2.6 warns, and crashes.
    const warning = warnings.find((one) => IGNORED.test(one));
    if (warning !== undefined && !alerts.some(isOfMore))
      known.warned = /Maybe you want '([^']+)'/.exec(warning)?.[1] ?? '';
    else if (accepted) known.taken = true;
  });
}

const lines = [...new Set(entries.map(({ name }) => name))].flatMap((name) => {
  const own = entries.filter((entry) => entry.name === name).flatMap(({ sections }) => sections);
  const ignored = PROXIES.flatMap((section) => {
    const { warned, taken } = found.get(`${name}\t${section}`) ?? {};
    if (warned !== undefined) return [warned === '' ? section : `${section}>${warned}`];
    return taken && !own.includes(section) ? [`${section}:silent`] : [];
  });
  return ignored.length > 0 ? [`${name}\t${ignored.join(' ')}`] : [];
});
writeFileSync(
  join(factsFolder, 'ignored.tsv'),
  `# Made by probe-sections.ts: keyword, sections that ignore it\n${lines.sort().join('\n')}\n`,
);
