/** Which server a command acts on, and on which HAProxys. */
import * as vscode from 'vscode';
import type { RunOptions } from '../lab/progress';
import type { ServerAction } from '../lab/serverAction';
import { loadBalancers, type ServerState } from '../lab/state';
import { targetLabel } from '../lab/targets/target';
import type { LabView } from '../view/nodes';
import type { Target } from '../view/row';
import { askLab, targetOf } from './ask';
import type { Parts } from './parts';

/** One HAProxy that has the server. */
export interface Place {
  readonly name: string;
  /** The server as it was last measured there. */
  current(): ServerState | undefined;
  /** @throws LabError with HAProxy's own words. */
  change(backend: string, server: string, action: ServerAction, options: RunOptions): Promise<void>;
}

export interface ChosenServer {
  readonly backend: string;
  readonly server: string;
  /** At least one. */
  readonly places: readonly Place[];
}

/** What a link beside a configuration's line hands over. */
export interface LineTarget {
  /** compose.yaml of the lab that runs the configuration. */
  readonly file: string;
  readonly backend: string;
  readonly server: string;
}

function isLine(argument: unknown): argument is LineTarget {
  return typeof argument === 'object' && argument !== null && 'backend' in argument && 'server' in argument;
}

/** Undefined when nothing was chosen, or there is nothing to choose from (which is said). */
export async function askServer(parts: Parts, argument: unknown, title: string): Promise<ChosenServer | undefined> {
  const row = targetOf(parts, argument);
  const wanted = row ?? (isLine(argument) ? argument : undefined);
  if (row?.watched !== undefined) return watchedServer(parts, row);
  const lab = isLine(argument)
    ? parts.labs.all.find(({ file }) => file === argument.file)
    : await askLab(parts, argument);
  if (!lab) return undefined;
  parts.labs.watch();
  const places = placesOf(parts, lab);
  const known = places.flatMap(({ servers }) => servers.map(([backend, server]) => `${backend}/${server}`));
  const name =
    wanted?.backend !== undefined && wanted.server !== undefined
      ? `${wanted.backend}/${wanted.server}`
      : await askName([...new Set(known)], title);
  if (name === undefined) return undefined;
  const [backend = '', server = ''] = name.split('/');
  const having = places.filter(({ servers }) => servers.some(([b, s]) => b === backend && s === server));
  const chosen = await askPlaces(
    having.map(({ place }) => place(backend, server)),
    `${title} ${name}`,
    row?.node,
  );
  return chosen && { backend, server, places: chosen };
}

function watchedServer({ targets }: Parts, { watched = '', backend = '', server = '' }: Target): ChosenServer {
  const place: Place = {
    name: targetLabel(targets.find(watched).target),
    current: () => targets.server(watched, backend, server),
    change: (_backend, _server, action, options) => targets.change(watched, backend, server, action, options),
  };
  return { backend, server, places: [place] };
}

interface Having {
  readonly servers: readonly (readonly [string, string])[];
  readonly place: (backend: string, server: string) => Place;
}

function placesOf({ labs }: Parts, { file, state }: LabView): Having[] {
  const balancers = state ? loadBalancers(state) : [];
  return balancers.map(({ name, backends }) => ({
    servers: backends.flatMap((backend) => backend.servers.map((server) => [backend.name, server.name] as const)),
    place: (backend, server) => ({
      name,
      current: () => {
        const now = labs.all.find((lab) => lab.file === file)?.state;
        const node = now && loadBalancers(now).find((one) => one.name === name);
        return node?.backends.find((one) => one.name === backend)?.servers.find((one) => one.name === server);
      },
      change: async (b, s, action, options) => {
        const lab = await labs.open(file, options.signal);
        await lab.node(name).server(b, s, action, options);
      },
    }),
  }));
}

async function askName(names: readonly string[], title: string): Promise<string | undefined> {
  if (names.length === 0) {
    void vscode.window.showInformationMessage('No HAProxy of a running lab has a server to act on.');
    return undefined;
  }
  return vscode.window.showQuickPick([...names], { title, placeHolder: 'Which server?' });
}

/** The one that the row stands for; from a line or the palette all of them are offered together, too. */
async function askPlaces(
  places: readonly Place[],
  title: string,
  node: string | undefined,
): Promise<readonly Place[] | undefined> {
  const own = places.filter(({ name }) => name === node);
  if (own.length > 0) return own;
  if (places.length === 0) {
    void vscode.window.showWarningMessage(
      'No HAProxy of the lab has this server now: its configuration was not loaded.',
    );
    return undefined;
  }
  if (places.length === 1) return places;
  const all = places.length === 2 ? 'Both load balancers' : `All ${places.length} load balancers`;
  const items = [
    { label: all, description: places.map(({ name }) => name).join(', '), places },
    ...places.map((place) => ({ label: place.name, description: place.current()?.status ?? '', places: [place] })),
  ];
  return (await vscode.window.showQuickPick(items, { title, placeHolder: 'On which load balancer?' }))?.places;
}
