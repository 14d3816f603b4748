/**
 * Ports of nodes made reachable on this machine where the engine publishes them on another: each connection is carried
 * by a program that runs in the node for as long as the connection lasts.
 */
import { connect as dial, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { demultiplexer } from './demux';
import type { Engine } from './dockerApi';
import type { LabPlan, NodePlan, PagePlan } from './plan';

/** Connections of one port at a time: a browser makes about six. */
const MOST = 32;
/** For a published port of this machine to accept a connection, in milliseconds. */
const PATIENCE = 1_000;

/** The published port of the lab that a page is on. */
function published(plan: LabPlan, page: PagePlan): { node: NodePlan; host: number; container: number } | undefined {
  const { port, protocol } = new URL(page.url);
  const host = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
  return plan.nodes.flatMap((node) =>
    node.ports.filter((one) => one.host === host).map(({ container }) => ({ node, host, container })),
  )[0];
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = dial({ port, host: '127.0.0.1' });
    const settle = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(PATIENCE, () => {
      settle(false);
    });
    socket.once('connect', () => {
      settle(true);
    });
    socket.once('error', () => {
      settle(false);
    });
  });
}

/** Listens on that port of the loopback address, or on another one when it is taken. */
async function listen(server: Server, wanted: number): Promise<number> {
  const attempt = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
        server.off('error', reject);
        resolve();
      });
    });
  await attempt(wanted).catch(() => attempt(0));
  return (server.address() as AddressInfo).port;
}

interface Forward {
  readonly project: string;
  readonly port: number;
  close(): void;
}

export class Forwards {
  private readonly open = new Map<string, Promise<Forward>>();

  /** @param onFailure Is told why a connection could not be carried. */
  constructor(private readonly onFailure: (error: unknown) => void) {}

  /**
   * The address of a page as this machine reaches it: as it stands when the engine publishes ports here, else that of
   * a forwarded port.
   */
  async reachable(engine: Engine, plan: LabPlan, page: PagePlan): Promise<string> {
    const found = published(plan, page);
    if (found === undefined) return page.url;
    const { node, host, container } = found;
    const key = `${plan.project}/${node.name}:${container}`;
    // On a remote engine the same port here may be anything else's; on this machine it is tried.
    if (!this.open.has(key) && !engine.info.remote && (await accepts(host))) return page.url;
    const opening = this.open.get(key) ?? this.begin(engine, plan.project, node, host, container);
    this.open.set(key, opening);
    opening.catch(() => this.open.delete(key));
    const url = new URL(page.url);
    url.port = String((await opening).port);
    return url.href;
  }

  /** Ends those of one lab, or all. */
  async close(project?: string): Promise<void> {
    for (const [key, opening] of [...this.open]) {
      // Why one could not be opened, whoever asked for it has been told.
      const forward = await opening.catch(() => undefined);
      if (forward === undefined || (project !== undefined && forward.project !== project)) continue;
      this.open.delete(key);
      forward.close();
    }
  }

  private async begin(
    engine: Engine,
    project: string,
    node: NodePlan,
    wanted: number,
    container: number,
  ): Promise<Forward> {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      carry(engine, node, container, socket).catch((error: unknown) => {
        socket.destroy();
        this.onFailure(error);
      });
    });
    server.maxConnections = MOST;
    const port = await listen(server, wanted);
    const close = () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    };
    return { project, port, close };
  }
}

/** Carries one connection until either side ends it. */
async function carry(engine: Engine, node: NodePlan, port: number, socket: Socket): Promise<void> {
  const ended = new AbortController();
  socket.once('close', () => {
    ended.abort();
  });
  // Whoever closes the browser's tab resets the connection: there is nobody to tell.
  socket.on('error', () => undefined);
  const command = ['socat', 'STDIO', `TCP:${node.address}:${port},connect-timeout=3`];
  const stream = await engine.openExec(node.container, command, `Forwarding to ${node.name}`, { signal: ended.signal });
  const demultiplex = demultiplexer();
  socket.pipe(stream);
  try {
    for await (const chunk of stream) {
      for (const { stream: which, data } of demultiplex(chunk as Buffer)) {
        if (which === 'stdout' && !socket.write(data)) await drained(socket);
      }
    }
    socket.end();
  } catch (error) {
    // The browser has hung up: that is how connections end.
    if (!ended.signal.aborted) throw error;
  }
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('drain', resolve);
    socket.once('close', () => {
      resolve();
    });
  });
}
