/** LabState -> the rows of the sidebar. Pure: the same state gives the same rows. */
import type { LabError } from '../lab/errors';
import type { LabPlan } from '../lab/plan';
import type { LabState, LoadBalancerState, NodeState, Problem } from '../lab/state';
import { faultRow } from './fault';
import type { Row, RowIcon, Target } from './row';
import { facts, judged, plain, withProblems, words } from './row';
import { haproxyRow, keepalivedRow, vrrpText } from './service';
import { answerText, vipRow } from './vip';

/** A lab of the workspace, as far as it is known. */
export interface LabView {
  /** Absolute path of compose.yaml. */
  readonly file: string;
  /** The definition, or why it cannot be read. */
  readonly plan: LabPlan | LabError;
  /** Undefined until it is watched. */
  readonly state: LabState | undefined;
  /** What a command is doing with it: `starting`. */
  readonly busy: string | undefined;
  /** Nodes that run other files than the lab's folder holds, with those files; absolute paths. */
  readonly differing?: ReadonlyMap<string, readonly string[]> | undefined;
}

/** The definition of a lab that can be read. */
export function planOf(lab: LabView): LabPlan | undefined {
  return 'nodes' in lab.plan ? lab.plan : undefined;
}

/** Why there are no rows; each has its welcome text in package.json. `rows`: there are some. */
export type Emptiness = 'noLab' | 'noEngine' | 'denied' | 'stopped' | 'looking' | 'rows';

export function emptiness(labs: readonly LabView[]): Emptiness {
  const [first, second] = labs;
  if (first === undefined) return 'noLab';
  if (labs.some(({ plan, busy }) => plan instanceof Error || busy !== undefined)) return 'rows';
  if (labs.every(({ state }) => state === undefined || state.phase === 'unknown')) {
    const trouble = labs.map(({ state }) => state?.trouble).find((error) => error !== undefined);
    if (trouble === undefined) return 'looking';
    return trouble.code === 'permission-denied' ? 'denied' : 'noEngine';
  }
  // With several labs, their rows tell which is stopped.
  const phase = first.state?.phase;
  return second === undefined && (phase === 'absent' || phase === 'stopped') ? 'stopped' : 'rows';
}

/**
 * @param now Milliseconds since the epoch: ages are counted up to it.
 * @param always There are other rows, so that no welcome text can stand for those of the labs.
 */
export function rowsOf(labs: readonly LabView[], now = Date.now(), always = false): Row[] {
  return always || emptiness(labs) === 'rows' ? labs.map((lab) => labRow(lab, now)) : [];
}

function labRow(lab: LabView, now: number): Row {
  const { file, plan, state, busy } = lab;
  const id = file;
  const target: Target = { file };
  if (!('nodes' in plan)) return brokenRow(id, file, plan);
  const problems = state?.problems ?? [];
  const pages = plan.vips.flatMap((vip) => vip.pages);
  const bad = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return {
    id,
    label: plan.project,
    description: words(busy ?? phaseText(state), problems.length > 0 ? bad : undefined),
    icon: busy === undefined ? labIcon(state) : { name: 'loading~spin' },
    tooltip: withProblems(
      facts(plan.project, { Definition: file, Network: `${plan.network.name} (${plan.network.subnet})` }),
      problems,
    ),
    context: words(
      'lab',
      busy === undefined ? (state?.phase ?? 'unknown') : 'busy',
      (lab.differing?.size ?? 0) > 0 ? 'differs' : undefined,
    ).replaceAll(' · ', ' '),
    target: { ...target, pages },
    children: [
      ...troubleRows(id, target, state),
      ...(state?.fault ? [faultRow(id, state.fault, busy !== undefined)] : []),
      ...(state ? measuredRows(lab, plan, state, now) : []),
    ],
    branch: true,
  };
}

/** Nothing below a lab that has no containers, so that it reads as what it is. */
function measuredRows({ file, busy, differing }: LabView, plan: LabPlan, state: LabState, now: number): Row[] {
  if ((state.phase === 'absent' || state.phase === 'unknown') && busy === undefined) return [];
  const vipPlan = (address: string) => plan.vips.find((vip) => vip.address === address);
  const order: readonly NodeState['role'][] = ['load-balancer', 'web', 'probe'];
  return [
    ...state.vips.map((vip) => vipRow(file, vip, vipPlan(vip.address), busy === undefined)),
    ...order.flatMap((role) =>
      state.nodes
        .filter((node) => node.role === role)
        .map((node) => nodeRow(file, node, plan, state.problems, differing?.get(node.name) ?? [], now)),
    ),
  ];
}

function brokenRow(id: string, file: string, error: LabError): Row {
  return {
    id,
    label: 'compose.yaml',
    description: error.message,
    icon: { name: 'error', colour: 'bad' },
    tooltip: facts(file, { Error: error.message, 'What to do': error.action }),
    context: 'broken lab',
    target: { file },
    children: [],
    branch: false,
  };
}

function troubleRows(id: string, target: Target, state: LabState | undefined): Row[] {
  const trouble = state?.trouble;
  if (!trouble) return [];
  return [
    {
      id: `${id}#trouble`,
      label: trouble.message,
      description: 'what follows is the last that was known',
      icon: { name: 'debug-disconnect', colour: 'warn' },
      tooltip: plain(words(trouble.message, trouble.action)),
      context: 'trouble',
      target,
      children: [],
      branch: false,
    },
  ];
}

function phaseText(state: LabState | undefined): string {
  switch (state?.phase) {
    case 'running':
      return 'running';
    case 'partial': {
      const up = state.nodes.filter(({ status }) => status === 'running' || status === 'paused').length;
      return `${up} of ${state.nodes.length} nodes running`;
    }
    case 'stopped':
      return 'stopped';
    case 'absent':
      return 'not started';
    default:
      return 'looking';
  }
}

function labIcon(state: LabState | undefined): RowIcon {
  const live = state?.phase === 'running' || state?.phase === 'partial';
  return judged(state?.problems ?? [], { name: 'server-environment', colour: live ? 'good' : 'dim' });
}

/** How the container is, when that is all there is to say; undefined while it runs. */
function containerText({ status, exitCode }: NodeState): string | undefined {
  switch (status) {
    case 'running':
      return undefined;
    case 'absent':
      return 'not created';
    case 'exited':
    case 'dead':
      return words('stopped', exitCode === undefined ? undefined : `exit code ${exitCode}`);
    default:
      return status;
  }
}

function nodeText(node: NodeState, plan: LabPlan): string {
  const container = containerText(node);
  if (container !== undefined) return container;
  if (node.role === 'load-balancer') return balancerText(node);
  if (node.role === 'probe') return words('running', ...node.views.map((view) => answerText(view)));
  const ports = plan.nodes.find(({ name }) => name === node.name)?.ports ?? [];
  return words('running', ports.length > 0 ? `ports ${ports.map(({ host }) => host).join(', ')}` : undefined);
}

function balancerText(node: LoadBalancerState): string {
  if (node.watch !== 'live' && node.vrrp.length === 0) return 'running · asking';
  const vrrp = node.keepalived === 'up' ? vrrpText(node.vrrp) : `keepalived ${node.keepalived}`;
  return words(vrrp, `HAProxy ${node.haproxy}`);
}

function roleIcon(node: NodeState): string {
  if (node.role === 'web') return 'globe';
  if (node.role === 'probe') return 'pulse';
  return node.vrrp.some(({ state }) => state === 'MASTER') ? 'vm-active' : 'vm-outline';
}

function nodeIcon(node: NodeState, problems: readonly Problem[]): RowIcon {
  if (node.status === 'paused') return { name: 'debug-pause', colour: 'warn' };
  if (node.status !== 'running') return judged(problems, { name: 'debug-stop', colour: 'dim' });
  return judged(problems, { name: roleIcon(node), colour: 'good' });
}

function nodeRow(
  file: string,
  node: NodeState,
  plan: LabPlan,
  all: readonly Problem[],
  differing: readonly string[],
  now: number,
): Row {
  const id = `${file}#${node.name}`;
  const pages = plan.nodes.find(({ name }) => name === node.name)?.pages ?? [];
  const target: Target = { file, node: node.name, pages };
  const problems = all.filter((problem) => problem.node === node.name);
  const alive = node.status === 'running' || node.status === 'paused';
  return {
    id,
    label: node.name,
    description: words(differing.length > 0 ? 'runs other files' : undefined, nodeText(node, plan)),
    icon: nodeIcon(node, problems),
    tooltip: withProblems(
      facts(node.name, {
        Role:
          node.role === 'web' ? 'web server' : node.role === 'probe' ? 'probe, on the client’s side' : 'load balancer',
        Container: `${node.container} (${node.status})`,
        Address: node.address,
        MAC: node.mac,
        'Files that differ here': differing.map((path) => path.slice(plan.folder.length + 1)).join(', '),
      }),
      problems,
    ),
    context: `node ${node.role} ${node.status}${pages.length > 0 ? ' page' : ''}${differing.length > 0 ? ' differs' : ''}`,
    target,
    children:
      node.role === 'load-balancer' && alive
        ? [keepalivedRow(id, node, target, now), haproxyRow(id, node, target, now)]
        : [],
    branch: node.role === 'load-balancer',
  };
}
