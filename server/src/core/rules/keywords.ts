import { extent } from '../blocks';
import type { Finding, Language, RuleContext, RuleInfo, SectionRule } from '../language';
import type { Word } from '../scan';
import { type BlockSchema, type Keyword, matchIn, matchStatement, minArgs, type Schema, syntaxOf } from '../schema';
import { nearest } from '../spelling';
import { lineRange } from '../text';
import { eachNode, isBlock, type Node, type Section, type Statement } from '../tree';

type Text = Omit<RuleInfo, 'id' | 'severity'>;

/** Statements to leave alone: directives of the language itself, branches that are never read. */
export type Skip = (statement: Node, context: RuleContext, section: Section) => boolean;

/**
 * Keywords that the chosen version does not know at all, or not in this place.
 * @param asWhole what an unknown header leads is refused with it, line by line.
 * @param suspects the statements among which to look, where it is known that the keywords of all others are in their place.
 */
export function unknownKeywordRule(
  text: Text,
  skip: Skip = () => false,
  asWhole = false,
  suspects?: (section: Section, schema: Schema) => readonly Node[],
): SectionRule {
  return {
    id: 'unknown-keyword',
    severity: 'error',
    ...text,
    check(section, context, report) {
      const look = (node: Node): void => {
        if (matchStatement(context.schema, node)) return;
        const table = context.schema.blocks.get(node.parent?.type ?? '');
        // A block that is itself unknown was reported; what it holds cannot be judged.
        if (!table || table.open || node.words[0]!.dynamic || skip(node, context, section)) return;
        const finding = unknownKeyword(node, table, context);
        report(asWhole && isBlock(node) ? { ...finding, range: extent(section, node), head: finding.range } : finding);
      };
      if (suspects) suspects(section, context.schema).forEach(look);
      else eachNode(section.items, look);
    },
  };
}

function unknownKeyword(node: Node, block: BlockSchema, context: RuleContext): Finding {
  const { language, schema } = context;
  const blamed = unmatched(block, node.words);
  const range = lineRange(node.line, blamed[0]!.start, blamed.at(-1)!.end);
  const other = otherVersion(language, node);
  if (other) {
    return {
      range,
      message: `"${other.name}" ${since(other, schema.version, language)} (checked for ${language.label} ${schema.version}).`,
    };
  }
  const elsewhere = placesOf(schema.blocks.values(), node.words);
  if (elsewhere.length > 0) {
    const where = block.type === '' ? 'outside every block' : `in ${block.label}`;
    return {
      range,
      message: `"${elsewhere[0]!.name}" is not allowed ${where}. It belongs in ${list(elsewhere.map((p) => p.label))}.`,
    };
  }
  const guess = guessFor(block, blamed);
  const written = shortened(blamed.map((word) => word.text).join(' '));
  return {
    range,
    message: `Unknown keyword "${written}" ${block.type === '' ? 'here' : `in ${block.label}`}.${guess ? ` Did you mean "${guess}"?` : ''}`,
    ...(guess ? { fixes: [{ title: `Change to "${guess}"`, preferred: true, edits: [{ range, text: guess }] }] } : {}),
  };
}

/** The words to blame: the first one, and with it the second when the first begins a known keyword of two. */
function unmatched(block: BlockSchema, words: readonly Word[]): readonly Word[] {
  const isFamily = block.keywords.startingWith(words[0]!.text).length > 0;
  return words.slice(0, isFamily ? 2 : 1);
}

function guessFor(block: BlockSchema, [first, second]: readonly Word[]): string | undefined {
  if (!second) return nearest(first!.text, block.keywords.firstWords());
  const seconds = block.keywords.startingWith(first!.text).flatMap((keyword) => keyword.name.split(' ')[1] ?? []);
  const guess = nearest(second.text, seconds);
  return guess && `${first!.text} ${guess}`;
}

/** What is no configuration at all may have words of any length. */
function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}

function otherVersion(language: Language, statement: Statement): Keyword | undefined {
  return matchIn(language.everything(), statement.parent, statement.words)?.keyword;
}

function since(keyword: Keyword, version: string, language: Language): string {
  const newer =
    keyword.since !== undefined && language.versions.indexOf(keyword.since) > language.versions.indexOf(version);
  return newer ? `exists only since version ${keyword.since}` : `was removed after version ${keyword.until ?? ''}`;
}

function placesOf(blocks: Iterable<BlockSchema>, words: readonly Word[]): { name: string; label: string }[] {
  const out: { name: string; label: string }[] = [];
  for (const block of blocks) {
    const found = block.keywords.match(words);
    if (found) out.push({ name: found.keyword.name, label: block.label });
  }
  return out;
}

/** A few of them; one more is sooner said than counted. */
function list(labels: readonly string[]): string {
  const rest = labels.length > 5 ? labels.length - 4 : 0;
  const some = labels.slice(0, labels.length - rest);
  const last = rest > 0 ? `${rest} other places` : some.pop();
  return some.length === 0 ? (last ?? '') : `${some.join(', ')} or ${last ?? ''}`;
}

/** Keywords without the arguments they need. */
export function missingArgumentRule(text: Text, skip: Skip = () => false): SectionRule {
  return {
    id: 'missing-argument',
    severity: 'error',
    ...text,
    check(section, context, report) {
      eachNode(section.items, (node) => {
        const found = matchStatement(context.schema, node);
        if (!found || found.from > 0) return;
        const given = node.words.length - found.length;
        if (given >= minArgs(found.keyword) || isPartOfBlock(node, found.keyword) || skip(node, context, section))
          return;
        const last = node.words.at(-1)!;
        const missing = found.keyword.args[given];
        report({
          range: lineRange(node.line, node.words[0]!.start, last.end),
          message: `"${found.keyword.name}" needs <${missing?.name ?? 'argument'}>: ${syntaxOf(found.keyword)}`,
        });
      });
    },
  };
}

/** The arguments may also stand in the block's body. */
function isPartOfBlock(node: Node, keyword: Keyword): boolean {
  return isBlock(node) && keyword.extra?.['argsInBody'] === true;
}
