import { type Hover, MarkupContent, MarkupKind, type Position } from 'vscode-languageserver-types';
import type { Spot } from '../core/language';
import type { Note } from '../core/notes';
import { type PlacedOccurrence, rangeOf } from '../core/symbols';
import { lineRange } from '../core/text';
import { roleOf } from './arguments';
import { keywordMarkdown, versions } from './documentation';
import { notesIn } from './notes';
import { isInComment, occurrenceAt, placesOf, spotAt, type View, writtenName } from './view';

/**
 * What the word at the position is, and what follows from it; `undefined` in comments and between words.
 * @param others notes on the document that are not its language's own.
 */
export function hover(view: View, position: Position, others: readonly Note[] = []): Hover | undefined {
  const spot = spotAt(view, position);
  if (isInComment(spot)) return undefined;
  const word = wordAt(view, spot, position);
  const notes = notesIn(view, { start: position, end: position }, others).flatMap(({ markdown }) => markdown ?? []);
  return notes.length === 0 ? word : withNotes(word, notes);
}

function withNotes(word: Hover | undefined, notes: readonly string[]): Hover {
  const said = word && MarkupContent.is(word.contents) ? [word.contents.value] : [];
  const value = [...new Set([...notes, ...said])].join('\n\n---\n\n');
  return { contents: { kind: MarkupKind.Markdown, value }, ...(word?.range && { range: word.range }) };
}

function wordAt(view: View, spot: Spot, position: Position): Hover | undefined {
  const own = view.language.hover?.(spot);
  if (own) return answer(own.markdown, spot.line, own.start, own.end);
  const occurrence = occurrenceAt(view, position);
  if (occurrence) {
    const { start, end } = rangeOf(occurrence);
    return answer(nameMarkdown(view, occurrence), spot.line, start.character, end.character);
  }
  return wordHover(view, spot);
}

function answer(markdown: string, line: number, start: number, end: number): Hover {
  return { contents: { kind: MarkupKind.Markdown, value: markdown }, range: lineRange(line, start, end) };
}

function wordHover(view: View, spot: Spot): Hover | undefined {
  const { statement } = spot;
  const word = statement?.words[spot.wordIndex];
  if (!statement || !word || word.start > spot.column) return undefined;
  const { language } = view;
  const holder = statement.parent?.type ?? '';
  const known = roleOf(view.schema, statement.parent, statement.words, spot.wordIndex);
  // A keyword of another version is explained too: the diagnostic says that this one lacks it.
  const schema = known ? view.schema : language.everything();
  const role = known ?? roleOf(schema, statement.parent, statement.words, spot.wordIndex);
  if (!role) return undefined;
  const { keyword, from, length } = role.match;
  if (spot.wordIndex < from + length) {
    const end = statement.words[from + length - 1]!.end;
    const start = statement.words[from]!.start;
    return answer(keywordMarkdown(language, schema, keyword, holder), spot.line, Math.min(start, word.start), end);
  }
  if (role.option && role.isOptionName) {
    const markdown = keywordMarkdown(language, schema, role.option, role.setName ?? '', keyword.name);
    return answer(markdown, spot.line, word.start, word.end);
  }
  if (!role.arg) return undefined;
  const owner = role.option ?? keyword;
  const value = role.arg.values?.find((one) => one.name === word.text);
  const said = language.describeValue(owner.name, word.text, role.option ? (role.setName ?? '') : holder);
  const heading = value
    ? [`\`${value.name}\`: a value of \`${owner.name}\`. ${versions(language, value)}`.trimEnd(), said ?? []]
        .flat()
        .join('\n\n')
    : said !== undefined
      ? `\`${word.text}\`: ${said}`
      : role.arg.name === owner.name
        ? ''
        : `The \`${role.arg.name}\` of \`${owner.name}\`.`;
  const more = role.option
    ? keywordMarkdown(language, schema, owner, role.setName ?? '', keyword.name)
    : keywordMarkdown(language, schema, owner, holder);
  return answer(heading === '' ? more : `${heading}\n\n${more}`, spot.line, word.start, word.end);
}

function nameMarkdown(view: View, occurrence: PlacedOccurrence): string {
  const kind = view.language.symbolKinds[occurrence.kind];
  const places = placesOf(view, occurrence);
  const definitions = places.filter((place) => place.occurrence.role === 'definition' && !place.occurrence.builtin);
  const uses = places.filter((place) => place.occurrence.role === 'reference').length;
  const heading = `**${writtenName(view.document, occurrence)}** (${kind?.label ?? occurrence.kind})`;
  const first = definitions[0];
  if (!first)
    return `${heading}\n\n${kind?.predefined?.includes(occurrence.name) ? 'Predefined.' : 'Not defined here.'}`;
  const { line } = rangeOf(first.occurrence).start;
  const where =
    first.document === view.document ? `line ${line + 1}` : `${baseName(first.document.uri)}, line ${line + 1}`;
  const code = '```' + view.language.id + '\n' + first.document.lines[line]!.trim() + '\n```';
  const used = uses === 0 ? 'never used' : `used ${uses === 1 ? 'once' : `${uses} times`}`;
  const more = definitions.length > 1 ? `, and in ${definitions.length - 1} more places` : '';
  return `${heading}\n\n${code}\n\nDefined on ${where}${more}; ${used}.`;
}

function baseName(uri: string): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
}
