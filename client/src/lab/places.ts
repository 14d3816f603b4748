/** What a person can choose an engine from: Docker contexts, and sockets that are there. */
import { stat } from 'node:fs/promises';
import { contextNames, currentContext } from './dockerConfig';
import { configFolder, contextEndpoint, socketEndpoint, type Endpoint } from './endpoint';
import type { Surroundings } from './surroundings';
import { LabError } from './errors';
import { knownSockets } from './knownSockets';

export interface Place {
  /** What remembers it: the name of a context, or `unix:///run/docker.sock`. */
  readonly choice: string;
  readonly kind: 'context' | 'socket';
  /** `colima`, or whose socket it is: `Podman, rootless`. */
  readonly name: string;
  /** `ssh://me@box`, `/run/docker.sock` */
  readonly leadsTo: string;
  /** The docker command's current context. */
  readonly current: boolean;
  /** Where to connect, or why that cannot be said. */
  readonly endpoint: Endpoint | LabError;
}

function addressText({ address }: Endpoint): string {
  switch (address.kind) {
    case 'socket':
      return address.path;
    case 'ssh':
      return address.url;
    case 'tcp':
      return `tcp://${address.host}:${address.port}${address.tls === undefined ? '' : ' (TLS)'}`;
  }
}

async function isSocket(path: string): Promise<boolean> {
  try {
    const found = await stat(path);
    return found.isSocket() || path.startsWith('//./pipe/');
  } catch (error) {
    // One that may not be looked at is there all the same; connecting says what is wrong.
    return (error as NodeJS.ErrnoException).code === 'EACCES';
  }
}

/** Nothing is connected to. @throws LabError context when config.json cannot be read. */
export async function places(where: Surroundings): Promise<Place[]> {
  const folder = configFolder(where);
  const current = await currentContext(folder);
  const contexts = await Promise.all(
    (await contextNames(folder)).map(async (name): Promise<Place> => {
      const endpoint = await contextEndpoint(name, where).catch((error: unknown) => {
        if (error instanceof LabError) return error;
        throw error;
      });
      const leadsTo = endpoint instanceof LabError ? '' : addressText(endpoint);
      return { choice: name, kind: 'context', name, leadsTo, current: name === current, endpoint };
    }),
  );
  const sockets = knownSockets(where).map(async ({ path, engine }): Promise<Place[]> => {
    if (!(await isSocket(path))) return [];
    const endpoint = socketEndpoint(path, where.platform);
    const choice = endpoint.env['DOCKER_HOST']!;
    return [{ choice, kind: 'socket', name: engine, leadsTo: path, current: false, endpoint }];
  });
  return [...contexts, ...(await Promise.all(sockets)).flat()];
}

/** The environment that makes the choice hold, whatever else is set. None for an empty choice. */
export function chosenEnvironment(choice: string): Readonly<Record<string, string>> {
  if (choice === '') return {};
  return choice.includes('://')
    ? { DOCKER_HOST: choice, DOCKER_TLS_VERIFY: '' }
    : { DOCKER_HOST: '', DOCKER_CONTEXT: choice };
}
