import type { Word } from '../../core/scan';
import type { Block, Section } from '../../core/tree';
import { type ConditionTerm, PREDEFINED } from './conditions';
import { samplesOf } from './sampleData';

const IDENTIFIER = /^[A-Za-z0-9._+:-]+/;

/** The fetch with which a criterion of an ACL begins, which may be written as the name of a matching method (`path_beg`). */
export function fetchOf(word: Word | undefined, version: string): string | undefined {
  const name = word && !word.dynamic ? IDENTIFIER.exec(word.text)?.[0] : undefined;
  if (name === undefined) return undefined;
  const { fetches, acls } = samplesOf(version);
  return fetches.has(name) ? name : acls.get(name)?.fetch;
}

interface AclLine {
  readonly line: number;
  readonly criterion: Word;
}

const known = new WeakMap<Block, ReadonlyMap<string, readonly AclLine[]>>();

/** The ACLs that a section defines for certain, by name. */
function aclsOf(block: Block, section: Section): ReadonlyMap<string, readonly AclLine[]> {
  const kept = known.get(block);
  if (kept) return kept;
  const acls = new Map<string, AclLine[]>();
  for (const { line, words } of block.items) {
    if (words[0]!.text !== 'acl' || words.length < 3 || section.lines[line]!.enter > 0) continue;
    const lines = acls.get(words[1]!.text);
    if (lines) lines.push({ line, criterion: words[2]! });
    else acls.set(words[1]!.text, [{ line, criterion: words[2]! }]);
  }
  known.set(block, acls);
  return acls;
}

/** The fetches that a term of a condition looks at; lines of an ACL count as far as they stand above `line`. */
export function fetchesOf(
  term: ConditionTerm,
  words: readonly Word[],
  { block, section, line }: { readonly block: Block; readonly section: Section; readonly line: number },
  version: string,
): string[] {
  if (term.kind === 'anonymous') return some(term.from < term.to ? fetchOf(words[term.from], version) : undefined);
  const lines = aclsOf(block, section).get(term.name);
  if (!lines) return some(PREDEFINED[term.name]);
  return lines.flatMap((one) => (one.line < line ? some(fetchOf(one.criterion, version)) : []));
}

const some = (fetch: string | undefined): string[] => (fetch === undefined ? [] : [fetch]);
