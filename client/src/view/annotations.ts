/** LabState -> what is shown beside the lines of the configurations that the lab runs. Pure; knows lines by their names. */
import type { Landmark } from '../../../server/src/protocol';
import { runsFile } from '../lab/nodeFiles';
import type { LabPlan } from '../lab/plan';
import type { BackendState, LabState, LoadBalancerState, ServerState } from '../lab/state';
import { loadBalancers } from '../lab/state';
import { bindText } from './bind';
import type { Colour } from './row';
import type { Said } from './said';
import { plain, words } from './row';
import { adminText, adminWord, checkText, serverFacts, trafficText, weightText } from './server';
import { upText } from './service';
import { statusColour, statusText } from './statusText';
import { addressSaid, instanceSaid, scriptSaid } from './vrrpLines';

export interface Annotation {
  readonly line: number;
  readonly text: string;
  readonly colour: Colour;
  /** Markdown shown over the line; only where there is more to say or to do. */
  readonly hover?: Hover | undefined;
}

export interface Hover {
  readonly markdown: string;
  /** Commands that its links run. */
  readonly commands: readonly string[];
}

const order: readonly Colour[] = ['bad', 'warn', 'dim', 'good'];

/** One text for all nodes when they agree, else each with its name; `more` is what is true of all together. */
function joined(line: number, said: readonly Said[], more = '', hover?: Hover): Annotation[] {
  const [first] = said;
  if (!first) return [];
  const agree = said.every(({ text }) => text === first.text);
  const text = agree ? first.text : said.map((one) => `${one.node}: ${one.text}`).join(', ');
  const colour = order.find((candidate) => said.some((one) => one.colour === candidate)) ?? 'dim';
  return [{ line, text: words(text, more), colour, hover }];
}

/** What all nodes together do. */
function sumText(all: readonly Pick<ServerState, 'rate' | 'sessions' | 'queue'>[]): string {
  const sum = (value: (one: (typeof all)[number]) => number) => all.reduce((total, one) => total + value(one), 0);
  const sessions = { current: sum((one) => one.sessions.current), total: 0 };
  return trafficText(
    { rate: sum(({ rate }) => rate), sessions },
    sum(({ queue }) => queue),
  );
}

const links = {
  ready: ['haLab.server.ready', 'Set Ready'],
  drain: ['haLab.server.drain', 'Drain'],
  maint: ['haLab.server.maintenance', 'Maintenance'],
} as const;
const weigh = ['haLab.server.weight', 'Weight...'] as const;

/** Everything that each node knows of the server, and links to what can be done. */
function serverHover(
  file: string,
  backend: string,
  found: readonly { readonly node: string; readonly server: ServerState }[],
  now: number,
): Hover | undefined {
  const name = found[0]?.server.name;
  if (name === undefined) return undefined;
  const offered = (Object.keys(links) as (keyof typeof links)[])
    .filter((word) => found.some(({ server }) => adminWord(server) !== word))
    .map((word) => links[word]);
  const target = encodeURIComponent(JSON.stringify([{ file, backend, server: name }]));
  const actions = [...offered, weigh].map(([command, title]) => `[${title}](command:${command}?${target})`);
  const said = found.map(({ node, server }) => serverFacts(`${backend}/${name} on ${node}`, server, now));
  return {
    markdown: `${plain('Running in the lab:')} ${actions.join(' · ')}\n\n${said.join('\n\n')}`,
    commands: [...offered, weigh].map(([command]) => command),
  };
}

/** What a line is judged by. */
interface Scene {
  readonly file: string;
  readonly landmarks: readonly Landmark[];
  readonly state: LabState;
  /** Load balancers that run the file and tell. */
  readonly nodes: readonly LoadBalancerState[];
  readonly now: number;
}

function backendsOf({ nodes }: Scene, name: string | undefined): { node: string; backend: BackendState }[] {
  return nodes
    .filter(({ haproxy }) => haproxy === 'up')
    .flatMap((node) =>
      node.backends.filter((one) => one.name === name).map((backend) => ({ node: node.name, backend })),
    );
}

function serverLine(scene: Scene, { name, within = '', line }: Landmark): Annotation[] {
  const found = backendsOf(scene, within).flatMap(({ node, backend }) =>
    backend.servers.filter((server) => server.name === name).map((server) => ({ node, server })),
  );
  const said = found.map(({ node, server }) => ({
    node,
    text: words(statusText(server), adminText(server), checkText(server), weightText(server)),
    colour: statusColour(server),
  }));
  const more = sumText(found.map(({ server }) => server));
  return joined(line, said, more, serverHover(scene.file, within, found, scene.now));
}

function backendLine(scene: Scene, { name, line }: Landmark): Annotation[] {
  const found = backendsOf(scene, name).filter(({ backend }) => backend.servers.length > 0);
  const said = found.map(({ node, backend }) => {
    const whole = backend.servers.every((server) => statusColour(server) !== 'bad');
    const colour = statusColour(backend);
    return { node, text: upText(backend), colour: colour === 'good' && !whole ? ('warn' as const) : colour };
  });
  return joined(line, said, sumText(found.map(({ backend }) => backend)));
}

function bindLine({ nodes, landmarks }: Scene, bind: Landmark): Annotation[] {
  const only = landmarks.filter(({ kind, within }) => kind === 'bind' && within === bind.within).length === 1;
  const alive = nodes.filter(({ haproxy }) => haproxy === 'up');
  const said = alive.flatMap((node) => {
    const text = bindText(bind.endpoints ?? [], node.listeners);
    return text === undefined ? [] : { node: node.name, ...text };
  });
  const proxies = alive.flatMap(({ frontends }) => frontends.filter(({ name }) => name === bind.within));
  // The numbers are the frontend's: of several binds none tells how much of it comes through it.
  return joined(bind.line, said, only ? sumText(proxies.map((one) => ({ ...one, queue: 0 }))) : '');
}

function annotate(scene: Scene, landmark: Landmark): Annotation[] {
  const { state, nodes } = scene;
  switch (landmark.kind) {
    case 'server':
      return serverLine(scene, landmark);
    case 'backend':
      return backendLine(scene, landmark);
    case 'bind':
      return bindLine(scene, landmark);
    case 'frontend':
      return [];
    case 'instance':
      return instanceSaid(state, nodes, landmark.name).map((said) => ({ ...said, line: landmark.line }));
    case 'address':
      return addressSaid(state, landmark.name).map((said) => ({ ...said, line: landmark.line }));
    case 'script':
    case 'track':
      return joined(landmark.line, scriptSaid(nodes, landmark.name));
  }
}

/**
 * @param file Absolute path of the configuration.
 * @param now Milliseconds since the epoch.
 */
export function annotations(
  plan: LabPlan,
  state: LabState,
  file: string,
  landmarks: readonly Landmark[],
  now = Date.now(),
): Annotation[] {
  const names = new Set(plan.nodes.filter((node) => runsFile(node, file)).map(({ name }) => name));
  const nodes = loadBalancers(state).filter(({ name, watch }) => names.has(name) && watch === 'live');
  if (nodes.length === 0) return [];
  const scene: Scene = { file: plan.file, landmarks, state, nodes, now };
  return landmarks.flatMap((landmark) => annotate(scene, landmark));
}
