/**
 * Makes a node's keepalived configuration from those of the template: priorities that fall from node to node, multicast
 * or unicast, VRRP version 2 or 3. Pure. Source: keepalived.conf(5).
 */
import type { LabShape } from './shape';

export interface VrrpNode {
  readonly name: string;
  readonly address: string;
}

type Vrrp = Pick<LabShape, 'vrrpTransport' | 'vrrpVersion'>;

const LOWEST_PRIORITY = 100;

/** For the node at `index`, of which the first holds the virtual address in peace. */
export function adaptKeepalived(text: string, nodes: readonly VrrpNode[], index: number, vrrp: Vrrp): string {
  // As many as there are nodes: more than lies between the first and the last, so that the check decides.
  const weight = nodes.length;
  const priority = (at: number) => LOWEST_PRIORITY + nodes.length - 1 - at;
  const { name } = nodes[index]!;
  const adapted = text
    .replace(/^! .*\n/, `! ${purpose(nodes, index, text)}\n`)
    .replace(/^( {4}router_id ).*$/m, `$1${name}`)
    .replace(
      /^( {4}! Added to the priority while the check succeeds: ).*$/m,
      `$1${sums(nodes, index, priority, weight)}`,
    )
    .replace(/^( {4}weight )\d+$/m, `$1${weight}`)
    .replace(/^( {4}priority )\d+$/m, `$1${priority(index)}`);
  return withTransport(withVersion(adapted, vrrp.vrrpVersion), nodes, index, vrrp.vrrpTransport);
}

/** The first line, with the template's own words where they fit. */
function purpose(nodes: readonly VrrpNode[], index: number, text: string): string {
  const kind = /^! (Load balancer )?/.exec(text)?.[1] ?? '';
  const names = nodes.map(({ name }) => name);
  if (index === 0) return `${kind}${names[0]}: holds the virtual address as long as its HAProxy runs.`;
  const before = names.slice(0, index);
  const [whose, are] = before.length === 1 ? ['its HAProxy', 'is'] : ['their HAProxys', 'are'];
  return `${kind}${names[index]}: takes the virtual address over when ${list(before)} or ${whose} ${are} gone.`;
}

function list(names: readonly string[]): string {
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function sums(nodes: readonly VrrpNode[], index: number, priority: (at: number) => number, weight: number): string {
  if (index === 0) {
    const [own, next] = [priority(0), priority(1) + weight];
    return `${own + weight} against ${next} in peace, ${own} against ${next} without HAProxy here.`;
  }
  const before = nodes[index - 1]!.name;
  const [own, other] = [priority(index) + weight, priority(index - 1)];
  return `${own} against ${other + weight} in peace, ${own} against ${other} when ${before} has lost its HAProxy.`;
}

/** Version 3 has no authentication (RFC 5798, section 9). */
function withVersion(text: string, version: Vrrp['vrrpVersion']): string {
  if (version === 2) return text;
  return text
    .replace(/^global_defs \{\n/m, `$&    vrrp_version ${version}\n`)
    .replace(/^ {4}authentication \{\n(?: {8}.*\n)*? {4}\}\n/m, '');
}

function withTransport(
  text: string,
  nodes: readonly VrrpNode[],
  index: number,
  transport: Vrrp['vrrpTransport'],
): string {
  if (transport === 'multicast') return text;
  const peers = nodes.filter((_, at) => at !== index).map(({ address }) => `        ${address}\n`);
  const block = `    unicast_src_ip ${nodes[index]!.address}\n    unicast_peer {\n${peers.join('')}    }\n`;
  return text.replace(/^ {4}advert_int .*\n/m, `$&${block}`);
}
