/** Copies a template into a folder and makes it fit this machine: free subnet, free ports, free names, a certificate. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { adaptCompose, prefixOf, presetName, type Adaptation } from './adapt';
import { adaptFiles } from './adaptFiles';
import { adaptCount, kindsOf } from './adaptNodes';
import { selfSigned } from './certificate';
import { definitionIn, parsePlan, projectName, readPlan } from './compose';
import type { Engine } from './dockerApi';
import { LabError } from './errors';
import type { LabPlan } from './plan';
import { countOf, DEFAULT_SHAPE, type LabShape } from './shape';
import { freePrefix } from './subnet';
import { isPortFree, survey } from './survey';
import { DEFAULT_TEMPLATE } from './templates';
import { isThere, Writer } from './writer';

const CERTIFICATE_DAYS = 825;

export interface ScaffoldOptions {
  /** Folder that holds the templates: `<extension>/lab-templates`. */
  readonly templates: string;
  /** Name of the template; DEFAULT_TEMPLATE when not given. */
  readonly template?: string | undefined;
  /** Where to put it; created when missing. */
  readonly folder: string;
  /** Used to see which networks, names and ports are taken; without it only this host is looked at. */
  readonly engine?: Engine | undefined;
  /** What differs from DEFAULT_SHAPE. */
  readonly shape?: Partial<LabShape> | undefined;
  /** Compose project name; the template's, with a number when that is taken, when not given. */
  readonly project?: string | undefined;
  /** Appended to container and network names (`mylb1-2`); found when not given, empty when the presets are free. */
  readonly suffix?: string | undefined;
  /** First three octets to use if they are free, instead of the template's: `10.78.5.` */
  readonly prefix?: string | undefined;
  /** Added to the template's host ports before looking whether they are free; 0 when not given. */
  readonly portOffset?: number | undefined;
  /**
   * Write also over files that are there and differ, except compose.yaml: the others are made to fit it. Without it they
   * are kept, and named in `kept`.
   */
  readonly overwrite?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ScaffoldResult {
  /** Absolute path of compose.yaml. */
  readonly file: string;
  /** Relative paths written. */
  readonly written: readonly string[];
  /** Relative paths that were there and differ from what would have been written. */
  readonly kept: readonly string[];
  /** What deviates from the presets, in words: `Port 18080 was taken: 18081 is used instead.` */
  readonly notes: readonly string[];
}

/** Relative paths of all files below a folder, with `/`. A certificate of somebody trying the template stays there. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((path) => !path.startsWith('tls/'))
    .sort();
}

/** Chooses what is free, starting from the presets. */
async function choose(
  preset: LabPlan,
  baseImage: string,
  options: ScaffoldOptions,
): Promise<{ to: Adaptation; notes: string[] }> {
  const taken = await survey(options.engine, options.signal);
  const notes: string[] = [];
  const tails = ['', ...Array.from({ length: 98 }, (_, index) => `-${index + 2}`)];

  const names = [...preset.nodes.map(({ container }) => container), preset.network.name];
  const suffix = options.suffix ?? tails.find((tail) => names.every((name) => !taken.names.has(name + tail))) ?? '';
  if (suffix !== '') notes.push(`Container names and the network's name end in ${suffix}.`);
  const project =
    options.project ??
    presetName(preset) + (tails.find((tail) => !taken.projects.has(presetName(preset) + tail)) ?? '');
  if (project !== presetName(preset)) notes.push(`The Compose project is named ${project}.`);

  const presetPrefix = options.prefix ?? prefixOf(preset);
  const prefix = freePrefix(presetPrefix, taken.subnets);
  if (prefix === undefined) {
    throw new LabError(
      'subnet-taken',
      'No free subnet was found for the lab.',
      'Remove unused networks: docker network prune',
    );
  }
  if (prefix !== presetPrefix) notes.push(`The subnet ${presetPrefix}0/24 was taken: ${prefix}0/24 is used instead.`);

  const ports = new Map<number, number>();
  const used = new Set(taken.ports);
  // Of another machine only its engine can tell, when it is to publish the port.
  const mayBeFree = (port: number) => options.engine?.info.remote === true || isPortFree(port);
  for (const { host } of preset.nodes.flatMap((node) => node.ports)) {
    const wanted = host + (options.portOffset ?? 0);
    let port = wanted;
    while (used.has(port) || !(await mayBeFree(port))) port++;
    used.add(port);
    ports.set(host, port);
    if (port !== wanted) notes.push(`Port ${wanted} was taken: ${port} is used instead.`);
  }
  return { to: { project, prefix, suffix, ports, baseImage }, notes };
}

function usesCertificate({ nodes }: LabPlan): boolean {
  return nodes.some(({ copy }) => copy.some(({ from }) => basename(from) === 'tls'));
}

/** The definition in the folder, never replaced. @throws LabError definition when it is that of another kind of lab. */
async function definitionThere(file: string, template: string): Promise<LabPlan | undefined> {
  const kind = await templateOf(file);
  if (kind !== undefined && kind !== template) {
    const folder = dirname(file);
    throw new LabError('definition', `${folder} holds another lab already: ${kind}.`, 'Choose another folder.');
  }
  return (await isThere(file)) ? readPlan(file) : undefined;
}

/** Which template a definition was made from; undefined when there is none, or none that can be read. */
export async function templateOf(file: string): Promise<string | undefined> {
  try {
    return (await readPlan(file)).template;
  } catch (error) {
    if (error instanceof LabError) return undefined;
    throw error;
  }
}

/** The template's compose.yaml with as many nodes as the lab is to have. */
function withCounts(text: string, preset: LabPlan, { webServers, loadBalancers }: LabShape): string {
  const counts = {
    web: countOf('webServers', webServers),
    'load-balancer': countOf('loadBalancers', loadBalancers),
    probe: 1,
  };
  return [...kindsOf(preset)].reduce((adapted, [role, kind]) => adaptCount(adapted, preset, kind, counts[role]), text);
}

/** The template's files besides its definition, by relative path. */
async function textsOf(source: string): Promise<Map<string, string>> {
  const paths = (await filesBelow(source)).filter((path) => path !== 'compose.yaml');
  return new Map(
    await Promise.all(paths.map(async (path) => [path, await readFile(join(source, path), 'utf8')] as const)),
  );
}

/** @throws LabError definition (no such template, another lab there), subnet-taken, cancelled, and what the engine says. */
export async function scaffold(options: ScaffoldOptions): Promise<ScaffoldResult> {
  const { template = DEFAULT_TEMPLATE, overwrite = false } = options;
  const source = join(options.templates, template);
  const preset = await readPlan(definitionIn(source));
  const file = definitionIn(options.folder);
  const writer = new Writer(options.folder, overwrite, options.signal);

  // What an existing definition says holds for the files that are missing beside it.
  const existing = await definitionThere(file, template);
  const shape: LabShape = { ...DEFAULT_SHAPE, ...options.shape };
  const composeText = withCounts(await readFile(definitionIn(source), 'utf8'), preset, shape);
  const sized = parsePlan(composeText, definitionIn(source));
  const chosen = existing === undefined ? await choose(sized, shape.baseImage, options) : undefined;
  if (chosen !== undefined)
    await writer.write('compose.yaml', adaptCompose(composeText, sized, chosen.to, chosen.notes));
  // Compose names a project after its folder unless told otherwise.
  const project = chosen?.to.project;
  if (project !== undefined && project !== projectName(basename(options.folder))) {
    await writer.write('.env', `COMPOSE_PROJECT_NAME=${project}\n`);
  }
  const plan = existing ?? parsePlan(adaptCompose(composeText, sized, chosen!.to, []), file);

  for (const [path, text] of adaptFiles(await textsOf(source), preset, plan, shape)) await writer.write(path, text);
  if (usesCertificate(preset) && !(await isThere(join(options.folder, 'tls/lab.pem')))) {
    const names = ['localhost', '127.0.0.1', ...plan.vips.map(({ address }) => address)];
    const made = selfSigned(
      'ha-lab',
      [...names, ...plan.nodes.flatMap((n) => [n.hostname, n.address])],
      CERTIFICATE_DAYS,
    );
    await writer.write('tls/lab.crt', made.certificate);
    await writer.write('tls/lab.key', made.key, 0o600);
    await writer.write('tls/lab.pem', made.certificate + made.key, 0o600);
  }
  return { file, written: writer.written, kept: writer.kept, notes: chosen?.notes ?? [] };
}

/** Definitions of labs in a folder and its direct subfolders: files compose.yaml that have an `x-haconf` block. */
export async function findLabs(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && !/^(?:\.|node_modules$)/.test(entry.name));
  const candidates = [folder, ...folders.map(({ name }) => join(folder, name)).sort()].map(definitionIn);
  const found = await Promise.all(
    candidates.map(async (file) => (await isThere(file)) && /^x-haconf:/m.test(await readFile(file, 'utf8'))),
  );
  return candidates.filter((_, index) => found[index]);
}
