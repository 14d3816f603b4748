/** LabState -> what is shown beside the lines of the configurations that the lab runs. Pure; knows lines by their names. */
import type { Landmark } from '../../../server/src/protocol';
import { runsFile } from '../lab/nodeFiles';
import type { LabPlan } from '../lab/plan';
import type { BackendState, LabState, LoadBalancerState, ServerState } from '../lab/state';
import { loadBalancers } from '../lab/state';
import { bindText } from './bind';
import type { Colour } from './row';
import type { Said } from './said';
import { words } from './row';
import { type Found, type Hover, serverHover, serverSaid, slotsHover, slotsSaid } from './serverLines';
import { sumText } from './server';
import { upText } from './service';
import { statusColour } from './statusText';
import { addressSaid, instanceSaid, scriptSaid } from './vrrpLines';

export interface Annotation {
  readonly line: number;
  readonly text: string;
  readonly colour: Colour;
  /** Markdown shown over the line; only where there is more to say or to do. */
  readonly hover?: Hover | undefined;
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

function serversOf(scene: Scene, backend: string, wanted: (server: ServerState) => boolean): Found[] {
  return backendsOf(scene, backend).flatMap(({ node, backend: { servers } }) =>
    servers.filter(wanted).map((server) => ({ node, server })),
  );
}

function serverLine(scene: Scene, { name, within = '', line }: Landmark): Annotation[] {
  const found = serversOf(scene, within, (server) => server.name === name);
  const more = sumText(found.map(({ server }) => server));
  return joined(line, found.map(serverSaid), more, serverHover(scene.file, within, found, scene.now));
}

function templateLine(scene: Scene, { name, within = '', line, numbers = [1, 0] }: Landmark): Annotation[] {
  const [first, last] = numbers;
  const made = new Set(Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => `${name}${first + index}`));
  const found = serversOf(scene, within, (server) => made.has(server.name));
  const nodes = [...new Set(found.map(({ node }) => node))];
  const slots = (node: string) => found.filter((one) => one.node === node).map(({ server }) => server);
  const more = sumText(found.map(({ server }) => server));
  const said = nodes.map((node) => slotsSaid(node, slots(node)));
  const hover = slotsHover(
    within,
    nodes.map((node) => ({ node, servers: slots(node) })),
    scene.now,
  );
  return joined(line, said, more, hover);
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
    case 'template':
      return templateLine(scene, landmark);
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
