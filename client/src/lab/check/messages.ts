/**
 * Reads what the programs print when they check a configuration. HAProxy 2.4 to 3.4 writes
 *
 *   [ALERT]    (812) : config : parsing [/etc/haproxy/haproxy.cfg:12] : unknown keyword 'foo' in 'global' section
 *   [WARNING]  (812) : config : missing timeouts for frontend 'web'.
 *      | While not properly invalid, you will certainly encounter various problems
 *
 * (before 2.6 without `config : `, with a date before the process id in some), keepalived 2.0 to 2.4
 *
 *   (/etc/keepalived/keepalived.conf: Line 10) number '999' outside range [1, 255]
 *   (VI_1) No VIP specified; at least one is sensible
 *
 * Source: print_message() of HAProxy's src/errors.c, report_config_error() of keepalived's lib/parser.c.
 */
import type { Program } from './program';

export interface ProgramMessage {
  readonly severity: 'error' | 'warning';
  /** Path where the program read it; undefined: no file is named. */
  readonly file: string | undefined;
  /** From 1; undefined: no line is named. */
  readonly line: number | undefined;
  /** In the program's words, without level, process id and place; may have several lines. */
  readonly text: string;
  /** It is about what the machine lacks (a file, a user, a name, an interface), not about the text. */
  readonly aboutPlace: boolean;
}

/** @param exitCode Of the check; 0 says that what was printed are no errors. */
export function programMessages(program: Program, output: string, exitCode: number): ProgramMessage[] {
  const found = program === 'haproxy' ? haproxyMessages(output) : keepalivedMessages(output, exitCode);
  // A refusal never goes without a word, whatever it was.
  if (exitCode !== 0 && found.length === 0 && output.trim() !== '') {
    return [{ severity: 'error', file: undefined, line: undefined, text: output.trim(), aboutPlace: true }];
  }
  return found;
}

const START = /^\[(ALERT|WARNING|NOTICE|DIAG|EMERG|CRIT)\]\s*(?:\d+\/\d+\s+)?\(\d+\)\s*:\s*(?:config : )?(.*)$/;
/** Some messages lack their line end, and the next one follows at once. */
const BREAK = /(?<=\S)(?=\[(?:ALERT|WARNING|NOTICE)\]\s+(?:\d+\/\d+\s+)?\(\d+\) :)/g;
/** What HAProxy says at the end of all. */
const SUMMARY = /^(?:Error\(s\) found in configuration file|Fatal errors found in configuration)/;
const LOCATION = /^(?:\w+ )?\[([^[\]]+):(\d+)\]/;
const DECLARED = /\b(?:declared at|at) (\S+?):(\d+)/;
const HAPROXY_PLACE =
  /No such file|Permission denied|unable to (?:stat|open|access|read|find)|error opening|could not resolve|cannot (?:find|open|resolve)|can't (?:open|connect|find|resolve)|failed to open/i;

function haproxyMessages(output: string): ProgramMessage[] {
  const found: { level: string; text: string }[] = [];
  for (const line of output.replace(BREAK, '\n').split(/\r?\n/)) {
    const start = START.exec(line);
    if (start) found.push({ level: start[1] ?? '', text: start[2] ?? '' });
    else if (line.trim() !== '' && found.length > 0)
      found.at(-1)!.text += `\n${line.replace(/^\s*\| ?/, '').trimEnd()}`;
  }
  return found
    .filter(({ level, text }) => level !== 'NOTICE' && level !== 'DIAG' && !SUMMARY.test(text))
    .map(({ level, text }) => {
      const at = LOCATION.exec(text) ?? DECLARED.exec(text);
      return {
        severity: level === 'WARNING' ? ('warning' as const) : ('error' as const),
        file: at?.[1],
        line: at ? Number(at[2]) : undefined,
        text: text.replace(/^(?:parsing )?\[[^[\]]+:\d+\]\s*:?\s*/i, '').trim(),
        aboutPlace: HAPROXY_PLACE.test(text),
      };
    });
}

/** `Thu Nov 20 10:00:00 2026: `, where it logs with the time. */
const KEEPALIVED_TIME = /^\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}: /;
const KEEPALIVED_PLACE =
  /doesn't exist$|Non-existent interface|Unknown interface|SECURITY VIOLATION|Unable to set default user|default user|Error setting global script uid|not accessible|Unsafe permissions|unable to access|No such file|not a regular non-executable file|Unable to (?:open|find)/i;

function keepalivedMessages(output: string, exitCode: number): ProgramMessage[] {
  return output
    .split(/\r?\n/)
    .map((line) => line.replace(KEEPALIVED_TIME, '').trimEnd())
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const at = /^\((?:(.+): )?Line (\d+)\) (.*)$/.exec(line);
      const text = (at?.[3] ?? line).trim();
      return {
        severity:
          exitCode === 0 || /^(?:\([^)]*\):? )?warning\b/i.test(text) ? ('warning' as const) : ('error' as const),
        file: at?.[1],
        line: at ? Number(at[2]) : undefined,
        text,
        aboutPlace: KEEPALIVED_PLACE.test(text),
      };
    });
}
