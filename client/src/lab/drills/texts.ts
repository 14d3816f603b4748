/** What the nodes run, as a forecast needs it: their own copies, which may be older than the files of the folder. */
import { posix, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ForecastNode, NodeText } from '../../../../server/src/protocol';
import type { Engine } from '../dockerApi';
import type { LabPlan, NodePlan } from '../plan';

const FILES = {
  keepalived: { variable: 'KEEPALIVED_CONFIG', preset: '/etc/keepalived/keepalived.conf' },
  haproxy: { variable: 'HAPROXY_CONFIG', preset: '/etc/haproxy/haproxy.cfg' },
} as const;

export async function forecastNodes(engine: Engine, plan: LabPlan, signal?: AbortSignal): Promise<ForecastNode[]> {
  const nodes = plan.nodes.filter(({ role }) => role !== 'probe');
  return Promise.all(
    nodes.map(async (node): Promise<ForecastNode> => {
      const { name, address, role } = node;
      if (role !== 'load-balancer') return { name, address };
      const [keepalived, haproxy] = await Promise.all([
        textOf(engine, node, 'keepalived', signal),
        textOf(engine, node, 'haproxy', signal),
      ]);
      return { name, address, keepalived, haproxy };
    }),
  );
}

/** Absolute path of the lab's file that a node's program reads; `undefined` when the node's image brings it along. */
export function fileOf(node: NodePlan, program: keyof typeof FILES): string | undefined {
  const { variable, preset } = FILES[program];
  return pathHere(node, node.environment[variable] ?? preset);
}

async function textOf(
  engine: Engine,
  node: NodePlan,
  program: keyof typeof FILES,
  signal: AbortSignal | undefined,
): Promise<NodeText | undefined> {
  const { variable, preset } = FILES[program];
  const path = node.environment[variable] ?? preset;
  const what = `Reading ${path} of ${node.name}`;
  const { exitCode, output } = await engine.exec(node.container, ['cat', path], what, { signal });
  return exitCode === 0 ? { uri: pathToFileURL(pathHere(node, path) ?? path).href, text: output } : undefined;
}

function pathHere({ copy }: NodePlan, path: string): string | undefined {
  const from = copy.find(({ to }) => path.startsWith(`${to}/`));
  return from && join(from.from, posix.relative(from.to, path));
}

/** Versions by node, of what runs there. */
export async function versionsOf(
  engine: Engine,
  plan: LabPlan,
  signal?: AbortSignal,
): Promise<Record<string, { haproxy?: string; keepalived?: string }>> {
  const balancers = plan.nodes.filter(({ role }) => role === 'load-balancer');
  const found = await Promise.all(
    balancers.map(async ({ name, container }) => {
      const command = ['sh', '-c', 'haproxy -v; keepalived --version 2>&1'];
      const { output } = await engine.exec(container, command, `Asking ${name} for its versions`, { signal });
      const haproxy = /HAProxy version (\d[\w.]*)/i.exec(output)?.[1];
      const keepalived = /Keepalived v(\d[\w.]*)/i.exec(output)?.[1];
      return [name, { ...(haproxy && { haproxy }), ...(keepalived && { keepalived }) }] as const;
    }),
  );
  return Object.fromEntries(found);
}
