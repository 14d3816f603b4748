import { duration } from '../../core/duration';
import type { Word } from '../../core/scan';
import { defaultVersion, schemaOf } from './data';
import { milliseconds } from './units';

/** Parameters of servers as they are written, by name; `check`, `ssl` and `agent-check` are `yes` or `no`. */
export type CheckParameters = Readonly<Record<string, string>>;

/** HAProxy's own (manual, chapter 5.2). */
const STANDARD: CheckParameters = { inter: '2s', fall: '3', rise: '2' };

const TAKES_VALUE = /^(?:inter|fastinter|downinter|fall|rise|verify|ca-file|agent-port|proto)$/;
const SWITCH = /^(?:check|ssl|check-ssl|agent-check)$/;

/** What a line of parameters adds to those inherited. */
export function withParameters(before: CheckParameters, words: readonly Word[]): CheckParameters {
  const out: Record<string, string> = { ...before };
  for (let i = 1; i < words.length; i++) {
    const { text } = words[i]!;
    const value = words[i + 1];
    // What a variable holds is not known.
    if (TAKES_VALUE.test(text) && value) out[text] = value.dynamic ? '?' : value.text;
    else if (SWITCH.test(text)) out[text] = 'yes';
    else if (text === 'track') out['check'] = 'no';
    else if (text.startsWith('no-') && SWITCH.test(text.slice(3))) out[text.slice(3)] = 'no';
    // The value of another parameter may be called as one of these.
    if (i > 1 && takesValue(text)) i++;
  }
  return out;
}

function takesValue(name: string): boolean {
  const args = schemaOf(defaultVersion).options.get('server')?.get(name)?.args;
  return args !== undefined && args.length > 0;
}

export interface CheckTimes {
  /** Seconds until a server that answers no more counts as down, at most; a check that hangs comes on top. */
  readonly down: number;
  /** Seconds until one that answers again counts as up, at most. */
  readonly up: number;
  readonly markdown: string;
}

/** When a server goes down and up; `undefined`: it is not checked, or that is not known. */
export function checkTimes(given: CheckParameters): CheckTimes | undefined {
  if (given['check'] !== 'yes') return undefined;
  const all = { ...STANDARD, ...given };
  const time = (name: string): number => (milliseconds(all[name] ?? all['inter']!, 'ms') ?? NaN) / 1000;
  const [inter, fast, slow] = [time('inter'), time('fastinter'), time('downinter')];
  const [fall, rise] = [Number(all['fall']), Number(all['rise'])];
  // The first failure comes within a whole interval; while the state is in doubt, checks follow each other faster.
  const down = inter + (fall - 1) * fast;
  const up = slow + (rise - 1) * fast;
  if (!Number.isFinite(down + up) || fall < 1 || rise < 1) return undefined;
  const parts = (first: string, more: number): string =>
    all['fastinter'] === undefined
      ? `${more + 1} × ${all[first] === undefined ? 'inter' : first}`
      : `${all[first] === undefined ? 'inter' : first} + ${more} × fastinter`;
  const upSum =
    all['downinter'] !== undefined && all['fastinter'] === undefined
      ? `downinter + ${rise - 1} × inter`
      : parts('downinter', rise - 1);
  const markdown = [
    `**Down** after ${duration(down)} at most (\`fall ${fall}\`: ${parts('inter', fall - 1)}), and as long as a check may hang`,
    `**up** again after ${duration(up)} at most (\`rise ${rise}\`: ${upSum}).`,
  ].join('; ');
  return { down, up, markdown };
}
