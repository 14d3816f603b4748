/** The two programs that can be asked to judge a configuration. */

/** Also the language id of its configurations, and the name of its command. */
export type Program = 'haproxy' | 'keepalived';

export const PROGRAM_NAMES: Readonly<Record<Program, string>> = { haproxy: 'HAProxy', keepalived: 'keepalived' };

/** Arguments that have it read a file, say what it thinks of it, and end. */
export function checkArguments(program: Program, path: string): string[] {
  return program === 'haproxy' ? ['-c', '-f', path] : ['--config-test', '--use-file', path];
}

/** Arguments that have it print its version. */
export const VERSION_ARGUMENTS: Readonly<Record<Program, readonly string[]>> = {
  haproxy: ['-v'],
  keepalived: ['--version'],
};

/** `3.0.11`, from what it prints about its version. */
export function versionIn(text: string): string | undefined {
  return /(?:version |Keepalived v)(\d+(?:\.\d+)+)/i.exec(text)?.[1];
}
