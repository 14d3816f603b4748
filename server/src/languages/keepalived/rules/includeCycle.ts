import type { Configuration, DocumentRule, Inclusion } from '../../../core/language';

/** Files that include each other. */
export const includeCycle: DocumentRule = {
  id: 'include-cycle',
  severity: 'error',
  title: 'Files that include each other',
  docs: 'A file that includes itself, at once or by way of others, is read again and again: keepalived goes on until it may open no more files ("Too many open files"), and then takes everything in it a thousand times. Remove one of the includes on the way round. A glob counts as well: `include *.conf` in a file that it matches.',
  bad: 'include keepalived.conf\n',
  good: 'include conf.d/*.conf\n',
  checkDocument({ uri }, { configuration }, report) {
    const graph = graphOf(configuration);
    for (const { range, targets } of graph.get(uri) ?? []) {
      const round = targets.map((target) => roundFrom(target, graph, [uri])).find((found) => found !== undefined);
      if (!round) continue;
      const [closing, start] = [round.at(-2)!, round.at(-1)!];
      const at = graph.get(closing)!.find((one) => one.targets.includes(start))!.range;
      const named = round.map(nameOf).join(' includes ');
      const message = start === uri ? `Leads round in a circle: ${named}.` : `Leads into a circle: ${named}.`;
      report({
        range,
        message: `${message} keepalived reads on until it may open no more files: remove one of these includes.`,
        related: [{ uri: closing, range: at, message: 'Closes the circle' }],
      });
    }
  },
};

type Graph = ReadonlyMap<string, readonly Inclusion[]>;

function graphOf(configuration: Configuration): Graph {
  return new Map(configuration.documents.map((document) => [document.uri, configuration.includes(document)]));
}

/**
 * The files of a circle that is reached from `uri`, the first of them again at the end.
 * @param before the files on the way to it.
 */
function roundFrom(
  uri: string,
  graph: Graph,
  before: readonly string[],
  seen = new Set<string>(),
): string[] | undefined {
  const again = before.indexOf(uri);
  if (again >= 0) return [...before.slice(again), uri];
  if (seen.has(uri)) return undefined;
  seen.add(uri);
  for (const target of graph.get(uri)?.flatMap(({ targets }) => targets) ?? []) {
    const found = roundFrom(target, graph, [...before, uri], seen);
    if (found) return found;
  }
  return undefined;
}

function nameOf(uri: string): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
}
