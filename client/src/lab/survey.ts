/** What is taken on this machine and in the engine, so that a new lab can stay clear of it. */
import { createServer } from 'node:net';
import type { Engine } from './dockerApi';
import { projectOf } from './labels';
import { hostSubnets } from './subnet';

export interface Survey {
  readonly subnets: readonly string[];
  /** Published by containers. Ports of other programs are found by trying (isPortFree). */
  readonly ports: ReadonlySet<number>;
  /** Container and network names. */
  readonly names: ReadonlySet<string>;
  /** Compose project names. */
  readonly projects: ReadonlySet<string>;
}

/** Looks at the host and, if there is one, the engine. @throws LabError */
export async function survey(engine: Engine | undefined, signal: AbortSignal | undefined): Promise<Survey> {
  const host = await hostSubnets();
  if (engine === undefined) return { subnets: host, ports: new Set(), names: new Set(), projects: new Set() };
  const [containers, networks] = await Promise.all([
    engine.containers({}, { signal }),
    engine.networks({}, { signal }),
  ]);
  return {
    subnets: [...host, ...networks.flatMap(({ subnets }) => subnets)],
    ports: new Set(containers.flatMap(({ ports }) => ports)),
    names: new Set([...containers, ...networks].map(({ name }) => name)),
    projects: new Set([...containers, ...networks].flatMap(({ labels }) => projectOf(labels) ?? [])),
  };
}

/** Whether a program could listen on this port of the loopback address now. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
