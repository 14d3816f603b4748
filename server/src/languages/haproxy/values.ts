import type { Arg } from '../../core/schema';
import { checkTime } from './units';

type Check = (text: string, arg: Arg) => string | undefined;

const number: Check = (text, { min = -Infinity, max = Infinity }) => {
  if (!/^[-+]?[0-9]+$/.test(text)) return `"${text}" is not a whole number.`;
  const value = Number(text);
  return value < min || value > max ? `${text} is out of range: it may be ${min} to ${max}.` : undefined;
};

const size: Check = (text) => (/^[0-9]+[kKmMgG]?$/.test(text) ? undefined : `"${text}" is not a size: write a number with k, m, g or nothing behind it.`);

const status: Check = (text) => (/^[0-9]+$/.test(text) ? undefined : `"${text}" is not an HTTP status code.`);

const enumeration: Check = (text, { values = [] }) => {
  if (values.some((value) => value.name === text)) return undefined;
  return `"${text}" is not possible here: it may be ${list(values.map((value) => value.name))}.`;
};

/** Checks of single words by the argument's type; a type without one takes anything. */
const CHECKS: Readonly<Record<string, Check>> = {
  enum: enumeration,
  int: number,
  time: (text) => checkTime(text, 'ms'),
  'time:s': (text) => checkTime(text, 's'),
  size,
  status,
};

/** What is wrong with a word as the value of an argument (manual, chapters 2.5 and 2.6 for times and sizes). */
export function checkValue(arg: Arg, text: string): string | undefined {
  return CHECKS[arg.type]?.(text, arg);
}

export function list(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`);
  return quoted.length < 2 ? (quoted[0] ?? '') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)!}`;
}
