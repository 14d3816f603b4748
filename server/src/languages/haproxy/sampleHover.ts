import type { HoverText, Spot } from '../../core/language';
import { typeName } from './expressions';
import { LOG_ALIASES } from './logFormat';
import { describeSample } from './manual';
import { samplesOf, type SampleForm } from './sampleData';
import { sampleSpot } from './sampleSpot';

/** `field(integer, string[, integer])` */
export function signature(name: string, { args = [] }: SampleForm): string {
  if (args.length === 0) return name;
  const needed = args.filter((arg) => !arg.endsWith('?'));
  const optional = args.filter((arg) => arg.endsWith('?')).map((arg) => arg.slice(0, -1));
  const tail = optional.length === 0 ? '' : `[${needed.length > 0 ? ', ' : ''}${optional.join(', ')}]`;
  return `${name}(${needed.join(', ')}${tail})`;
}

/** What a sample fetch, converter or log-format variable at the cursor takes and gives. */
export function hover(spot: Spot): HoverText | undefined {
  const found = sampleSpot(spot);
  if (!found?.word || !['expression', 'format'].includes(found.kind)) return undefined;
  const line = spot.document.lines[spot.line]!;
  const name = nameAt(line, spot.column, found.word.start, found.word.end);
  if (!name) return undefined;
  const { start, end } = name;
  const text = line.slice(start, end);
  const { version } = spot.schema;
  const isAlias = found.kind === 'format' && /%(?:\([^)]*\))?(?:\{[^}]*\})?$/.test(line.slice(found.word.start, start));
  const kind = isAlias ? 'alias' : line[start - 1] === ',' ? 'converter' : 'fetch';
  const markdown = sampleMarkdown(kind, text, version);
  return markdown === undefined ? undefined : { markdown, start, end };
}

export type SampleKind = 'fetch' | 'converter' | 'alias';

/** What we say of a sample fetch (or ACL keyword), a converter, or a variable of log formats; `undefined`: unknown. */
export function sampleMarkdown(kind: SampleKind, name: string, version: string): string | undefined {
  if (kind === 'alias') return LOG_ALIASES.has(name) ? aliasMarkdown(name) : undefined;
  const { fetches, converters, acls } = samplesOf(version);
  if (kind === 'converter') {
    const form = converters.get(name);
    return (
      form && markdown(kind, name, form, version, `Converter: takes ${typeName(form.in!)} and gives ${result(form)}.`)
    );
  }
  const form = fetches.get(name);
  if (form) return markdown(kind, name, form, version, `Sample fetch: gives ${typeName(form.out)}.`);
  const acl = acls.get(name);
  const behind = acl && fetches.get(acl.fetch);
  return (
    behind &&
    markdown(kind, acl.fetch, behind, version, `ACL keyword: stands for \`${acl.fetch} -m ${acl.match}\`.`, name)
  );
}

function result({ out }: SampleForm): string {
  return out === 'same' ? 'the same' : typeName(out);
}

function aliasMarkdown(name: string): string {
  const parts = [`\`\`\`haproxy\n%${name}\n\`\`\``, describeSample('alias', name) ?? '', 'Variable of log formats.'];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** @param written the ACL keyword that stands for the fetch. */
function markdown(
  kind: SampleKind,
  name: string,
  form: SampleForm,
  version: string,
  what: string,
  written = name,
): string {
  const parts = [`\`\`\`haproxy\n${signature(written, form)}\n\`\`\``];
  const text = describeSample(kind, name);
  if (text !== undefined) parts.push(text);
  parts.push(form.since === undefined ? what : `${what}  \nSince version ${form.since}.`);
  if (form.chapter !== undefined)
    parts.push(
      `[HAProxy ${version} documentation](https://docs.haproxy.org/${version}/configuration.html#${encodeURI(`${form.chapter}-${name}`)})`,
    );
  return parts.join('\n\n');
}

/** The identifier around a column; a name inside parentheses is an argument, not a fetch. */
function nameAt(line: string, column: number, from: number, to: number): { start: number; end: number } | undefined {
  let [start, end] = [column, column];
  while (start > from && /[A-Za-z0-9._-]/.test(line[start - 1]!)) start--;
  while (end < to && /[A-Za-z0-9._-]/.test(line[end]!)) end++;
  const opened = line.slice(from, start).split('(').length - line.slice(from, start).split(')').length;
  return start < end && opened <= 0 ? { start, end } : undefined;
}
