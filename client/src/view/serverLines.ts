/** What stands beside the lines that make servers, and what their hovers hold. */
import type { ServerState } from '../lab/state';
import { facts, plain, words, type Colour } from './row';
import type { Said } from './said';
import { adminText, adminWord, agedStatus, checkText, serverFacts, weightText } from './server';
import { isUp, upText } from './service';
import { statusColour, statusText } from './statusText';

/** A server as one node has it. */
export interface Found {
  readonly node: string;
  readonly server: ServerState;
}

export interface Hover {
  readonly markdown: string;
  /** Commands that its links run. */
  readonly commands: readonly string[];
}

export function serverSaid({ node, server }: Found): Said {
  return {
    node,
    text: words(statusText(server), adminText(server), checkText(server), weightText(server)),
    colour: statusColour(server),
  };
}

const links = {
  ready: ['haLab.server.ready', 'Set Ready'],
  drain: ['haLab.server.drain', 'Drain'],
  maint: ['haLab.server.maintenance', 'Maintenance'],
} as const;
const weigh = ['haLab.server.weight', 'Weight...'] as const;

/** Everything that each node knows of the server, and links to what can be done. */
export function serverHover(file: string, backend: string, found: readonly Found[], now: number): Hover | undefined {
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

/** A place of a template for which no address has been found, which is how one with more places than there are servers stands. */
function isVacant({ admin }: ServerState): boolean {
  return admin.some(({ by }) => by === 'resolution');
}

/** `2 of 3 servers up · 1 MAINT (resolution)`: what a template has made on one node. */
export function slotsSaid(node: string, servers: readonly ServerState[]): Said {
  const others = new Map<string, number>();
  for (const server of servers) {
    if (isUp(server)) continue;
    const text = statusText(server);
    others.set(text, (others.get(text) ?? 0) + 1);
  }
  return {
    node,
    text: words(upText({ servers }), ...[...others].map(([text, count]) => `${count} ${text}`)),
    colour: slotsColour(servers),
  };
}

function slotsColour(servers: readonly ServerState[]): Colour {
  if (!servers.some(isUp)) return 'bad';
  return servers.every((server) => isUp(server) || isVacant(server)) ? 'good' : 'warn';
}

/** Which place has which address, and how it is. */
export function slotsHover(
  backend: string,
  found: readonly { readonly node: string; readonly servers: readonly ServerState[] }[],
  now: number,
): Hover {
  const said = found.map(({ node, servers }) => {
    const slots = servers.map((server) => [server.name, words(agedStatus(server, now), server.address)] as const);
    return facts(`${backend} on ${node}`, Object.fromEntries(slots));
  });
  return { markdown: said.join('\n\n'), commands: [] };
}
