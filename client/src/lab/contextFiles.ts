/** Files that go to the engine: build contexts, and the configurations that are copied into containers. */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { LabError } from './errors';
import type { BuildPlan, CopyPlan } from './plan';
import { tar, type TarEntry } from './tar';

/** Not sent to the engine: they are no part of any image. */
const NOT_IN_CONTEXT = /^(?:\.git|node_modules|compose\.yaml|README\.md)(?:\/|$)/;

/** Everything below a file or folder, paths relative to `root`, in order. */
async function entriesBelow(path: string, root: string): Promise<TarEntry[]> {
  const { files } = await list(path);
  return Promise.all(
    files.map(async (file) => {
      const name = (file === root ? '' : relative(root, file)).replaceAll('\\', '/');
      return { path: name, data: await readFile(file), mode: /\.(?:key|pem)$/.test(file) ? 0o600 : 0o644 };
    }),
  );
}

async function list(path: string): Promise<{ files: string[]; isFolder: boolean }> {
  let isFolder: boolean;
  try {
    isFolder = (await stat(path)).isDirectory();
  } catch (cause) {
    const action = 'Scaffold the lab files again: what is missing is made anew, and what you changed stays.';
    throw new LabError('definition', `${path} is missing.`, action, { cause });
  }
  if (!isFolder) return { files: [path], isFolder };
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return { files: files.sort(), isFolder };
}

/** The archive to build from. @throws LabError definition when the folder is missing. */
export async function buildContext(build: BuildPlan): Promise<Buffer> {
  const entries = await entriesBelow(build.context, build.context);
  return tar(entries.filter(({ path }) => !NOT_IN_CONTEXT.test(path)));
}

/**
 * What an image is made from, as a hash. Files that are copied into containers anyway when they start do not count: a
 * changed configuration needs no new image.
 * @param baseId Id of the base image, which may change under its name.
 */
export async function recipe(build: BuildPlan, copied: readonly CopyPlan[], baseId: string): Promise<string> {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([build.dockerfile, build.target ?? '', Object.entries(build.args).sort(), baseId]));
  const skipped = copied.map(({ from }) => relative(build.context, from).replaceAll('\\', '/'));
  for (const { path, data } of await entriesBelow(build.context, build.context)) {
    if (NOT_IN_CONTEXT.test(path)) continue;
    if (skipped.some((skip) => path === skip || path.startsWith(`${skip}/`))) continue;
    hash.update(`${path}\0${data.length}\0`).update(data);
  }
  return hash.digest('hex').slice(0, 32);
}

/** What is copied, at its paths in the container without the leading `/`. @throws LabError definition when a source is missing. */
export async function copiedEntries(copies: readonly CopyPlan[]): Promise<TarEntry[]> {
  const entries = await Promise.all(
    copies.map(async ({ from, to }) => {
      const target = to.replace(/^\//, '').replace(/\/$/, '');
      const found = await entriesBelow(from, from);
      return found.map((entry) => ({ ...entry, path: entry.path === '' ? target : `${target}/${entry.path}` }));
    }),
  );
  return entries.flat();
}

/**
 * The archive that puts a node's configuration in place.
 * @param texts More files, by their absolute path in the node.
 * @throws LabError definition when a source is missing.
 */
export async function configuration(
  copies: readonly CopyPlan[],
  texts: Readonly<Record<string, string>> = {},
): Promise<Buffer> {
  const more = Object.entries(texts).map(([path, text]) => ({
    path: path.replace(/^\//, ''),
    data: Buffer.from(text),
    mode: 0o644,
  }));
  return tar([...(await copiedEntries(copies)), ...more]);
}
