import type { Language } from '../core/language';
import { type Keyword, type Schema, syntaxOf, type Versioned } from '../core/schema';

/** More places than this are named by their number. */
const MOST_PLACES = 8;

/**
 * What we say of a keyword (Markdown): syntax, our text, where it may stand, versions, link.
 * @param holder type of the block it stands in, or name of its option set.
 */
export function keywordMarkdown(language: Language, schema: Schema, keyword: Keyword, holder: string): string {
  const text = language.describe(keyword.name, holder);
  const link = language.documentation(keyword, schema.version);
  const facts = [allowedIn(schema, keyword), versions(language, keyword), deprecation(keyword)].filter(
    (fact) => fact !== '',
  );
  const syntax = language.syntax.structure.braces ? syntaxOf(keyword) : syntaxOf({ ...keyword, block: '' });
  const parts = ['```' + language.id + '\n' + syntax + '\n```'];
  if (text !== undefined) parts.push(text);
  if (facts.length > 0) parts.push(facts.join('  \n'));
  if (link !== undefined) parts.push(`[${language.label} ${schema.version} documentation](${link})`);
  return parts.join('\n\n');
}

function allowedIn(schema: Schema, keyword: Keyword): string {
  const labels: string[] = [];
  for (const block of schema.blocks.values()) {
    if (block.type !== '' && block.keywords.get(keyword.name)) labels.push(block.label);
  }
  if (labels.length === 0) return '';
  const some = labels.slice(0, MOST_PLACES);
  const rest = labels.length - some.length;
  return `Allowed in ${some.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`;
}

/** `Since version 2.6, until version 3.0.`; empty when every supported version has it. */
export function versions(language: Language, { since, until }: Versioned): string {
  const begin = since !== undefined && since !== language.versions[0] ? `since version ${since}` : '';
  const end = until !== undefined && until !== language.versions.at(-1) ? `until version ${until}` : '';
  const both = [begin, end].filter((part) => part !== '').join(', ');
  return both && `${both[0]!.toUpperCase()}${both.slice(1)}.`;
}

function deprecation({ deprecated }: Keyword): string {
  if (!deprecated) return '';
  const since = deprecated.since === undefined ? '' : ` since version ${deprecated.since}`;
  const instead = deprecated.instead === undefined ? '' : `: use \`${deprecated.instead}\``;
  return `**Deprecated**${since}${instead}.`;
}
