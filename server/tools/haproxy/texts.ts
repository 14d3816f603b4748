/** Our own texts: one line each in `facts/haproxy/texts`, whose README tells how they are keyed. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { factsFolder } from './facts';

const folder = join(factsFolder, 'texts');

/** Every text by its key. @throws Error at a line without a key, and at a key that has two texts. */
export function describedTexts(): Record<string, string> {
  const out: Record<string, string> = {};
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.txt')) continue;
    for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) {
      if (line === '' || line.startsWith('#')) continue;
      const [, keys, text] = /^([^\t]+)\t([^\t]+)$/.exec(line) ?? [];
      if (keys === undefined || text === undefined) throw new Error(`${file}: not KEY<TAB>TEXT: ${line}`);
      for (const key of keys.split(', ').flatMap(expand)) {
        if (out[key] !== undefined) throw new Error(`${file}: a second text for "${key}"`);
        // An example is a paragraph of its own.
        out[key] = text.replace(/ (?=Example: `.*`$)/, '\n\n');
      }
    }
  }
  return out;
}

/** `{http-request,http-response} allow` stands for one key with each of the words. */
function expand(key: string): string[] {
  const [, before, words, after] = /^(.*?)\{([^}]*)\}(.*)$/.exec(key) ?? [];
  return words === undefined ? [key] : words.split(',').map((word) => `${before!}${word}${after!}`);
}

/** Keys that name nothing in the data: slips of the pen. */
export function strayKeys(texts: Readonly<Record<string, string>>, known: KnownNames): string[] {
  return Object.keys(texts).filter((key) => {
    const [, set, name] = /^([^: /]+):(.+)$/.exec(key) ?? [];
    if (set !== undefined) return !known.parameters.has(`${set}:${name!}`);
    return !known.keywords.has(key);
  });
}

export interface KnownNames {
  /** `maxconn` and `global/maxconn`. */
  readonly keywords: ReadonlySet<string>;
  /** `bind:ssl`, `fetch:src`, `converter:lower`, `alias:ci`. */
  readonly parameters: ReadonlySet<string>;
}
