/** A lab of its own for each test file, named so that several can run side by side, and gone afterwards. */
import { mkdtemp, rm } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { readPlan } from '../../client/src/lab/compose';
import { connect, type Engine } from '../../client/src/lab/engine';
import { Lab } from '../../client/src/lab/lab';
import { nodeOf, type LabPlan } from '../../client/src/lab/plan';
import { scaffold } from '../../client/src/lab/scaffold';
import type { LabShape } from '../../client/src/lab/shape';
import type { LabState, LoadBalancerState } from '../../client/src/lab/state';
import { watchLab, type Watch } from '../../client/src/lab/watch';

export const TEMPLATES = join(import.meta.dirname, '../../lab-templates');

export interface TestLab {
  readonly engine: Engine;
  readonly folder: string;
  readonly plan: LabPlan;
  readonly lab: Lab;
  watch(): Watch;
  /** Removes everything, whatever state it is in. */
  cleanUp(): Promise<void>;
}

/**
 * Scaffolds a lab into a temporary folder; nothing runs yet.
 * @param env Leads to another engine than the usual one.
 */
export async function testLab(template?: string, env?: NodeJS.ProcessEnv, shape?: Partial<LabShape>): Promise<TestLab> {
  const engine = await connect({ env });
  const folder = await mkdtemp(join(tmpdir(), 'haconf-lab-'));
  const project = basename(folder).toLowerCase();
  const suffix = project.slice('haconf-lab'.length);
  const place = placeOfNext();
  const { file } = await scaffold({
    templates: TEMPLATES,
    template,
    shape,
    folder,
    engine,
    project,
    suffix,
    prefix: `10.79.${place}.`,
    portOffset: 330 + place * 6,
  });
  const plan = await readPlan(file);
  const lab = new Lab(engine, plan);
  const watches: Watch[] = [];
  return {
    engine,
    folder,
    plan,
    lab,
    watch: () => {
      const watch = watchLab(() => connect({ env }), plan);
      watches.push(watch);
      return watch;
    },
    cleanUp: async () => {
      await Promise.all(watches.map((watch) => watch.close()));
      await lab.remove({ images: true });
      await rm(folder, { recursive: true });
    },
  };
}

let madeHere = 0;

/** Where the next lab begins to look for a free subnet and ports: 0 to 89, different for labs that run at the same time. */
function placeOfNext(): number {
  const worker = Number(process.env['VITEST_POOL_ID'] ?? 1) - 1;
  return (worker % 3) * 30 + (madeHere++ % 30);
}

/** Everything in the engine that carries the lab's label, as words. */
export async function leftovers({ engine, plan }: TestLab): Promise<string[]> {
  const filter = { label: [`com.docker.compose.project=${plan.project}`] };
  const [containers, networks, volumes, images] = await Promise.all([
    engine.containers(filter),
    engine.networks(filter),
    engine.volumes(filter),
    engine.images(filter),
  ]);
  return [
    ...containers.map(({ name }) => `container ${name}`),
    ...networks.map(({ name }) => `network ${name}`),
    ...volumes.map(({ name }) => `volume ${name}`),
    ...images.map((id) => `image ${id}`),
  ];
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** Common name of the server's certificate, over TLS. */
  readonly certificate: string | undefined;
}

/** Runs a command in a node: its exit code, and what it printed. */
export function onNode({ engine, plan }: TestLab, name: string, ...command: string[]) {
  return engine.exec(nodeOf(plan, name).container, command, command.join(' '));
}

/** One request over a connection of its own: GET, or POST of a form. */
export function ask(url: string, headers: Record<string, string> = {}, form?: string): Promise<Answer> {
  const method = form === undefined ? 'GET' : 'POST';
  const type = form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
  const options = { method, headers: { ...type, ...headers, connection: 'close' }, timeout: 5_000 };
  return new Promise((resolve, reject) => {
    const request = url.startsWith('https:')
      ? httpsRequest(url, { ...options, agent: new Agent({ rejectUnauthorized: false, maxCachedSessions: 0 }) })
      : httpRequest(url, options);
    request.end(form);
    request.once('error', reject);
    request.once('timeout', () => request.destroy(new Error(`${url} does not answer`)));
    request.once('response', (response) => {
      const { socket } = response;
      const certificate =
        'getPeerCertificate' in socket
          ? (socket as import('node:tls').TLSSocket).getPeerCertificate().subject.CN
          : undefined;
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      // An answer that breaks off in the middle is an error of the response, not of the request.
      response.once('error', reject);
      response.once('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          certificate: [certificate].flat()[0],
        });
      });
    });
  });
}

/** The URL of a page by its node (`vip` for the virtual address) and label. */
export function page(plan: LabPlan, node: string, label: string): string {
  const pages = node === 'vip' ? plan.vips[0]!.pages : plan.nodes.find(({ name }) => name === node)!.pages;
  return pages.find((candidate) => candidate.label === label)!.url;
}

/** Waits for a state; when it does not come, the failure shows the state that was there instead. */
export async function seen(watch: Watch, condition: (state: LabState) => boolean): Promise<LabState> {
  const timeout = AbortSignal.timeout(60_000);
  try {
    return await watch.until(condition, timeout);
  } catch (error) {
    if (!timeout.aborted) throw error;
    throw new Error(`Never seen. What was seen last: ${JSON.stringify(watch.state, undefined, 1)}`, { cause: error });
  }
}

export function balancer(state: LabState, name: string): LoadBalancerState {
  const node = state.nodes.find((candidate) => candidate.name === name);
  if (node?.role !== 'load-balancer') throw new Error(`${name} is no load balancer`);
  return node;
}

/** Who holds the virtual address, by verdict `held`; undefined in every other case. */
export function holder(state: LabState): string | undefined {
  const verdict = state.vips[0]?.verdict;
  return verdict?.kind === 'held' ? verdict.holder : undefined;
}

/** Statuses of a server as the load balancers see it. */
export function serverStatus(state: LabState, server: string): string[] {
  return state.nodes.flatMap((node) =>
    node.role === 'load-balancer'
      ? node.backends.flatMap(({ servers }) =>
          servers.filter(({ name }) => name === server).map(({ status }) => status),
        )
      : [],
  );
}

/** Everything runs, nothing is wrong, `master` holds the virtual address, and both load balancers know `server`. */
export const calm =
  (master: string, server: string) =>
  (state: LabState): boolean =>
    state.phase === 'running' &&
    state.problems.length === 0 &&
    holder(state) === master &&
    serverStatus(state, server).length >= 2;

/** Of two web servers and two load balancers. */
export const allWell = calm('mylb1', 'myweb1');
