import type { Language } from './core/language';

/** Which files are whose; the manifest's `contributes.languages` is made from it, and a test compares the two. */
export interface Claim {
  readonly language: Language['id'];
  readonly filenames: readonly string[];
  /** Globs, for the editor. */
  readonly patterns: readonly string[];
  readonly extensions: readonly string[];
  /** What the first line looks like in a file that no name claims. */
  readonly firstLine: string;
}

// Words that a text of any kind may begin with count only where they stand as in a configuration.
const HAPROXY_LINES =
  '(?:global|defaults)\\s*(?:#.*)?$|(?:frontend|backend|listen|userlist|resolvers|peers)\\s+[\\w.:-]+\\s*(?:#.*)?$';
const KEEPALIVED_WORDS =
  'global_defs|vrrp_instance|vrrp_script|vrrp_sync_group|vrrp_track_\\w+|virtual_server(?:_group)?|static_\\w+';

export const claims: readonly Claim[] = [
  {
    language: 'haproxy',
    filenames: ['haproxy.cfg'],
    patterns: ['haproxy*.cfg', '**/haproxy/**/*.cfg', '**/haproxy.d/**/*.cfg'],
    extensions: ['.haproxy'],
    firstLine: `^\\s*(?:${HAPROXY_LINES})`,
  },
  {
    language: 'keepalived',
    filenames: ['keepalived.conf'],
    patterns: ['keepalived*.conf', '**/keepalived/**/*.conf', '**/keepalived.d/**/*.conf'],
    extensions: [],
    firstLine: `^(?:[!#]\\s*Configuration File for keepalived|\\s*(?:${KEEPALIVED_WORDS})(?:\\s|\\{|$))`,
  },
];

/** What each language's claims come to, as expressions on a path with `/`. */
const tests = claims.map((claim) => ({
  language: claim.language,
  path: [
    ...claim.filenames.map((name) => `(?:^|/)${escape(name)}$`),
    ...claim.patterns.map(globExpression),
    ...claim.extensions.map((extension) => `${escape(extension)}$`),
  ].map((source) => new RegExp(source)),
  line: new RegExp(claim.firstLine),
}));

/** `*` within a name, `**` over folders; a pattern without a slash is of the name alone. */
function globExpression(glob: string): string {
  const source = glob.includes('/') ? glob : `**/${glob}`;
  const parts = source.split(/(\*\*\/|\*)/).map((part, i) => {
    if (i % 2 === 0) return escape(part);
    return part === '*' ? '[^/]*' : '(?:.*/)?';
  });
  return `^${parts.join('')}$`;
}

function escape(text: string): string {
  return text.replace(/[.+^${}()|[\]\\]/g, '\\$&');
}

/** The language of a file by its path (either separator) alone. */
export function languageOfPath(path: string): Language['id'] | undefined {
  const unified = path.replaceAll('\\', '/');
  return tests.find((one) => one.path.some((pattern) => pattern.test(unified)))?.language;
}

/** The language of a text by the first of its lines that some language alone begins with. */
function languageOfText(text: string): Language['id'] | undefined {
  // Line by line, as mostly one of the first decides.
  for (let start = 0; start <= text.length;) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end < 0 ? undefined : end);
    const found = tests.find((one) => one.line.test(line));
    if (found) return found.language;
    if (end < 0) break;
    start = end + 1;
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

/** The file is one that its program begins with, by its name. */
export function isMain(path: string, language: Language['id']): boolean {
  return (path.split('/').at(-1) ?? '').startsWith(language);
}

/** How far above a fragment its main file may be: `keepalived/conf.d/web/vi.conf`. */
const MOST_FOLDERS_UP = 2;

/** The addresses that a main file has by convention, in the folder of a file and in those above it. */
export function mainFilesAbove(uri: string, language: Language['id']): string[] {
  const names = claims.find((claim) => claim.language === language)!.filenames;
  const folder = uri.split('/').slice(0, -1);
  const folders = Array.from({ length: MOST_FOLDERS_UP + 1 }, (_, up) => folder.slice(0, folder.length - up));
  return folders.flatMap((parts) => names.map((name) => [...parts, name].join('/')));
}
