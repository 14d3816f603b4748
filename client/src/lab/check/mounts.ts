/** Which container images a file is mounted into, by the Compose files above it. Source: Compose Specification, volumes. */
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import type { CopyPlan } from '../plan';
import { pathAt } from './material';

export interface Mounted {
  readonly image: string;
  /** All that the service mounts from this machine. */
  readonly copies: readonly CopyPlan[];
}

const NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** The images that have the file, nearest Compose file first. @param root Folder above which nothing is looked for. */
export async function imagesWith(file: string, root: string): Promise<Mounted[]> {
  const found: Mounted[] = [];
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    for (const name of NAMES) {
      const text = await readFile(join(folder, name), 'utf8').catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
        throw error;
      });
      found.push(...mounted(text, folder).filter(({ copies }) => pathAt(copies, file) !== undefined));
    }
    if (folder === root || folder === dirname(folder)) return found;
  }
}

/** Services that have an image and mount something; none of a text that is no Compose file. */
function mounted(text: string, folder: string): Mounted[] {
  const document = parseDocument(text, { merge: true });
  if (document.errors.length > 0) return [];
  const services = field(document.toJS({ maxAliasCount: 1000 }), 'services');
  return Object.values(isRecord(services) ? services : {}).flatMap((service) => {
    const image = field(service, 'image');
    const volumes = field(service, 'volumes');
    if (typeof image !== 'string' || !Array.isArray(volumes)) return [];
    return [{ image, copies: volumes.flatMap((volume) => bind(volume, folder)) }];
  });
}

/** `./haproxy:/usr/local/etc/haproxy:ro` or its long form; named volumes hold nothing of ours. */
function bind(volume: unknown, folder: string): CopyPlan[] {
  const [from, to] =
    typeof volume === 'string' ? volume.split(':') : [field(volume, 'source'), field(volume, 'target')];
  if (typeof from !== 'string' || typeof to !== 'string' || !/^[./]/.test(from) || !to.startsWith('/')) return [];
  return [{ from: resolve(folder, from), to }];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function field(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined;
}
