import type { Finding, Fix, RuleInfo } from '../core/language';
import type { ClusterNode, NodeInstance, Placed } from './node';

/** A rule over the nodes of a cluster, as they were read. */
export interface NodeRule extends RuleInfo {
  checkNodes(nodes: readonly ClusterNode[], report: Report, neighbours: readonly NeighbourNodes[]): void;
}

/** Another cluster, as it was read; see `Neighbour`. */
export interface NeighbourNodes {
  readonly nodes: readonly ClusterNode[];
  readonly sameNetwork: boolean;
}

export type Report = (uri: string, finding: Finding) => void;

/** Reports at `at`, pointing at `other` in the other node's file. */
export function reportPair(
  report: Report,
  at: Placed<unknown>,
  message: string,
  other: Placed<unknown>,
  note: string,
  fix?: Fix,
): void {
  const related = [{ uri: other.uri, range: other.range, message: note }];
  report(at.uri, { range: at.range, message, related, ...(fix && { fixes: [fix] }) });
}

/** Writes something else at a place; the one obvious mend. */
export function writing({ range }: Placed<unknown>, text: string): Fix {
  return { title: `Write "${text}"`, edits: [{ range, text }], preferred: true };
}

/** The instances that are one virtual router: one per node, matched by name, then by number and family. */
export function virtualRouters(nodes: readonly ClusterNode[]): NodeInstance[][] {
  const [first, ...others] = nodes;
  const out: NodeInstance[][] = [];
  for (const one of first?.instances ?? []) {
    if (one.uncertain) continue;
    const same = others.map(({ instances }) => partnerOf(one, instances));
    const found = same.filter((other): other is NodeInstance => other !== undefined && !other.uncertain);
    if (found.length > 0) out.push([one, ...found]);
  }
  return out;
}

function partnerOf(one: NodeInstance, instances: readonly NodeInstance[]): NodeInstance | undefined {
  return (
    instances.find((other) => other.name === one.name) ??
    instances.find((other) => other.id?.value === one.id?.value && !areStrangers(one, other))
  );
}

/** Two instances with nothing in common but their number. */
export function areStrangers(one: NodeInstance, other: NodeInstance): boolean {
  if (one.name === other.name || familyOf(one) !== familyOf(other)) return one.name !== other.name;
  const theirs = new Set(other.addresses.map(({ value }) => bare(value)));
  const share = one.addresses.some(({ value }) => theirs.has(bare(value)));
  return !share && one.addresses.length > 0 && other.addresses.length > 0;
}

/** Of its first address, which is that of its advertisements. */
export function familyOf(one: NodeInstance): 4 | 6 {
  return one.addresses[0]?.value.includes(':') ? 6 : 4;
}

/** An address without its prefix length. */
export function bare(address: string): string {
  return address.split('/')[0]!.toLowerCase();
}

/** A pair's two files for an example: what the second has instead of the first. */
export function example(first: string, second: string): string {
  return `# file: lb1/keepalived.conf\n${first}# file: lb2/keepalived.conf\n${second}`;
}

/** A node of an example. */
export function exampleNode(
  name: string,
  lines: string,
  options: { id?: number; name?: string; address?: string; before?: string } = {},
): string {
  return `global_defs {
    router_id ${name}
${options.before ? '    enable_script_security\n    script_user root\n' : ''}}
${options.before ?? ''}vrrp_instance ${options.name ?? 'VI_1'} {
    interface eth0
    virtual_router_id ${options.id ?? 51}
${lines}
    virtual_ipaddress {
        ${options.address ?? '192.0.2.10/24'}
    }
}
`;
}
