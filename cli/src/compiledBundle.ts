import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';
import { readKept, writeKept } from './keptFiles';

/** What Node.js puts around a module. The head stands on one line with the module's first: lines count as in the file. */
const HEAD = '(function (exports, require, module, __filename, __dirname) {';
const TAIL = '\n})';

type ModuleFunction = (
  exports: object,
  require: NodeJS.Require,
  module: { readonly exports: object },
  filename: string,
  dirname: string,
) => void;

/** A run that took so many times as long as the one whose work was kept has met functions that the other had not. */
const MORE_TO_KEEP = 2;

/**
 * Loads a bundle as `require` does, but what was compiled is kept from run to run, with all functions that have run. What
 * Node.js keeps itself (from version 22.1 on) is compiled before anything runs, and holds next to none of them: compiling
 * them takes a tenth of the time that a folder full of configurations takes.
 * @param file absolute path.
 */
export function loadBundle(file: string): unknown {
  const source = readFileSync(file);
  // The tag tells versions of V8, its flags and the processor apart.
  const name = `${basename(file)}-${process.arch}-${cachedDataVersionTag()}`;
  const kept = keptOf(source, readKept(name));
  const script = new Script(HEAD + source.toString('utf8') + TAIL, {
    filename: file,
    columnOffset: -HEAD.length,
    ...(kept && { cachedData: kept.compiled }),
  });
  const isOfUse = kept !== undefined && script.cachedDataRejected !== true;
  process.on('exit', () => {
    const took = process.uptime();
    if (isOfUse && took < kept.took * MORE_TO_KEEP) return;
    writeKept(name, Buffer.concat([source, Buffer.from(Float64Array.of(took).buffer), script.createCachedData()]));
  });
  const module = { exports: {} };
  const run = script.runInThisContext() as ModuleFunction;
  run(module.exports, createRequire(file), module, file, dirname(file));
  return module.exports;
}

interface Kept {
  /** Seconds that the run took which wrote it. */
  readonly took: number;
  readonly compiled: Buffer;
}

const TOOK_BYTES = Float64Array.BYTES_PER_ELEMENT;

/** It stands behind the source that it was made of: V8 itself compares no more than the length of that. */
function keptOf(source: Buffer, bytes: Buffer | undefined): Kept | undefined {
  if (!bytes || bytes.length <= source.length + TOOK_BYTES) return undefined;
  if (!bytes.subarray(0, source.length).equals(source)) return undefined;
  const behind = bytes.subarray(source.length);
  return { took: behind.readDoubleLE(0), compiled: behind.subarray(TOOK_BYTES) };
}
