/** LabState -> what is shown beside the lines of the configurations that the lab runs. Pure; knows lines by their names. */
import { runsFile } from '../lab/nodeFiles';
import type { LabPlan } from '../lab/plan';
import type { LabState, LoadBalancerState } from '../lab/state';
import { loadBalancers } from '../lab/state';
import { checkText } from './server';
import { upText, vrrpColour, vrrpText } from './service';
import { statusColour, statusText } from './statusText';
import type { Colour } from './row';
import { words } from './row';

/** What a line defines, as the outline of the editor tells it. */
export interface Outline {
  readonly name: string;
  /** From 0. */
  readonly line: number;
  readonly children: readonly Outline[];
}

export interface Annotation {
  readonly line: number;
  readonly text: string;
  readonly colour: Colour;
}

interface Said {
  readonly node: string;
  readonly text: string;
  readonly colour: Colour;
}

const order: readonly Colour[] = ['bad', 'warn', 'dim', 'good'];

/** One text for all nodes when they agree, else each with its name. */
function joined(line: number, said: readonly Said[], always = false): Annotation[] {
  const [first] = said;
  if (!first) return [];
  const agree = !always && said.every(({ text }) => text === first.text);
  const text = agree ? first.text : said.map((one) => `${one.node}: ${one.text}`).join(', ');
  const colour = order.find((candidate) => said.some((one) => one.colour === candidate)) ?? 'dim';
  return [{ line, text, colour }];
}

function backendLines(nodes: readonly LoadBalancerState[], section: Outline): Annotation[] {
  const found = nodes.flatMap((node) =>
    node.backends.filter(({ name }) => name === section.name).map((backend) => ({ node: node.name, backend })),
  );
  const servers = section.children.flatMap((child) =>
    joined(
      child.line,
      found.flatMap(({ node, backend }) =>
        backend.servers
          .filter(({ name }) => name === child.name)
          .map((server) => ({
            node,
            text: words(statusText(server), checkText(server)),
            colour: statusColour(server),
          })),
      ),
    ),
  );
  // A frontend may have the name of a backend; only the section with the servers is meant.
  if (servers.length === 0) return [];
  const own = found.map(({ node, backend }) => {
    const whole = backend.servers.every((server) => statusColour(server) !== 'bad');
    const colour = statusColour(backend);
    return { node, text: upText(backend), colour: colour === 'good' && !whole ? ('warn' as const) : colour };
  });
  return [...joined(section.line, own), ...servers];
}

function instanceLines(nodes: readonly LoadBalancerState[], block: Outline): Annotation[] {
  const said = nodes.flatMap((node) =>
    node.vrrp
      .filter(({ name }) => node.keepalived === 'up' && name === block.name)
      .map((instance) => ({ node: node.name, text: vrrpText([instance]), colour: vrrpColour(instance) })),
  );
  return joined(block.line, said, true);
}

/** @param file Absolute path of the configuration. */
export function annotations(plan: LabPlan, state: LabState, file: string, outline: readonly Outline[]): Annotation[] {
  const names = new Set(plan.nodes.filter((node) => runsFile(node, file)).map(({ name }) => name));
  const nodes = loadBalancers(state).filter(({ name, watch }) => names.has(name) && watch === 'live');
  const alive = nodes.filter(({ haproxy }) => haproxy === 'up');
  return outline.flatMap((section) => [...backendLines(alive, section), ...instanceLines(nodes, section)]);
}
