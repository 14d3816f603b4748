/** The buttons of the walkthrough that are about "the web server" or "the master": finds the node, and does it there. */
import * as vscode from 'vscode';
import { loadBalancers, type LabState } from '../lab/state';
import { askLab, mayRunLabs } from './ask';
import type { Parts } from './parts';

interface Step {
  readonly command: string;
  readonly node: (state: LabState) => string | undefined;
  /** Why there is none. */
  readonly missing: string;
}

const holderOf = ({ vips }: LabState): string | undefined => vips[0]?.holders[0];

/** A web server; where the load balancers are the web servers, the one that does not hold the address. */
function webServer(state: LabState): string | undefined {
  const running = state.nodes.filter(({ status }) => status === 'running');
  const web = running.find(({ role }) => role === 'web');
  return (web ?? loadBalancers({ nodes: running }).find(({ name }) => name !== holderOf(state)))?.name;
}

const stopped = ({ nodes }: LabState): string | undefined =>
  nodes.find(({ status, role }) => status !== 'running' && role !== 'probe')?.name;
const without = (program: 'haproxy' | 'keepalived') => (state: LabState) =>
  loadBalancers(state).find((node) => node[program] === 'down')?.name;

const steps: Readonly<Record<string, Step>> = {
  openStatistics: { command: 'haLab.node.open', node: holderOf, missing: 'Nobody holds the virtual address.' },
  stopWebServer: { command: 'haLab.node.stop', node: webServer, missing: 'No web server runs.' },
  startWebServer: { command: 'haLab.node.start', node: stopped, missing: 'Every node runs.' },
  stopHaproxy: { command: 'haLab.haproxy.stop', node: holderOf, missing: 'Nobody holds the virtual address.' },
  startHaproxy: { command: 'haLab.haproxy.start', node: without('haproxy'), missing: 'HAProxy runs on every node.' },
  stopKeepalived: { command: 'haLab.keepalived.stop', node: holderOf, missing: 'Nobody holds the virtual address.' },
  startKeepalived: {
    command: 'haLab.keepalived.start',
    node: without('keepalived'),
    missing: 'keepalived runs on every node.',
  },
  restartMaster: { command: 'haLab.node.restart', node: holderOf, missing: 'Nobody holds the virtual address.' },
};

/** @param argument Name of a step: `stopHaproxy`. */
export async function doStep(parts: Parts, argument: unknown): Promise<void> {
  const step = typeof argument === 'string' ? steps[argument] : undefined;
  if (!step) {
    await vscode.commands.executeCommand('workbench.action.openWalkthrough', 'haconf.haconf#haLab');
    return;
  }
  if (!(await mayRunLabs())) return;
  const lab = await askLab(parts, undefined);
  if (!lab) return;
  parts.labs.watch();
  const phase = lab.state?.phase;
  if (lab.state === undefined || (phase !== 'running' && phase !== 'partial')) {
    void vscode.window.showInformationMessage('Start the HA lab first: this step acts on one that runs.');
    return;
  }
  const node = step.node(lab.state);
  if (node === undefined) void vscode.window.showInformationMessage(step.missing);
  else await vscode.commands.executeCommand(step.command, `${lab.file}#${node}`);
}
