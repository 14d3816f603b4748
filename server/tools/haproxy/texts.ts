/** Our own texts on keywords. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { factsFolder } from './facts';

/** `texts.txt`: `keyword<TAB>text`, or `section/keyword<TAB>text` where sections differ. */
export function describedTexts(): Record<string, string> {
  const lines = readFileSync(join(factsFolder, 'texts.txt'), 'utf8').split('\n');
  return Object.fromEntries(
    lines.filter((line) => line.includes('\t')).map((line) => line.split('\t') as [string, string]),
  );
}
