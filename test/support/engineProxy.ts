/** A way to the engine that can be cut. */
import { createConnection, createServer, type Socket } from 'node:net';

export interface EngineProxy {
  /** Leads whoever connects through it. */
  readonly env: NodeJS.ProcessEnv;
  cut(): void;
}

/** @param path Of the socket that it listens on. */
export async function engineProxy(path: string): Promise<EngineProxy> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const engine = createConnection('/var/run/docker.sock');
    for (const [from, to] of [
      [client, engine],
      [engine, client],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    env: { DOCKER_HOST: `unix://${path}` },
    cut: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
