/** What a row of the tree is, free of VS Code so that it can be tested as text. */
import type { PagePlan } from '../lab/plan';
import type { Problem } from '../lab/state';

export type Colour = 'good' | 'warn' | 'bad' | 'dim';

export interface RowIcon {
  /** Name of a codicon. */
  readonly name: string;
  readonly colour?: Colour | undefined;
}

/** What a command that is called on the row acts on. */
export interface Target {
  /** Absolute path of the lab's compose.yaml; empty for what is watched beside the labs. */
  readonly file: string;
  /** Service name. */
  readonly node?: string | undefined;
  readonly backend?: string | undefined;
  readonly server?: string | undefined;
  /** Id of what is watched beside the labs. */
  readonly watched?: string | undefined;
  /** Nothing may be changed there. */
  readonly readonly?: boolean | undefined;
  readonly pages?: readonly PagePlan[] | undefined;
}

export interface Row {
  /** The same for the same thing in every state, so that expansion and selection survive. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly icon: RowIcon;
  /** Markdown, escaped. */
  readonly tooltip: string;
  /** What the menus of package.json look at (`viewItem`): kind of row, then words for its condition. */
  readonly context: string;
  readonly target: Target;
  readonly children: readonly Row[];
  /** Has children in some states. VS Code would fold up a row that gets its first ones later. */
  readonly branch: boolean;
}

/** The icon for a thing with these problems; `fine` when there are none. */
export function judged(problems: readonly Problem[], fine: RowIcon): RowIcon {
  if (problems.some(({ severity }) => severity === 'error')) return { name: 'error', colour: 'bad' };
  return problems.length > 0 ? { name: 'warning', colour: 'warn' } : fine;
}

/** Joins the parts of a description that say something. */
export function words(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}

/** `1 session`, `2 sessions`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Text that Markdown shows as it is. */
export function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~&]/g, '\\$&');
}

/** A Markdown list: bold names, plain values; parts without a value are left out. */
export function facts(title: string, entries: Readonly<Record<string, string | undefined>>): string {
  const lines = Object.entries(entries)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `- **${plain(name)}**: ${plain(value ?? '')}`);
  return [`**${plain(title)}**`, '', ...lines].join('\n');
}

/** The facts, followed by what is wrong. */
export function withProblems(markdown: string, problems: readonly Problem[]): string {
  if (problems.length === 0) return markdown;
  return [markdown, '', ...problems.map(({ message }) => `$(warning) ${plain(message)}\n`)].join('\n');
}
