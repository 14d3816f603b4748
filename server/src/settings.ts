import type { Language, Severity } from './core/language';
import type { RuleLevel } from './features/diagnostics';

/** What a person sets for one language: `haproxy.*`, `keepalived.*`. */
export interface LanguageSettings {
  /** `auto`, or a version that the program has been released in. */
  readonly version: string;
  /** Level by rule id, for the rules that are to differ from their own. */
  readonly rules: Readonly<Record<string, RuleLevel>>;
  /** Globs of files that the program is given together (several `-f`): each makes one configuration, in the order of names. */
  readonly together: readonly string[];
  /** keepalived alone: globs of files that are the nodes of one cluster, each with a configuration of its own. */
  readonly clusters?: readonly string[];
  /** Units, times and sums are shown behind the words they follow from. */
  readonly inlayHints: boolean;
}

export type Settings = Readonly<Record<Language['id'], LanguageSettings>>;

export const defaultSettings: Settings = {
  haproxy: { version: 'auto', rules: {}, together: [], inlayHints: true },
  keepalived: { version: 'auto', rules: {}, together: [], clusters: [], inlayHints: true },
};

export const ruleLevels: readonly RuleLevel[] = ['error', 'warning', 'info', 'hint', 'off'] satisfies (
  Severity | 'off'
)[];

/** What of a setting cannot be used, for the log. */
export type Complain = (message: string) => void;

/** Settings out of what the editor answered for each of the languages. */
export function settingsOf(languages: readonly Language[], given: readonly unknown[], complain: Complain): Settings {
  const out: Record<Language['id'], LanguageSettings> = { ...defaultSettings };
  languages.forEach((language, i) => (out[language.id] = readSettings(language, given[i], complain)));
  return out;
}

/** One language's settings out of what the editor answered; anything unusable is left at its default and complained of. */
function readSettings(language: Language, given: unknown, complain: Complain): LanguageSettings {
  const defaults = defaultSettings[language.id];
  const values = isRecord(given) ? given : {};
  return {
    version: readVersion(language.id, values['version'], complain) ?? defaults.version,
    rules: readRules(language, values['rules'], complain),
    together: readGlobs(`${language.id}.together`, values['together'], complain) ?? defaults.together,
    ...(defaults.clusters && {
      clusters: readGlobs(`${language.id}.clusters`, values['clusters'], complain) ?? defaults.clusters,
    }),
    inlayHints: readSwitch(`${language.id}.inlayHints`, values['inlayHints'], complain) ?? defaults.inlayHints,
  };
}

function readVersion(id: string, value: unknown, complain: Complain): string | undefined {
  if (value === undefined || value === null || value === 'auto') return undefined;
  if (typeof value === 'string' && /^\d+\.\d+(\.\d+)?$/.test(value)) return value;
  complain(`${id}.version: ${JSON.stringify(value)} is neither "auto" nor a version such as "3.2"`);
  return undefined;
}

function readRules(language: Language, value: unknown, complain: Complain): Record<string, RuleLevel> {
  const rules: Record<string, RuleLevel> = {};
  if (!isRecord(value)) return rules;
  const known = new Set(language.rules.map((rule) => rule.id));
  for (const [id, level] of Object.entries(value)) {
    if (!known.has(id)) complain(`${language.id}.rules: there is no rule "${id}"`);
    else if (!isLevel(level)) complain(`${language.id}.rules: "${id}" must be one of ${ruleLevels.join(', ')}`);
    else rules[id] = level;
  }
  return rules;
}

function readGlobs(name: string, value: unknown, complain: Complain): string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value;
  complain(`${name}: must be a list of globs`);
  return undefined;
}

function readSwitch(name: string, value: unknown, complain: Complain): boolean | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean') return value;
  complain(`${name}: must be true or false`);
  return undefined;
}

function isLevel(value: unknown): value is RuleLevel {
  return ruleLevels.includes(value as RuleLevel);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
