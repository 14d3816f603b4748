/** Where each keyword that the facts on keepalived hold belongs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepalived } from '../../src/languages/keepalived';
import type { Wanted } from './places';

interface Tree {
  readonly [keyword: string]: Tree;
}

/** @yields every keyword of every release that there is a table of. */
export function* keepalivedNames(wanted: readonly string[] = keepalived.versions): Generator<Wanted> {
  const file = join(import.meta.dirname, '../facts/keepalived/keywords.json');
  const releases = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Tree>;
  for (const [release, tree] of Object.entries(releases)) {
    const version = release.split('.').slice(0, 2).join('.');
    if (wanted.includes(version)) yield* within(tree, version, [], '');
  }
}

function* within(tree: Tree, version: string, path: readonly string[], before: string): Generator<Wanted> {
  const schema = keepalived.schema(version);
  for (const [label, inner] of Object.entries(tree)) {
    const known = schema.blocks.get(path.join('.'))?.keywords.get(label) !== undefined;
    const name = [...path, label].join('.');
    yield { group: 'keepalived keywords', name, version, place: { before, label, known } };
    yield* within(inner, version, [...path, label], `${before}${label} x {\n  `);
  }
}
