import type { Arg, Keyword } from '../core/schema';

/** More choices than this are better found by completion than in a drop-down. */
const MOST_CHOICES = 30;

/**
 * The text of a keyword with placeholders for what it needs, from character `skip` of its name on; `undefined` when the
 * plain name will do.
 * @param body what follows a keyword that opens a block: braces or a new line, with the cursor's last place in it.
 */
export function snippetOf(keyword: Keyword, skip: number, body: string): string | undefined {
  const needed = keyword.args.filter((arg) => !arg.optional && arg.type !== 'options');
  if (needed.length === 0 && body === '') return undefined;
  let stop = 0;
  const slots = needed.map((arg) => ` ${placeholder(arg, ++stop)}`);
  return escape(keyword.name.slice(skip)) + slots.join('') + body;
}

function placeholder(arg: Arg, stop: number): string {
  const values = arg.values?.map((value) => value.name) ?? [];
  if (values.length > 1 && values.length <= MOST_CHOICES) {
    return `\${${stop}|${values.map((value) => escape(value).replaceAll(',', '\\,').replaceAll('|', '\\|')).join(',')}|}`;
  }
  return `\${${stop}:${escape(arg.name)}}`;
}

function escape(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('$', '\\$').replaceAll('}', '\\}');
}
