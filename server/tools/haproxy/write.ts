/** Writes generated data, one entry per line so that changes read well, or compares it with what is committed. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';

export function writeOrCheck(path: string, data: object, long: readonly string[]): void {
  const text = render(data, long);
  if (!process.argv.includes('--check')) writeFileSync(path, text);
  else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
    console.error(`${relative(process.cwd(), path)} is not what the generator makes: run npm run generate`);
    process.exitCode = 1;
  }
}

/** JSON with the members named in `long`, and everything at the top level otherwise, one entry per line. */
function render(data: object, long: readonly string[]): string {
  const members = Object.entries(data).map(([key, value]) => {
    if (!long.includes(key)) return `${JSON.stringify(key)}: ${JSON.stringify(value)}`;
    if (Array.isArray(value))
      return `${JSON.stringify(key)}: [\n${value.map((item) => JSON.stringify(item)).join(',\n')}\n]`;
    const inner = Object.entries(value as object).map(
      ([name, item]) => `${JSON.stringify(name)}: ${JSON.stringify(item)}`,
    );
    return `${JSON.stringify(key)}: {\n${inner.join(',\n')}\n}`;
  });
  return `{\n${members.join(',\n')}\n}\n`;
}
