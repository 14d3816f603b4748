/** What the words of the command line say. */
import { parseArgs } from 'node:util';
import type { LabPlan } from '../../client/src/lab/plan';
import type { Terminal } from './terminal';

const OPTIONS = {
  folder: { type: 'string' },
  format: { type: 'string', default: 'text' },
  template: { type: 'string' },
  'base-image': { type: 'string' },
  target: { type: 'string' },
  rate: { type: 'string', default: '50' },
  'max-gap': { type: 'string' },
  'max-lost': { type: 'string' },
  tries: { type: 'string', default: '3' },
  save: { type: 'string' },
  list: { type: 'boolean', default: false },
  images: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

export type Option = keyof typeof OPTIONS;

/** @throws TypeError with a code of parseArgs. */
export function parse(argv: readonly string[]) {
  const { values, positionals, tokens } = parseArgs({
    args: [...argv],
    options: OPTIONS,
    allowPositionals: true,
    strict: true,
    tokens: true,
  });
  const [name, ...words] = positionals;
  const given = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
  return { values, name, words, given };
}

export type Values = ReturnType<typeof parse>['values'];

/** What a command works with. */
export interface Setting {
  readonly values: Values;
  /** The lab that is meant. @throws LabError definition. */
  readonly plan: () => Promise<LabPlan>;
  readonly words: readonly string[];
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}
