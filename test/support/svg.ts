// Reads an SVG far enough to ask for its elements; throws where it is not well-formed.

export interface SvgElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly SvgElement[];
  /** Text directly in it. */
  readonly text: string;
}

function unescape(text: string): string {
  if (/[<>]|&(?!#\d+;)/.test(text)) throw new Error(`not escaped: ${text}`);
  return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}

export function parseSvg(source: string): SvgElement {
  const root = { name: '', attributes: {}, children: [] as SvgElement[], text: '' };
  const open = [root];
  const tags = /<\?[^>]*\?>|<(\/?)([a-zA-Z]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>|([^<]+)/gy;
  let at = 0;
  for (const match of source.matchAll(tags)) {
    if (match.index !== at) throw new Error(`not XML at ${at}: ${source.slice(at, at + 60)}`);
    at += match[0].length;
    const [, closing, name = '', attributes = '', empty, text] = match;
    const top = open.at(-1)!;
    if (text !== undefined) {
      // CSS holds what XML would have to escape in other places: quotes only.
      top.text += unescape(text);
    } else if (closing === '/') {
      if (open.length === 1 || top.name !== name) throw new Error(`</${name}> closes ${top.name}`);
      open.pop();
    } else if (name !== '') {
      const entries = [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key, value]) => [
        key!,
        unescape(value!),
      ]);
      const element = {
        name,
        attributes: Object.fromEntries(entries) as Record<string, string>,
        children: [],
        text: '',
      };
      top.children.push(element);
      if (empty !== '/') open.push(element);
    }
  }
  if (at !== source.length || open.length !== 1) throw new Error(`not whole: ${source.slice(at, at + 60)}`);
  if (root.children.length !== 1) throw new Error('not one element');
  return root.children[0]!;
}

/** All elements below and including one, in document order. */
export function below(element: SvgElement): SvgElement[] {
  return [element, ...element.children.flatMap(below)];
}

export function ofClass(element: SvgElement, name: string): SvgElement[] {
  return below(element).filter(({ attributes }) => (attributes['class'] ?? '').split(' ').includes(name));
}
