import { Kept } from '../../core/kept';
import type { Schema } from '../../core/schema';
import { isBlock, type Node, type Section } from '../../core/tree';
import { bind } from './arguments';
import { isPlain } from './ownKeywords';

/** What a file is for: from which base its path counts, and what may be wrong with it. */
export type Purpose = 'certificate' | 'list' | 'authority' | 'revocations' | 'key';

/** A file of TLS that a line names. */
export interface NamedFile {
  readonly purpose: Purpose;
  readonly path: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  /** HAProxy reads it whatever else the section says, and does not start without it. */
  readonly needed: boolean;
  /** Further names under which it may be found: bundles. */
  readonly endings: readonly string[];
  /** In a certificate store: its own folder for such files. */
  readonly base: string | undefined;
}

const PURPOSES: Readonly<Record<string, Purpose>> = {
  crt: 'certificate',
  'default-crt': 'certificate',
  'crt-list': 'list',
  'ca-file': 'authority',
  'ca-verify-file': 'authority',
  'crl-file': 'revocations',
  key: 'key',
};
const KEYWORDS: ReadonlySet<string> = new Set([
  ...['bind', 'server', 'server-template', 'default-server', 'ssl-f-use', 'load'],
]);
/** Endings of the files that a bind takes where the name alone is none: one certificate for each kind of key. */
export const BUNDLE = ['.rsa', '.ecdsa', '.dsa'];

const kept = new Kept<{ readonly schema: Schema; readonly files: readonly NamedFile[] }>();
const NONE: readonly NamedFile[] = [];

/** The files of TLS that the lines of a section name; lines relative to it. */
export function filesNamedIn(section: Section, schema: Schema): readonly NamedFile[] {
  const known = kept.get(section);
  if (known?.schema === schema) return known.files;
  const block = section.items[0];
  let files = NONE;
  if (block && isBlock(block) && isPlain(section)) {
    const found = block.items.filter(mayName).flatMap((node) => filesOf(node, schema));
    if (found.length > 0) files = block.type === 'crt-store' ? found.map(inStore(block.items)) : found;
  }
  return kept.set(section, { schema, files }).files;
}

const mayName = ({ words }: Node): boolean =>
  KEYWORDS.has(words[0]!.text) && words.some(({ text }) => Object.hasOwn(PURPOSES, text));

function filesOf(node: Node, schema: Schema): NamedFile[] {
  const { words, line } = node;
  const keyword = words[0]!.text;
  const isBind = keyword === 'bind' || keyword === 'ssl-f-use';
  // A server's files are read where it speaks TLS; what defaults of servers say may be said anew.
  const needed = isBind || keyword === 'load' || (keyword !== 'default-server' && words.some(isSsl));
  const places =
    keyword === 'ssl-f-use'
      ? words.flatMap(({ text }, i) =>
          i > 1 && words[i - 1]!.text === 'crt' && text !== '' ? [['crt', i] as const] : [],
        )
      : (bind(node, schema)?.args ?? []).map(({ parameter = '', from }) => [parameter, from] as const);
  return places.flatMap(([parameter, at]) => {
    const purpose = Object.hasOwn(PURPOSES, parameter) ? PURPOSES[parameter] : undefined;
    const { text: path, dynamic, start, end } = words[at]!;
    // `@system-ca`, `@store/name`
    if (!purpose || dynamic || path.startsWith('@')) return [];
    const endings = isBind && purpose === 'certificate' ? BUNDLE : [];
    return [{ purpose, path, line, start, end, needed, endings, base: undefined }];
  });
}

const isSsl = ({ text }: { readonly text: string }): boolean => text === 'ssl';

function inStore(items: readonly Node[]): (file: NamedFile) => NamedFile {
  const said = (name: string): string | undefined => items.find(({ words }) => words[0]!.text === name)?.words[1]?.text;
  const [crt, key] = [said('crt-base'), said('key-base')];
  return (file) => ({ ...file, base: file.purpose === 'key' ? key : crt });
}
