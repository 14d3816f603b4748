/** What is done to one node, or to HAProxy and keepalived on it. */
import * as vscode from 'vscode';
import type { NodeControl, ServiceAction } from '../lab/lab';
import type { RunOptions } from '../lab/progress';
import type { NodeRole } from '../lab/state';
import { askNode, mayRunLabs } from './ask';
import type { Parts } from './parts';
import { run } from './run';

type Handler = (parts: Parts, argument: unknown) => Promise<void>;
type NodeAction = 'start' | 'stop' | 'restart' | 'kill' | 'pause' | 'unpause' | 'apply';

/** `Stopping mylb1` */
const doing: Readonly<Record<NodeAction | ServiceAction, string>> = {
  start: 'Starting',
  stop: 'Stopping',
  restart: 'Restarting',
  kill: 'Killing',
  pause: 'Pausing',
  unpause: 'Unpausing',
  reload: 'Reloading',
  apply: 'Applying the configuration of',
};

interface Deed {
  readonly what: (node: string) => string;
  readonly roles: readonly NodeRole[];
  readonly work: (node: NodeControl, options: RunOptions) => Promise<void>;
}

function handler(deed: Deed): Handler {
  const handle: Handler = async (parts, argument) => {
    if (!(await mayRunLabs())) return;
    const chosen = await askNode(parts, argument, deed.what('a node'), ({ role }) => deed.roles.includes(role));
    if (!chosen) return;
    const { file, node } = chosen;
    parts.labs.watch();
    await run(parts, {
      title: deed.what(node.name),
      size: 'short',
      file,
      retry: () => handle(parts, argument),
      work: async (options) => deed.work((await parts.labs.open(file, options.signal)).node(node.name), options),
    });
  };
  return handle;
}

export function nodeAction(action: NodeAction): Handler {
  return handler({
    what: (node) => `${doing[action]} ${node}`,
    roles: action === 'apply' ? ['load-balancer', 'web'] : ['load-balancer', 'web', 'probe'],
    work: (node, options) => node[action](options),
  });
}

export function serviceAction(service: 'haproxy' | 'keepalived', action: ServiceAction): Handler {
  const name = service === 'haproxy' ? 'HAProxy' : 'keepalived';
  return handler({
    what: (node) => `${doing[action]} ${name} on ${node}`,
    roles: ['load-balancer'],
    work: (node, options) => node[service](action, options),
  });
}

/** A terminal in the node. */
export async function openShell(parts: Parts, argument: unknown): Promise<void> {
  if (!(await mayRunLabs())) return;
  const chosen = await askNode(parts, argument, 'Opening a shell');
  if (!chosen) return;
  const { file, node } = chosen;
  await run(parts, {
    title: `Opening a shell on ${node.name}`,
    size: 'short',
    file,
    work: async ({ signal }) => {
      const { command, args, env } = (await parts.labs.open(file, signal)).node(node.name).shell();
      vscode.window
        .createTerminal({ name: node.name, shellPath: command, shellArgs: [...args], env: { ...env } })
        .show();
    },
  });
}
