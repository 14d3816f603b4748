import type { Language } from './core/language';

/** Which files are whose. The manifest's `contributes.languages` says the same; a test compares them. */
interface Claim {
  readonly language: Language['id'];
  /** Names of files. */
  readonly names: RegExp;
  /** Endings of files that count in a folder of the language's own. */
  readonly extension: string;
  readonly folders: readonly string[];
  /** What the first line with anything in it looks like in a file that no name claims. */
  readonly content: RegExp;
}

const CLAIMS: readonly Claim[] = [
  {
    language: 'haproxy',
    names: /^haproxy.*\.cfg$|\.haproxy$/,
    extension: '.cfg',
    folders: ['haproxy', 'haproxy.d'],
    content: /^\s*(global|defaults|frontend|backend|listen|peers|userlist|resolvers|cache|program|mailers)(\s|$)/,
  },
  {
    language: 'keepalived',
    names: /^keepalived.*\.conf$/,
    extension: '.conf',
    folders: ['keepalived', 'keepalived.d'],
    content:
      /^\s*(global_defs|vrrp_instance|vrrp_script|vrrp_sync_group|vrrp_track_\w+|virtual_server(_group)?|static_\w+)(\s|\{|$)/,
  },
];

/** The language of a file by its path (either separator) alone. */
export function languageOfPath(path: string): Language['id'] | undefined {
  const parts = path.split(/[\\/]/);
  const name = parts.at(-1) ?? '';
  const claim =
    CLAIMS.find((one) => one.names.test(name)) ??
    CLAIMS.find(
      (one) => name.endsWith(one.extension) && parts.slice(0, -1).some((folder) => one.folders.includes(folder)),
    );
  return claim?.language;
}

/** The language of a text by the first of its lines that some language alone begins with. */
export function languageOfText(text: string): Language['id'] | undefined {
  for (const line of text.split('\n')) {
    const claim = CLAIMS.find((one) => one.content.test(line));
    if (claim) return claim.language;
  }
  return undefined;
}

/** The language of a file: by its path, else its content, else the ending of its name. */
export function detectLanguage(path: string, text: string): Language['id'] | undefined {
  const byEnding = path.endsWith('.conf') ? 'keepalived' : path.endsWith('.cfg') ? 'haproxy' : undefined;
  return languageOfPath(path) ?? languageOfText(text) ?? byEnding;
}

/** The file is one of several that are read together: what it uses may be defined beside it. */
export function isFragment(path: string): boolean {
  const folder = path.split(/[\\/]/).at(-2) ?? '';
  return folder.endsWith('.d');
}
