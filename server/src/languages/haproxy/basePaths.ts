import type { DocumentContext } from '../../core/language';
import type { NamedFiles } from '../../core/namedFiles';
import { isBlock } from '../../core/tree';
import type { NamedFile } from './namedFiles';
import { isPlain } from './ownKeywords';
import { isWhole, sectionsOf } from './proxies';

const KEYWORDS = ['crt-base', 'ca-base', 'key-base', 'default-path'] as const;
const BASE_OF = {
  certificate: 'crt-base',
  authority: 'ca-base',
  revocations: 'ca-base',
  key: 'key-base',
  list: undefined,
} as const;

/** What the global sections say of the folders from which paths count. */
export interface Bases {
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** It is not known for certain: said more than once, by a variable, in a branch, or in a file that is not there. */
  readonly doubtful: boolean;
}

export function basesOf(context: DocumentContext): Bases {
  const values = new Map<string, readonly string[]>();
  let doubtful = !isWhole(context);
  for (const section of sectionsOf(context).others) {
    const block = section.items[0];
    if (!block || !isBlock(block) || block.type !== 'global') continue;
    for (const { words } of block.items) {
      const name = KEYWORDS.find((one) => words[0]!.text === one);
      if (name === undefined) continue;
      if (values.has(name) || !isPlain(section) || words.some(({ dynamic }) => dynamic)) doubtful = true;
      values.set(
        name,
        words.slice(1).map(({ text }) => text),
      );
    }
  }
  return { values, doubtful };
}

/** Where a file may be. */
export interface Whereabouts {
  /** Addresses, the likeliest first. */
  readonly places: readonly string[];
  /** The path counts from the folder in which HAProxy is started, which nobody knows. */
  readonly open: boolean;
}

/** The addresses that a path may stand for. */
export function whereabouts({ path, purpose, base: own }: NamedFile, bases: Bases, files: NamedFiles): Whereabouts {
  const keyword = BASE_OF[purpose];
  const base = own ?? (keyword && bases.values.get(keyword)?.[0]);
  const whole = path.startsWith('/') || base === undefined || base === '' ? path : `${base.replace(/\/$/, '')}/${path}`;
  const { from, open } = startingFolders(bases, files);
  const places = (whole.startsWith('/') ? files.folders.slice(0, 1) : from).flatMap((folder) => {
    const found = files.resolve(folder, whole);
    return found === undefined ? [] : [found];
  });
  return { places, open: open && !whole.startsWith('/') };
}

/** The folders from which a relative path may count. */
function startingFolders({ values }: Bases, files: NamedFiles): { from: readonly string[]; open: boolean } {
  const { folders } = files;
  const [kind, origin = ''] = values.get('default-path') ?? [];
  if (kind === 'config') return { from: folders.slice(0, 1), open: false };
  const other = kind === 'parent' ? '..' : kind === 'origin' && origin.startsWith('/') ? origin : undefined;
  if (other === undefined) return { from: kind === 'origin' ? [] : folders, open: true };
  const found = files.resolve(folders[0]!, other);
  return { from: found === undefined ? [] : [found], open: false };
}
