/** A way to the engine that can be cut. */
import { createConnection, createServer, type Server, type Socket } from 'node:net';

export interface EngineProxy {
  /** Leads whoever connects through it. */
  readonly env: { readonly DOCKER_HOST: string };
  /** Ends every connection, and takes no new one. */
  cut(): void;
  /** Lets connections through again. */
  mend(): Promise<void>;
}

/** @param path Of the socket that it listens on. */
export async function engineProxy(path: string): Promise<EngineProxy> {
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  const relay = (client: Socket) => {
    const engine = createConnection('/var/run/docker.sock');
    for (const [from, to] of [
      [client, engine],
      [engine, client],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  };
  const mend = async () => {
    server = createServer(relay);
    await new Promise<void>((resolve) => server?.listen(path, resolve));
  };
  await mend();
  return {
    env: { DOCKER_HOST: `unix://${path}` },
    cut: () => {
      // Closing takes the socket's file away.
      server?.close();
      for (const socket of sockets) socket.destroy();
    },
    mend,
  };
}
