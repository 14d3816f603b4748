import { compareVersions } from '../../core/schema';

type Verdict = boolean | undefined;

/** Features that every build in use has. */
const COMMON_FEATURES: ReadonlySet<string> = new Set([
  'THREAD',
  'POLL',
  'EPOLL',
  'NETFILTER',
  'TPROXY',
  'LINUX_TPROXY',
  'LINUX_SPLICE',
  'GETADDRINFO',
  'ACCEPT4',
  'CPU_AFFINITY',
  'DL',
  'PRCTL',
]);

/** Libraries that take OpenSSL's place in builds made for them; OpenSSL is what everybody else has. */
const OTHER_LIBRARIES = /^(AWS-LC|LibreSSL|wolfSSL|BoringSSL)/;

/** Predicates, with the first supported version that has them. */
const PREDICATES: ReadonlyMap<string, string> = new Map([
  ['defined', '2.4'],
  ['feature', '2.4'],
  ['streq', '2.4'],
  ['strneq', '2.4'],
  ['strstr', '2.8'],
  ['version_atleast', '2.4'],
  ['version_before', '2.4'],
  ['openssl_version_atleast', '2.5'],
  ['openssl_version_before', '2.5'],
  ['ssllib_name_startswith', '2.5'],
  ['awslc_api_atleast', '3.3'],
  ['awslc_api_before', '3.3'],
  ['enabled', '2.8'],
]);

/** What is wrong with the form of a condition, whatever its truth. */
export function checkCondition(condition: string, version: string): string | undefined {
  const [, name, rest] = /^[!(\s]*([a-z_0-9]+)(.*)$/i.exec(condition) ?? [];
  if (name === undefined || /^[0-9]+$/.test(name)) return undefined;
  const since = PREDICATES.get(name);
  if (since === undefined) return `"${name}" is no predicate: they are ${[...PREDICATES.keys()].join(', ')}.`;
  if (compareVersions(version, since) < 0)
    return `The predicate "${name}" exists only since version ${since} (checked for HAProxy ${version}).`;
  return rest!.startsWith('(') ? undefined : `"${name}" needs arguments in parentheses right behind it.`;
}

/** Whether the condition of an `.if` holds (manual, chapter 2.4); `undefined` when it depends on the build or the environment. */
export function evaluate(condition: string, version: string): Verdict {
  const reader = new Reader(condition.replace(/\s+/g, ''), version);
  const verdict = reader.any();
  return reader.isAtEnd() ? verdict : undefined;
}

class Reader {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly version: string,
  ) {}

  isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  any(): Verdict {
    let verdict = this.all();
    while (this.take('||')) verdict = or(verdict, this.all());
    return verdict;
  }

  private all(): Verdict {
    let verdict = this.term();
    while (this.take('&&')) verdict = and(verdict, this.term());
    return verdict;
  }

  private term(): Verdict {
    if (this.take('!')) return not(this.term());
    if (this.take('(')) {
      const verdict = this.any();
      this.take(')');
      return verdict;
    }
    const number = this.match(/[0-9]+/y);
    if (number !== undefined) return Number(number) !== 0;
    const name = this.match(/[a-z_]+/y);
    const args = this.match(/\([^()]*\)/y);
    return name === undefined || args === undefined ? undefined : this.predicate(name, args.slice(1, -1).split(','));
  }

  private predicate(name: string, args: readonly string[]): Verdict {
    const [first = '', second = ''] = args;
    switch (name) {
      case 'feature':
        return COMMON_FEATURES.has(first) ? true : undefined;
      case 'version_atleast':
        return this.isAtLeast(first);
      case 'version_before':
        return not(this.isAtLeast(first));
      case 'streq':
        return first === second;
      case 'strneq':
        return first !== second;
      case 'ssllib_name_startswith':
        return OTHER_LIBRARIES.test(first) ? false : undefined;
      default:
        return undefined;
    }
  }

  /** The version chosen says nothing of the patch level or of development versions. */
  private isAtLeast(wanted: string): Verdict {
    const branch = /^([0-9]+\.[0-9]+)/.exec(wanted)?.[1];
    if (branch === undefined) return undefined;
    const order = compareVersions(this.version, branch);
    return order === 0 && branch !== wanted ? undefined : order >= 0;
  }

  private take(sign: string): boolean {
    if (!this.text.startsWith(sign, this.at)) return false;
    this.at += sign.length;
    return true;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }
}

const not = (a: Verdict): Verdict => (a === undefined ? undefined : !a);
const or = (a: Verdict, b: Verdict): Verdict =>
  a === true || b === true ? true : a === false && b === false ? false : undefined;
const and = (a: Verdict, b: Verdict): Verdict => not(or(not(a), not(b)));
