/** Options of proxies as the registry has them: on which side they count, and in which mode. */
import { limits, readTable } from './facts';

type Side = 'frontend' | 'backend';

interface Form {
  readonly versions: ReadonlySet<string>;
  readonly sides: readonly Side[];
  /** They count in HTTP mode only: in another one the program warns of them. */
  readonly http: boolean;
}

/** By name: `option checkcache`; several forms when one changed. */
const forms = new Map<string, Form[]>();
for (const { versions, columns } of readTable('registry')) {
  const [, name, flags] = /^(option \S+) \[ (.*) \]$/.exec(columns[1]!) ?? [];
  if (name === undefined) continue;
  const all = flags!.split(' ');
  const sides = [
    ...(all.includes('FE') ? ['frontend' as const] : []),
    ...(all.includes('BE') ? ['backend' as const] : []),
  ];
  forms.set(name, [...(forms.get(name) ?? []), { versions, sides, http: all.includes('HTTP') }]);
}

export interface HttpOption {
  /** Kinds of proxy in which the option counts in HTTP mode only, and the last version that knows it so, if it went on. */
  readonly http?: { readonly in: readonly Side[]; readonly until?: string };
}

export function httpOption(name: string): HttpOption {
  const all = forms.get(name) ?? [];
  const found = all.filter(({ http }) => http);
  if (found.length === 0) return {};
  const { until } = limits(new Set(found.flatMap(({ versions }) => [...versions])));
  const goesOn = all.length > found.length;
  const sides = [...new Set(found.flatMap((one) => one.sides))];
  return { http: { in: sides, ...(goesOn && until !== undefined ? { until } : {}) } };
}

/** The last version in which an option does not count on a side on which it does later. */
export function lastWithout(name: string, side: string): string | undefined {
  const all = forms.get(name) ?? [];
  const without = all.filter(({ sides }) => !sides.some((one) => one === side));
  return without.length === all.length
    ? undefined
    : limits(new Set(without.flatMap(({ versions }) => [...versions]))).until;
}
