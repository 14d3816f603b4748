/** The files of a rule's example, by name: `# file: NAME` begins each; an example without such a line is one file. */
export function exampleFiles(text: string, only: string): Map<string, string> {
  const parts = text.split(/^# file: (.*)\n/m);
  if (parts.length === 1) return new Map([[only, text]]);
  return new Map(parts.flatMap((name, i) => (i % 2 === 1 ? [[name, parts[i + 1]!] as const] : [])));
}
