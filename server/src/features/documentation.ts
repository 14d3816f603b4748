import type { Language } from '../core/language';
import { argName, type Keyword, type Schema, syntaxOf, type Versioned } from '../core/schema';

/** More places than this are named by their number. */
const MOST_PLACES = 8;

/** More parameters than this are left to completion. */
const MOST_PARAMETERS = 16;

/**
 * What we say of a keyword (Markdown): syntax, our text, where it may stand, versions, link.
 * @param holder type of the block it stands in, or name of its option set.
 * @param owner name of the keyword of which it is a parameter.
 */
export function keywordMarkdown(
  language: Language,
  schema: Schema,
  keyword: Keyword,
  holder: string,
  owner?: string,
): string {
  const text = language.describe(keyword.name, holder);
  const link = language.documentation(keyword, schema.version);
  const place = owner !== undefined ? `Parameter of \`${owner}\`.` : allowedIn(schema, keyword);
  const facts = [
    parameters(schema, keyword),
    place,
    versions(language, lifetime(language, keyword, holder)),
    deprecation(keyword),
  ].filter((fact) => fact !== '');
  const shown = language.syntax.structure.braces ? keyword : { ...keyword, block: '' };
  const syntax = syntaxOf(shown, schema.options);
  const explained = argumentsExplained(language, keyword);
  const parts = ['```' + language.id + '\n' + syntax + '\n```'];
  if (text !== undefined) parts.push(text);
  if (explained !== '') parts.push(explained);
  if (facts.length > 0) parts.push(facts.join('  \n'));
  if (link !== undefined) parts.push(`[${language.label} ${schema.version} documentation](${link})`);
  return parts.join('\n\n');
}

/** A line for each kind of argument of which the language has something to say. */
function argumentsExplained(language: Language, { args }: Keyword): string {
  const lines = args.flatMap((arg) => {
    const text = language.explain?.(arg);
    return text === undefined ? [] : [`- \`${argName(arg)}\`: ${text}`];
  });
  return [...new Set(lines)].join('\n');
}

/** From when to when there is a keyword, whatever its arguments were. */
function lifetime(language: Language, { name, since, until }: Keyword, holder: string): Versioned {
  const isKnown = (version: string | undefined): boolean => {
    if (version === undefined) return false;
    const { blocks, options } = language.schema(version);
    return (blocks.get(holder)?.keywords.get(name) ?? options.get(holder)?.get(name)) !== undefined;
  };
  const at = (version: string): number => language.versions.indexOf(version);
  while (since !== undefined && isKnown(language.versions[at(since) - 1])) since = language.versions[at(since) - 1];
  while (until !== undefined && isKnown(language.versions[at(until) + 1])) until = language.versions[at(until) + 1];
  return { ...(since !== undefined && { since }), ...(until !== undefined && { until }) };
}

function allowedIn(schema: Schema, keyword: Keyword): string {
  const labels: string[] = [];
  for (const block of schema.blocks.values()) {
    if (block.type !== '' && block.keywords.get(keyword.name)) labels.push(block.label);
  }
  if (labels.length === 0) return '';
  return `Allowed in ${placesText(labels)}.`;
}

/** `a listen section`; `defaults, frontend and listen sections`; `a vrrp_instance block and a track_file block`. */
function placesText(labels: readonly string[]): string {
  const names = labels.map((label) => /^(?:an?|the) (\S+) section$/.exec(label)?.[1]);
  const alike = labels.length > 1 && names.every((name) => name !== undefined);
  const all = alike ? names : labels;
  const some = all.slice(0, MOST_PLACES);
  const last = all.length > some.length ? `${all.length - some.length} more` : some.length > 1 ? some.pop() : undefined;
  return `${some.join(', ')}${last === undefined ? '' : ` and ${last}`}${alike ? ' sections' : ''}`;
}

/** The named parameters, where they are few enough to be read. */
function parameters(schema: Schema, { args }: Keyword): string {
  const sets = args.flatMap(({ options }) => schema.options.get(options ?? '') ?? []);
  // One parameter stands in the syntax line.
  const names = sets.flatMap((set) => (set.size > 1 ? [...set.keys()] : []));
  const distinct = [...new Set(names)];
  if (distinct.length === 0 || distinct.length > MOST_PARAMETERS) return '';
  return `Parameters: ${distinct.map((name) => `\`${name}\``).join(', ')}.`;
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
