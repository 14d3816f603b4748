// A lab as the watch would report it, to be changed by each test; and the tree as text.
import type { LabPlan, NodePlan } from '../../client/src/lab/plan';
import type {
  ActiveFault,
  CheckState,
  LabState,
  LoadBalancerState,
  NodeRole,
  NodeState,
  ProbeState,
  ProbeView,
  Problem,
  ServerState,
  VrrpInstance,
  WebState,
} from '../../client/src/lab/state';
import { phaseOf } from '../../client/src/lab/state';
import { vipState } from '../../client/src/lab/verdict';
import type { LabView } from '../../client/src/view/nodes';
import type { Row } from '../../client/src/view/row';

export const vip = '10.77.0.100';
export const file = '/w/ha-lab/compose.yaml';

const base = (name: string, last: number) => ({
  name,
  container: name,
  containerId: `id-${name}`,
  status: 'running' as const,
  exitCode: undefined,
  address: `10.77.0.${last}`,
  mac: `02:42:0a:4d:00:${last}`,
  watch: 'live' as const,
});

export const web = (n: 1 | 2, change: Partial<WebState> = {}): WebState => ({
  ...base(`myweb${n}`, 10 + n),
  role: 'web',
  ...change,
});

export const instance = (change: Partial<VrrpInstance> = {}): VrrpInstance => ({
  name: 'VI_1',
  state: 'BACKUP',
  interface: 'eth0',
  virtualRouterId: 51,
  basePriority: 100,
  effectivePriority: 100,
  addresses: [vip],
  lastTransition: 0,
  ...change,
});

export const check = (status: string, code?: number, change: Partial<CheckState> = {}): CheckState => ({
  status,
  code,
  detail: '',
  running: false,
  duration: 1,
  failures: 0,
  downs: 0,
  ...change,
});

export const server = (name: string, change: Partial<ServerState> = {}): ServerState => ({
  name,
  status: 'UP',
  progress: undefined,
  reason: undefined,
  address: '10.77.0.11:80',
  weight: 1,
  weights: { set: 1, configured: 1 },
  backup: false,
  sessions: { current: 0, total: 3 },
  rate: 0,
  queue: 0,
  check: check('L7OK', 200),
  admin: [],
  since: undefined,
  ...change,
});

const proxy = {
  status: 'UP',
  progress: undefined,
  reason: undefined,
  sessions: { current: 0, total: 3 },
  rate: 0,
  queue: 0,
  since: undefined,
} as const;

export const balancer = (n: 1 | 2, change: Partial<LoadBalancerState> = {}): LoadBalancerState => ({
  ...base(`mylb${n}`, 20 + n),
  role: 'load-balancer',
  addresses: n === 1 ? [`10.77.0.21`, vip] : ['10.77.0.22'],
  listeners: ['0.0.0.0:8080'],
  keepalived: 'up',
  scripts: [{ name: 'chk_haproxy', passing: true }],
  vrrp: [n === 1 ? instance({ state: 'MASTER', basePriority: 101, effectivePriority: 101 }) : instance()],
  haproxy: 'up',
  frontends: [{ ...proxy, name: 'fe_web', mode: 'http', status: 'OPEN' }],
  backends: [{ ...proxy, name: 'be_web', mode: 'http', servers: [server('myweb1'), server('myweb2')] }],
  ...change,
});

export const view = (change: Partial<ProbeView> = {}): ProbeView => ({
  address: vip,
  neighbour: '02:42:0a:4d:00:21',
  repliers: ['02:42:0a:4d:00:21'],
  answers: true,
  servedBy: 'mylb1',
  failure: undefined,
  ...change,
});

export const probe = (views = [view()], change: Partial<ProbeState> = {}): ProbeState => ({
  ...base('probe', 31),
  role: 'probe',
  views,
  ...change,
});

export function labState(nodes: readonly NodeState[], problems: readonly Problem[] = []): LabState {
  return {
    project: 'ha-lab',
    phase: phaseOf(nodes),
    trouble: undefined,
    nodes,
    vips: [vipState(nodes, vip)],
    problems,
    fault: undefined,
  };
}

export const healthy = () => labState([web(1), web(2), balancer(1), balancer(2), probe()]);

export const fault: ActiveFault = {
  id: 'haproxy-killed',
  title: 'HAProxy killed',
  target: 'mylb1',
  since: '2026-11-20T12:30:05.000Z',
};

const nodePlan = (name: string, role: NodeRole, ports: readonly number[]): NodePlan => ({
  name,
  role,
  container: name,
  hostname: name,
  image: 'ha-lab',
  build: undefined,
  address: '10.77.0.9',
  ports: ports.map((host) => ({ hostIp: '127.0.0.1', host, container: 80 })),
  pages: ports.slice(0, 1).map((host) => ({ label: 'Greeting', url: `http://127.0.0.1:${host}/` })),
  environment: {},
  capAdd: [],
  sysctls: {},
  stopGraceSeconds: 1,
  dependsOn: [],
  copy: [],
});

export const plan: LabPlan = {
  project: 'ha-lab',
  template: 'two-web-two-lb',
  folder: '/w/ha-lab',
  file,
  network: { key: 'lab', name: 'lab', subnet: '10.77.0.0/24', reserved: { virtual: vip } },
  vips: [{ address: vip, pages: [{ label: 'Through the virtual address', url: 'http://127.0.0.1:20080/' }] }],
  nodes: [
    nodePlan('myweb1', 'web', [18080, 18443]),
    nodePlan('myweb2', 'web', [19080, 19443]),
    nodePlan('mylb1', 'load-balancer', [28080]),
    nodePlan('mylb2', 'load-balancer', [29080]),
    nodePlan('probe', 'probe', []),
  ],
};

export const labView = (state: LabState | undefined, change: Partial<LabView> = {}): LabView => ({
  file,
  plan,
  state,
  busy: undefined,
  ...change,
});

/** One line for each row: `icon(colour) label | description <context>`, children indented. */
export function text(rows: readonly Row[], indent = ''): string {
  return rows
    .map(({ icon, label, description, context, children }) => {
      const colour = icon.colour === undefined ? '' : `(${icon.colour})`;
      return `${indent}${icon.name}${colour} ${label} | ${description} <${context}>\n${text(children, `${indent}  `)}`;
    })
    .join('');
}

/** The same without contexts and icons, for tests that are about words. */
export function bare(rows: readonly Row[], indent = ''): string {
  return rows
    .map(({ label, description, children }) => `${indent}${label} | ${description}\n${bare(children, `${indent}  `)}`)
    .join('');
}
