import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { haproxy } from '../../../server/src/languages/haproxy';
import { generateHaproxy } from '../generate';
import type { Base } from './mutate';

const root = join(__dirname, '..', '..', '..');

/** Configurations that others wrote, where they are at hand. */
export const corpus = process.env['HACONF_CORPUS'] ?? join(root, '..', 'shared', 'corpus');

/** Good configurations of ours: fixtures, templates, the examples of the rules, a generated one. */
export function ownBases(): Base[] {
  const files = [
    ...filesIn(join(root, 'test', 'languages', 'haproxy', 'fixtures'), /^valid.*\.cfg$/),
    ...filesIn(join(root, 'lab-templates', 'two-web-two-lb', 'haproxy'), /\.cfg$/),
  ];
  return [
    ...files.map((path) => ({ name: path.slice(root.length + 1), text: readFileSync(path, 'utf8') })),
    ...haproxy.rules.map((rule) => ({ name: `example of ${rule.id}`, text: rule.good })),
    { name: 'generated', text: generateHaproxy(120) },
  ];
}

/** @param most as many files as that, spread over all of them. */
export function corpusBases(most: number): Base[] {
  if (!existsSync(corpus)) return [];
  const rows = readFileSync(join(corpus, 'verdicts-haproxy.jsonl'), 'utf8').trim().split('\n');
  const accepted = rows
    .map((row) => JSON.parse(row) as { file: string; version: string; verdict: string })
    .filter((row) => row.version === '2.6' && row.verdict === 'accepted');
  const step = Math.max(1, Math.ceil(accepted.length / most));
  return accepted
    .filter((_, index) => index % step === 0)
    .map(({ file }) => ({ name: file, text: readFileSync(join(corpus, file), 'utf8') }));
}

function filesIn(folder: string, names: RegExp): string[] {
  return readdirSync(folder)
    .filter((name) => names.test(name))
    .sort()
    .map((name) => join(folder, name));
}
