/** Copies a template into a folder and makes it fit this machine: free subnet, free ports, free names, a certificate. */
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { adaptAddresses, adaptCompose, prefixOf, presetName, type Adaptation } from './adapt';
import { selfSigned } from './certificate';
import { definitionIn, parsePlan, projectName, readPlan } from './compose';
import type { Engine } from './dockerApi';
import { cancelled } from './errorMap';
import { LabError } from './errors';
import type { LabPlan } from './plan';
import { freePrefix } from './subnet';
import { isPortFree, survey } from './survey';
import { DEFAULT_TEMPLATE } from './templates';

const DEFAULT_BASE_IMAGE = 'debian:trixie-slim';
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
  /** DEFAULT_BASE_IMAGE when not given (setting haLab.baseImage). */
  readonly baseImage?: string | undefined;
  /** Compose project name; the template's, with a number when that is taken, when not given. */
  readonly project?: string | undefined;
  /** Appended to container and network names (`mylb1-2`); found when not given, empty when the presets are free. */
  readonly suffix?: string | undefined;
  /** First three octets to use if they are free, instead of the template's: `10.78.5.` */
  readonly prefix?: string | undefined;
  /** Added to the template's host ports before looking whether they are free; 0 when not given. */
  readonly portOffset?: number | undefined;
  /** Write also over files that are there and differ. Without it they are kept, and named in `kept`. */
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

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** Chooses what is free, starting from the presets. */
async function choose(preset: LabPlan, options: ScaffoldOptions): Promise<{ to: Adaptation; notes: string[] }> {
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
  for (const { host } of preset.nodes.flatMap((node) => node.ports)) {
    const wanted = host + (options.portOffset ?? 0);
    let port = wanted;
    while (used.has(port) || !(await isPortFree(port))) port++;
    used.add(port);
    ports.set(host, port);
    if (port !== wanted) notes.push(`Port ${wanted} was taken: ${port} is used instead.`);
  }
  return { to: { project, prefix, suffix, ports, baseImage: options.baseImage ?? DEFAULT_BASE_IMAGE }, notes };
}

function usesCertificate({ nodes }: LabPlan): boolean {
  return nodes.some(({ copy }) => copy.some(({ from }) => basename(from) === 'tls'));
}

/** Writes files unless they are there; remembers which. */
class Writer {
  readonly written: string[] = [];
  readonly kept: string[] = [];

  constructor(
    private readonly folder: string,
    private readonly overwrite: boolean,
    private readonly signal: AbortSignal | undefined,
  ) {}

  async write(path: string, text: string, mode = 0o644): Promise<void> {
    if (this.signal?.aborted === true) throw cancelled();
    const target = join(this.folder, path);
    if (await isThere(target)) {
      if ((await readFile(target, 'utf8')) === text) return;
      if (!this.overwrite) {
        this.kept.push(path);
        return;
      }
    }
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text, { mode });
    this.written.push(path);
  }
}

/** The definition in the folder. @throws LabError definition when it is that of another kind of lab. */
async function definitionThere(file: string, template: string, overwrite: boolean): Promise<LabPlan | undefined> {
  const kind = await templateOf(file);
  if (kind !== undefined && kind !== template) {
    const folder = dirname(file);
    throw new LabError('definition', `${folder} holds another lab already: ${kind}.`, 'Choose another folder.');
  }
  return (await isThere(file)) && !overwrite ? readPlan(file) : undefined;
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

/** @throws LabError definition (no such template, another lab there), subnet-taken, cancelled, and what the engine says. */
export async function scaffold(options: ScaffoldOptions): Promise<ScaffoldResult> {
  const { template = DEFAULT_TEMPLATE, overwrite = false } = options;
  const source = join(options.templates, template);
  const preset = await readPlan(definitionIn(source));
  const file = definitionIn(options.folder);
  const writer = new Writer(options.folder, overwrite, options.signal);

  // What an existing definition says holds for the files that are missing beside it.
  const existing = await definitionThere(file, template, overwrite);
  const chosen = existing === undefined ? await choose(preset, options) : undefined;
  const composeText = await readFile(definitionIn(source), 'utf8');
  if (chosen !== undefined)
    await writer.write('compose.yaml', adaptCompose(composeText, preset, chosen.to, chosen.notes));
  // Compose names a project after its folder unless told otherwise.
  const project = chosen?.to.project;
  if (project !== undefined && project !== projectName(basename(options.folder))) {
    await writer.write('.env', `COMPOSE_PROJECT_NAME=${project}\n`);
  }
  const plan = existing ?? parsePlan(adaptCompose(composeText, preset, chosen!.to, []), file);

  for (const path of await filesBelow(source)) {
    if (path === 'compose.yaml') continue;
    const text = await readFile(join(source, path), 'utf8');
    await writer.write(path, adaptAddresses(text, prefixOf(preset), prefixOf(plan)));
  }
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
