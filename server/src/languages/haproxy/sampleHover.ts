import type { HoverText, Spot } from '../../core/language';
import { samplesOf, type SampleForm } from './sampleData';
import { sampleSpot } from './sampleSpot';
import { typeName } from './expressions';

/** `field(integer, string[, integer])` */
export function signature(name: string, { args = [] }: SampleForm): string {
  if (args.length === 0) return name;
  const needed = args.filter((arg) => !arg.endsWith('?'));
  const optional = args.filter((arg) => arg.endsWith('?')).map((arg) => arg.slice(0, -1));
  const tail = optional.length === 0 ? '' : `[${needed.length > 0 ? ', ' : ''}${optional.join(', ')}]`;
  return `${name}(${needed.join(', ')}${tail})`;
}

/** What a sample fetch or converter at the cursor takes and gives. */
export function hover(spot: Spot): HoverText | undefined {
  const found = sampleSpot(spot);
  if (!found?.word || !['expression', 'format'].includes(found.kind)) return undefined;
  const line = spot.document.lines[spot.line]!;
  const name = nameAt(line, spot.column, found.word.start, found.word.end);
  if (!name) return undefined;
  const { fetches, converters, acls } = samplesOf(spot.schema.version);
  const { start, end } = name;
  const text = line.slice(start, end);
  const isConverter = line[start - 1] === ',';
  const acl = acls.get(text);
  const form = isConverter ? converters.get(text) : (fetches.get(text) ?? fetches.get(acl?.fetch ?? ''));
  if (!form) return undefined;
  return {
    markdown: markdown(
      text,
      form,
      isConverter,
      spot.schema.version,
      acl && !fetches.has(text) ? `\`${acl.fetch} -m ${acl.match}\`` : undefined,
    ),
    start,
    end,
  };
}

function markdown(
  name: string,
  form: SampleForm,
  isConverter: boolean,
  version: string,
  stands: string | undefined,
): string {
  const parts = [`\`\`\`haproxy\n${signature(name, form)}\n\`\`\``];
  if (isConverter)
    parts.push(
      `Converter: takes ${typeName(form.in!)} and gives ${form.out === 'same' ? 'the same' : typeName(form.out)}.`,
    );
  else
    parts.push(
      stands === undefined ? `Sample fetch: gives ${typeName(form.out)}.` : `ACL keyword: stands for ${stands}.`,
    );
  if (form.since !== undefined) parts.push(`Since version ${form.since}.`);
  if (form.chapter !== undefined)
    parts.push(
      `[Manual](https://docs.haproxy.org/${version}/configuration.html#${encodeURI(`${form.chapter}-${name}`)})`,
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
