/**
 * Finds out how strict the program is with each keyword: whether it refuses words too many, arguments that are missing
 * and values of the wrong kind. What it lets pass may be a warning of ours, but never an error.
 *
 *     tsx server/tools/haproxy/probe-arguments.ts [local | IMAGE]...
 *
 * Writes `facts/haproxy/measured.tsv`: keyword (or set/parameter) and what holds in all programs asked and all sections:
 * `strict` words too many are refused; `missing` and `value<n>` what lacks or is wrong
 * (argument n) is let pass, with `@<version>` only before that version.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSchema, type SchemaData } from '../../src/core/schemaData';
import type { Arg, Keyword } from '../../src/core/schema';
import { ask, versionOf } from './ask';
import { bodies, examples, openName, preamble } from './examples';
import { factsFolder, versions } from './facts';

const data = JSON.parse(readFileSync(join(import.meta.dirname, '../../data/haproxy.json'), 'utf8')) as SchemaData;
const BAD = 'zz%bad';

interface Probe {
  /** `timeout client` or `server/weight`. */
  readonly key: string;
  readonly kind: 'plain' | 'extra' | 'missing' | `value${number}`;
  readonly group: number;
  readonly text: string;
}

const probes: Probe[] = [];
let group = 0;

function add(section: string, key: string, line: readonly string[], args: readonly string[]): void {
  const header = ['global', 'traces'].includes(section) ? section : `${section} probe`;
  const make = (kind: Probe['kind'], words: readonly string[]): void => {
    const text = `${preamble}${header}\n${bodies[section] ?? ''} ${[...line, ...words].join(' ')}\n`;
    probes.push({ key, kind, group, text });
  };
  group++;
  make('plain', args);
  make('extra', [...args, 'zzextra']);
  if (args.length > 0) make('missing', args.slice(0, -1));
  args.forEach((_, i) => {
    make(
      `value${i}`,
      args.map((arg, at) => (at === i ? BAD : arg)),
    );
  });
}

function addAll(version: string): void {
  const schema = loadSchema(data, version);
  for (const [section, { keywords }] of schema.blocks) {
    if (section === '') continue;
    for (const keyword of keywords.all) {
      const name = openName(keyword);
      const args = examples(keyword.args, version);
      if (name !== undefined) add(section, keyword.name, [name], args);
      if (!['listen', 'crt-store'].includes(section) || keyword.name === 'server-template') continue;
      for (const arg of keyword.args) if (arg.options !== undefined) addParameters(section, keyword, arg, version);
    }
  }
}

function addParameters(section: string, keyword: Keyword, arg: Arg, version: string): void {
  const before = examples(keyword.args.slice(0, keyword.args.indexOf(arg)), version);
  for (const parameter of data.options[arg.options!] ?? []) {
    const name = openName(parameter);
    if (name !== undefined)
      add(
        section,
        `${arg.options!}/${parameter.name}`,
        [keyword.name, ...before, name],
        examples(parameter.args, version),
      );
  }
}

/** What each program said, by key: for each kind whether it was refused, once per place where the plain line is fine. */
const said = new Map<string, Map<string, { version: string; refused: boolean }[]>>();

for (const image of process.argv.slice(2)) {
  probes.length = 0;
  const version = versionOf(image);
  addAll(version);
  const verdicts = ask(
    image,
    probes.map((probe) => probe.text),
  );
  const refused = probes.map(({ text }, i) => {
    const line = text.split('\n').length - 1;
    return verdicts[i]!.accepted
      ? false
      : verdicts[i]!.alerts.some((alert) => alert.includes(`:${line}]`)) || undefined;
  });
  const fine = new Set(
    probes.filter(({ kind }, i) => kind === 'plain' && refused[i] === false).map((probe) => probe.group),
  );
  probes.forEach(({ key, kind, group: own }, i) => {
    if (kind === 'plain' || refused[i] === undefined) return;
    // A line that is refused as it stands says nothing, unless something in it being wrong is let pass.
    if (!fine.has(own) && refused[i]) return;
    const known = said.get(key) ?? new Map<string, { version: string; refused: boolean }[]>();
    said.set(key, known);
    known.set(kind, [...(known.get(kind) ?? []), { version, refused: refused[i] }]);
  });
}

/** `missing` is let pass in every version, `missing@3.0` only before 3.0. */
function tolerated(kind: string, answers: readonly { version: string; refused: boolean }[]): string[] {
  const passing = versions.filter((version) => answers.some((one) => one.version === version && !one.refused));
  const last = passing.at(-1);
  if (last === undefined) return [];
  const next = versions
    .slice(versions.indexOf(last) + 1)
    .find((version) => answers.some((one) => one.version === version));
  return [next === undefined ? kind : `${kind}@${next}`];
}

const lines = [...said]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([key, kinds]) => {
    const found = [...kinds].flatMap(([kind, answers]) => {
      if (kind === 'extra') return answers.every((one) => one.refused) ? ['strict'] : [];
      return tolerated(kind, answers);
    });
    return `${key}\t${found.join(' ') || '-'}`;
  });
writeFileSync(join(factsFolder, 'measured.tsv'), `# Made by probe-arguments.ts\n${lines.join('\n')}\n`);
