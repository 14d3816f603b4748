import type { StatementContext, StatementRule } from '../../../core/language';
import { compareVersions, type Keyword } from '../../../core/schema';
import { lineRange } from '../../../core/text';
import type { Node } from '../../../core/tree';
import { anyParameter } from '../argumentFacts';
import type { Bound } from '../arguments';
import { hasDefaults, type HaproxyInherited } from '../inherit';

/** The parameter that is experimental; it needs a value, so that it shows among the arguments. */
const PARAMETER = 'nbconn';
const ADDRESS = 'rhttp@';
/** Versions that take connections opened by servers only on request. */
const REVERSE: Reach = ['2.9', '3.2'];

type Reach = readonly [since: string, until: string];

const hasParameter = anyParameter(PARAMETER);

export const experimental: StatementRule = {
  id: 'experimental-keyword',
  severity: 'error',
  title: 'Something experimental that nobody asked for',
  docs: 'What is experimental may change or go from one version to the next. HAProxy refuses it unless the global section says "expose-experimental-directives" above it.',
  bad: 'global\n    maxconn 1000\ndefaults\n    mode http\n    timeout client 30s\nfrontend web\n    bind :8080\n    http-request normalize-uri path-strip-dotdot\n',
  good: 'global\n    maxconn 1000\n    expose-experimental-directives\ndefaults\n    mode http\n    timeout client 30s\nfrontend web\n    bind :8080\n    http-request normalize-uri path-strip-dotdot\n',
  concerns: (keyword, schema) => reachOf(keyword) !== undefined || hasParameter(keyword, schema),
  checkStatement(node, bound: Bound, context, report) {
    const { version } = context.schema;
    const found = experimentalIn(node, bound, version);
    if (!found || isAllowed(node, context)) return;
    report({
      range: lineRange(node.line, node.words[found.from]!.start, node.words[found.to - 1]!.end),
      message: `${found.what} is experimental: HAProxy refuses it unless the global section says "expose-experimental-directives" above it.`,
    });
  },
};

const reachOf = ({ extra }: Keyword): Reach | undefined => extra?.['experimental'] as Reach | undefined;

const isIn = ([since, until]: Reach, version: string): boolean =>
  compareVersions(since, version) <= 0 && compareVersions(version, until) <= 0;

interface Found {
  readonly from: number;
  readonly to: number;
  readonly what: string;
}

function experimentalIn({ words }: Node, bound: Bound, version: string): Found | undefined {
  const { keyword, from, length } = bound;
  const reach = reachOf(keyword);
  if (reach) return isIn(reach, version) ? { from, to: from + length, what: `"${keyword.name}"` } : undefined;
  if (!isIn(REVERSE, version)) return undefined;
  for (const { arg, from: at, parameter } of bound.args) {
    const isAddress = arg.type.startsWith('address:') && words[at]!.text.startsWith(ADDRESS);
    const isAlgorithm = parameter === 'quic-cc-algo' && compareVersions(version, '3.0') >= 0;
    if (isAlgorithm && words[at]!.text.startsWith('nocc'))
      return { from: at, to: at + 1, what: 'The algorithm "nocc"' };
    if (isAddress || parameter === PARAMETER)
      return { from: at, to: at + 1, what: isAddress ? `The address "${words[at]!.text}"` : `"${PARAMETER}"` };
  }
  return undefined;
}

/** Whether the global section allows it, or may: one that was not read. */
function isAllowed(node: Node, { inherited, section }: StatementContext): boolean {
  const { experimentalAllowed } = inherited as HaproxyInherited;
  const block = node.parent;
  if (block?.type === 'global') {
    const above = block.items.some(
      ({ line, words }) => line < node.line && words[0]!.text === 'expose-experimental-directives',
    );
    return above || experimentalAllowed === true || section.lines[0]!.enter > 0;
  }
  return experimentalAllowed ?? !hasDefaults(inherited);
}
