/** The files of a template as a lab needs them: its nodes, addresses and ports, and its kind of VRRP. Pure. */
import { relative } from 'node:path';
import { adaptAddresses, prefixOf } from './adapt';
import { adaptKeepalived } from './adaptKeepalived';
import { adaptServers, kindsOf } from './adaptNodes';
import type { LabPlan, NodePlan } from './plan';
import { configurationOf } from './programs';
import type { LabShape } from './shape';

const FIRST = 'keepalived/keepalived-master.conf';
const OTHERS = 'keepalived/keepalived-backup.conf';

/**
 * @param texts The template's files besides compose.yaml, by relative path.
 * @param preset The template as it stands.
 * @param plan The lab as its compose.yaml describes it.
 * @returns The lab's files by relative path.
 */
export function adaptFiles(
  texts: ReadonlyMap<string, string>,
  preset: LabPlan,
  plan: LabPlan,
  shape: LabShape,
): Map<string, string> {
  const addresses = (text: string) => adaptAddresses(text, prefixOf(preset), prefixOf(plan));
  const files = new Map<string, string>();
  for (const [path, text] of texts) {
    if (path === FIRST || path === OTHERS) continue;
    if (path.startsWith('haproxy/')) files.set(path, servers(addresses(text), preset, plan));
    else files.set(path, addresses(path === 'README.md' ? readme(text, preset, plan) : text));
  }
  const balancers = plan.nodes.filter(({ role }) => role === 'load-balancer');
  for (const [index, node] of balancers.entries()) {
    const path = localPath(plan, node, configurationOf(node, 'keepalived'));
    const text = texts.get(index === 0 ? FIRST : OTHERS);
    if (path === undefined || text === undefined || files.has(path)) continue;
    files.set(path, adaptKeepalived(addresses(text), balancers, index, shape));
  }
  return files;
}

/** Path in the lab's folder, with `/`, of what is at a path in a node; undefined when it is not copied from there. */
function localPath(plan: LabPlan, node: NodePlan, target: string | undefined): string | undefined {
  const copy = node.copy.find(({ to }) => target?.startsWith(`${to}/`));
  if (copy === undefined || target === undefined) return undefined;
  const path = relative(plan.folder, copy.from).replaceAll('\\', '/') + target.slice(copy.to.length);
  return path.startsWith('..') ? undefined : path;
}

function servers(text: string, preset: LabPlan, plan: LabPlan): string {
  let adapted = text;
  for (const [role, { stem, nodes }] of kindsOf(preset)) {
    const moved = nodes.map(({ name, address }) => ({
      name,
      address: adaptAddresses(address, prefixOf(preset), prefixOf(plan)),
    }));
    const now = plan.nodes.filter((node) => node.role === role);
    adapted = adaptServers(adapted, { stem, nodes: moved }, now);
  }
  return adapted;
}

/** Its table and its picture name the nodes that there are, and its addresses the ports that they have. */
function readme(text: string, preset: LabPlan, plan: LabPlan): string {
  let adapted = text;
  for (const [role, kind] of kindsOf(preset)) {
    const now = plan.nodes.filter((node) => node.role === role);
    const [first, ...rest] = kind.nodes.map(({ name }) => preset.nodes.find((node) => node.name === name)!);
    if (first === undefined || now.length === 0) continue;
    const lines = adapted.split('\n').flatMap((line) => {
      if (rest.some(({ name }) => line.startsWith(`| ${name} `))) return [];
      return line.startsWith(`| ${first.name} `) ? now.map((node) => row(line, first, node)) : [line];
    });
    const [one, two] = kind.nodes;
    adapted = lines
      .join('\n')
      .replace(new RegExp(`\\[${one!.name}\\]( +VRRP +| +)\\[${two!.name}\\]`, 'g'), (_, between: string) =>
        now.map(({ name }) => `[${name}]`).join(between),
      );
  }
  return ports(adapted, preset, plan);
}

function row(line: string, first: NodePlan, node: NodePlan): string {
  return first.ports.reduce(
    (text, { host, container }) => {
      const own = node.ports.find((port) => port.container === container);
      return own === undefined ? text : text.replace(String(host), String(own.host));
    },
    line.replace(first.name, node.name).replace(first.address, node.address),
  );
}

/** Outside the table, where only nodes of the template are named. */
function ports(text: string, preset: LabPlan, plan: LabPlan): string {
  const moved = new Map<string, number>();
  for (const { name, ports: presets } of preset.nodes) {
    const node = plan.nodes.find((candidate) => candidate.name === name);
    for (const { host, container } of presets) {
      const own = node?.ports.find((port) => port.container === container);
      if (own !== undefined) moved.set(String(host), own.host);
    }
  }
  const table = new RegExp(
    `^\\| (?:${plan.nodes
      .filter(({ role }) => role !== 'probe')
      .map(({ name }) => name)
      .join('|')}) `,
  );
  return text
    .split('\n')
    .map((line) => (table.test(line) ? line : line.replace(/\b\d{5}\b/g, (port) => String(moved.get(port) ?? port))))
    .join('\n');
}
