/**
 * Gives a template other numbers of nodes. A template has two of a kind, numbered by their names (`myweb1`, `myweb2`);
 * more of them are made after the second one. Pure.
 */
import type { LabPlan, NodePlan } from './plan';

/** Nodes of one kind. */
export interface Kind {
  /** `myweb` of `myweb1` and `myweb2`. */
  readonly stem: string;
  /** Name and address of each, in order. */
  readonly nodes: readonly { readonly name: string; readonly address: string }[];
}

const NUMBERED = /^(.*?)(\d+)$/;

/** The kinds of a plan whose nodes are numbered. */
export function kindsOf(plan: LabPlan): Map<NodePlan['role'], Kind> {
  const kinds = new Map<NodePlan['role'], Kind>();
  for (const { name, role, address } of plan.nodes) {
    const stem = NUMBERED.exec(name)?.[1];
    if (stem === undefined) continue;
    const kind = kinds.get(role) ?? { stem, nodes: [] };
    kinds.set(role, { ...kind, nodes: [...kind.nodes, { name, address }] });
  }
  return kinds;
}

/** `10.77.0.13`: the address after so many others. */
function shifted(address: string, by: number): string {
  return address.replace(/\d+$/, (last) => String(Number(last) + by));
}

/** For compose.yaml: nodes of a kind taken out or added, each with host ports next to those of the first one. */
export function adaptCount(text: string, preset: LabPlan, { stem, nodes }: Kind, count: number): string {
  const [first, second] = nodes.map(({ name }) => preset.nodes.find((node) => node.name === name)!);
  if (first === undefined || second === undefined || count === nodes.length) return text;
  const service = new RegExp(`^  ${second.name}:\\n(?:(?:    .*)?\\n)+`, 'm');
  const listed = new RegExp(`^    ${second.name}: \\*.*\\n`, 'm');
  if (count === 1) return text.replace(service, '').replace(listed, '');

  const numbers = Array.from({ length: count - 2 }, (_, index) => index + 3);
  const copy = (block: string, number: number) =>
    second.ports
      .reduce(
        (changed, { host }, index) => changed.replace(`:${host}:`, `:${first.ports[index]!.host + number - 2}:`),
        block,
      )
      .replaceAll(second.name, `${stem}${number}`)
      .replaceAll('keepalived-backup.conf', `keepalived-${stem}${number}.conf`)
      .replaceAll(second.address, shifted(second.address, number - 2));
  const grown = (block: string) => block + numbers.map((number) => copy(block, number)).join('');
  return text.replace(service, grown).replace(listed, grown);
}

/** For the HAProxy configurations: a `server` line for each node where the template has one for each of its own. */
export function adaptServers(text: string, preset: Kind, nodes: Kind['nodes']): string {
  const [first] = preset.nodes;
  if (first === undefined) return text;
  const line = (name: string, address: string) => `server ${name} ${address}:`;
  const lines = text.split('\n').flatMap((one) => {
    const at = preset.nodes.findIndex(({ name, address }) => one.includes(line(name, address)));
    if (at === -1) return [one];
    if (at > 0) return [];
    return nodes.map(({ name, address }) => one.replace(line(first.name, first.address), line(name, address)));
  });
  return lines.join('\n');
}
