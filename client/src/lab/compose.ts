/**
 * Reads a lab's compose.yaml, of which it understands what the templates use: images built from one context, one
 * network with static addresses, published ports, environment, capabilities, sysctls; and the `x-haconf` block.
 * Source: Compose Specification.
 */
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { LineCounter, parseDocument } from 'yaml';
import { LabError } from './errors';
import type { BuildPlan, LabPlan, NetworkPlan, NodePlan, PagePlan, PortPlan, VipPlan } from './plan';
import type { NodeRole } from './state';
import { Reader } from './yamlReader';

const ROLES: readonly string[] = ['web', 'load-balancer', 'probe'] satisfies NodeRole[];

/** `127.0.0.1:18080:80` or its long form. Only TCP, only single ports. */
function readPort(reader: Reader): PortPlan {
  if (reader.isMap()) {
    return {
      hostIp: reader.get('host_ip').text('127.0.0.1'),
      host: reader.get('published').number(),
      container: reader.get('target').number(),
    };
  }
  const text = reader.text();
  const match = /^(?:(\[[^\]]*\]|[\d.]+):)?(\d+):(\d+)(?:\/tcp)?$/.exec(text);
  if (match === null) return reader.fail(`must be like 127.0.0.1:18080:80, not ${text}`);
  const [, ip = '0.0.0.0', host, container] = match;
  return { hostIp: ip.replace(/[[\]]/g, ''), host: Number(host), container: Number(container) };
}

/** `5s`, `1m30s`, in seconds. */
function readSeconds(reader: Reader, preset: number): number {
  if (!reader.exists()) return preset;
  const match = /^(?:(\d+)m)?(?:(\d+)s)?$/.exec(reader.text());
  if (match?.[0] === undefined || match[0] === '') return reader.fail('must be a duration like 5s');
  return Number(match[1] ?? 0) * 60 + Number(match[2] ?? 0);
}

function readBuild(reader: Reader, folder: string): BuildPlan | undefined {
  if (!reader.exists()) return undefined;
  if (!reader.isMap())
    return { context: resolve(folder, reader.text()), dockerfile: 'Dockerfile', target: undefined, args: {} };
  const target = reader.get('target');
  return {
    context: resolve(folder, reader.get('context').text('.')),
    dockerfile: reader.get('dockerfile').text('Dockerfile'),
    target: target.exists() ? target.text() : undefined,
    args: reader.get('args').textMap(),
  };
}

type PortsByNode = ReadonlyMap<string, readonly PortPlan[]>;

/** @param lenient Leaves pages out whose port is not published. */
function readPages(reader: Reader, ports: PortsByNode, self?: string, lenient = false): PagePlan[] {
  return reader.items().flatMap((page) => {
    const node = page.get('node').text(self);
    const port = page.get('port').number();
    const published = ports.get(node)?.find(({ container }) => container === port);
    if (published === undefined && lenient) return [];
    if (published === undefined) return page.get('port').fail(`is port ${port} of ${node}, which is not published`);
    const host = published.hostIp === '0.0.0.0' || published.hostIp === '::' ? '127.0.0.1' : published.hostIp;
    const scheme = page.get('scheme').text('http');
    return [
      {
        label: page.get('label').text(),
        url: `${scheme}://${host}:${published.host}${page.get('path').text('/')}`,
      },
    ];
  });
}

/** What `x-haconf` says of a service; of one that it does not list, what it says of another that is built alike. */
function readAbout(listed: Reader, services: Reader, name: string): { about: Reader; own: boolean } {
  const about = listed.get(name);
  const target = (service: string) => services.get(service).get('build').get('target');
  if (about.exists() || !target(name).exists()) return { about, own: true };
  const wanted = target(name).text();
  const alike = listed.names().find((other) => target(other).exists() && target(other).text() === wanted);
  return alike === undefined ? { about, own: true } : { about: listed.get(alike), own: false };
}

function readNode(
  name: string,
  service: Reader,
  { about, own }: { readonly about: Reader; readonly own: boolean },
  network: string,
  folder: string,
  ports: PortsByNode,
): NodePlan {
  const role = about.get('role').text();
  if (!ROLES.includes(role)) return about.get('role').fail(`must be one of ${ROLES.join(', ')}`);
  const build = readBuild(service.get('build'), folder);
  return {
    name,
    role: role as NodeRole,
    container: service.get('container_name').text(name),
    hostname: service.get('hostname').text(name),
    image: service.get('image').text(),
    build,
    address: service.get('networks').get(network).get('ipv4_address').address(),
    ports: ports.get(name) ?? [],
    pages: readPages(about.get('pages'), ports, name, !own),
    environment: service.get('environment').textMap(),
    capAdd: service.get('cap_add').texts(),
    sysctls: service.get('sysctls').textMap(),
    stopGraceSeconds: readSeconds(service.get('stop_grace_period'), 10),
    dependsOn: service.get('depends_on').names(),
    copy: Object.entries(about.get('copy').textMap()).map(([from, to]) => ({ from: resolve(folder, from), to })),
  };
}

function readNetwork(key: string, network: Reader, project: string): NetworkPlan {
  const config =
    network.get('ipam').get('config').items()[0] ?? network.get('ipam').get('config').fail('must name a subnet');
  const subnet = config.get('subnet').text();
  if (!/^\d+(?:\.\d+){3}\/\d+$/.test(subnet)) return config.get('subnet').fail('must be like 10.77.0.0/24');
  return {
    key,
    name: network.get('name').text(`${project}_${key}`),
    subnet,
    reserved: config.get('aux_addresses').textMap(),
  };
}

/** Compose's own rule for a project's name. */
export function projectName(text: string): string {
  return (
    text
      .toLowerCase()
      .replace(/[^a-z0-9_-]/g, '')
      .replace(/^[_-]+/, '') || 'ha-lab'
  );
}

/**
 * @param text Content of compose.yaml.
 * @param file Its absolute path, for messages and to resolve relative paths; the project is named after its folder.
 * @param environment From the file .env beside it, where COMPOSE_PROJECT_NAME may name the project.
 * @throws LabError definition, with the line, when the text is not a lab.
 */
export function parsePlan(
  text: string,
  file: string,
  environment: Readonly<Record<string, string | undefined>> = {},
): LabPlan {
  const lines = new LineCounter();
  const document = parseDocument(text, { merge: true, lineCounter: lines });
  const [broken] = document.errors;
  if (broken !== undefined) {
    throw new LabError('definition', `${file}: ${broken.message}`, 'Mend compose.yaml.', { cause: broken });
  }
  const root = new Reader(document, lines, file, document.contents);
  const folder = dirname(file);
  const block = root.get('x-haconf');
  if (!block.exists()) return block.fail('is missing: this is not the definition of a lab');

  const project = environment['COMPOSE_PROJECT_NAME'] ?? root.get('name').text(projectName(basename(folder)));
  const key = block.get('network').text('lab');
  const services = root.get('services');
  const names = services.names();
  const ports: PortsByNode = new Map(
    names.map((name) => [name, services.get(name).get('ports').items().map(readPort)]),
  );
  const nodes = names.map((name) =>
    readNode(name, services.get(name), readAbout(block.get('nodes'), services, name), key, folder, ports),
  );
  const vips = block
    .get('virtual-addresses')
    .items()
    .map((vip): VipPlan => ({ address: vip.get('address').address(), pages: readPages(vip.get('pages'), ports) }));
  const template = block.get('template');
  return {
    project,
    template: template.exists() ? template.text() : undefined,
    folder,
    file,
    network: readNetwork(key, root.get('networks').get(key), project),
    vips,
    nodes,
  };
}

async function readEnvironment(file: string): Promise<Readonly<Record<string, string | undefined>>> {
  try {
    return parseEnv(await readFile(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

/** Reads and parses compose.yaml, with the .env beside it. @throws LabError definition. */
export async function readPlan(file: string): Promise<LabPlan> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new LabError('definition', `${file} cannot be read.`, 'Scaffold the lab files first.', { cause });
  }
  return parsePlan(text, file, await readEnvironment(join(dirname(file), '.env')));
}

/** Where the definition of a lab stands in a folder. */
export function definitionIn(folder: string): string {
  return join(folder, 'compose.yaml');
}
