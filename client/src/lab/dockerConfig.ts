/**
 * What the docker command line keeps on disk: its configuration and its contexts.
 * Source: docker/cli, cli/config and cli/context/store.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from './errors';

/** PEM texts; what is missing is not used. */
export interface Tls {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  /** The person has asked not to check who answers. */
  readonly unchecked?: boolean | undefined;
}

export interface StoredContext {
  readonly name: string;
  /** Of its engine: `ssh://me@box`. */
  readonly host: string;
  readonly tls: Tls | undefined;
}

/** Reads a file, or undefined when there is none. @throws LabError context */
async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    const action = 'Make it readable for you, or set DOCKER_HOST.';
    throw new LabError('context', `${file} cannot be read.`, action, { cause: error });
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new LabError('context', `${file} is not valid JSON.`, 'Mend or remove that file, or set DOCKER_HOST.', {
      cause,
    });
  }
}

/** Certificates in a folder, under the names that docker gives them; undefined when there are none. */
export async function readTls(folder: string): Promise<Tls | undefined> {
  const [ca, cert, key] = await Promise.all(['ca.pem', 'cert.pem', 'key.pem'].map((n) => readIfThere(join(folder, n))));
  return ca === undefined && cert === undefined && key === undefined ? undefined : { ca, cert, key };
}

/** The context that config.json names. @throws LabError context when the file cannot be read. */
export async function currentContext(folder: string): Promise<string | undefined> {
  const file = join(folder, 'config.json');
  const text = await readIfThere(file);
  const name = text === undefined ? undefined : (parseJson(text, file) as { currentContext?: unknown }).currentContext;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

/** @throws LabError context when there is none of that name, or it cannot be read. */
export async function storedContext(name: string, folder: string): Promise<StoredContext> {
  const hash = createHash('sha256').update(name).digest('hex');
  const file = join(folder, 'contexts', 'meta', hash, 'meta.json');
  const text = await readIfThere(file);
  if (text === undefined) {
    const action = 'Select another one, or make it with `docker context create`.';
    throw new LabError('context', `There is no Docker context named ${name}.`, action);
  }
  const meta = parseJson(text, file) as { Endpoints?: { docker?: { Host?: unknown; SkipTLSVerify?: unknown } } };
  const docker = meta.Endpoints?.docker;
  if (typeof docker?.Host !== 'string' || docker.Host === '') {
    throw new LabError('context', `The Docker context ${name} names no engine.`, `Look at ${file}.`);
  }
  const stored = await readTls(join(folder, 'contexts', 'tls', hash, 'docker'));
  const tls = docker.SkipTLSVerify === true ? { ...stored, unchecked: true } : stored;
  return { name, host: docker.Host, tls };
}

/** Names of the contexts, sorted. One whose file cannot be read has no name and is left out. */
export async function contextNames(folder: string): Promise<string[]> {
  const store = join(folder, 'contexts', 'meta');
  const entries = await readdir(store).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  const names = await Promise.all(
    entries.map(async (entry) => {
      const text = await readIfThere(join(store, entry, 'meta.json'));
      return /"Name"\s*:\s*"((?:[^"\\])+)"/.exec(text ?? '')?.[1];
    }),
  );
  return names.filter((name) => name !== undefined).sort();
}
