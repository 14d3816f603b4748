import { duration, span } from '../core/duration';
import type { Configuration } from '../core/language';
import type { Note } from '../core/notes';
import { masterDown } from './failover';
import { type Handover, handover, peacePriority } from './handover';
import { clusterNode, type NodeInstance, type Placed, type Track } from './node';
import { failoverNode, type PlacedPrediction, predictions } from './prediction';
import { virtualRouters } from './rule';

/**
 * What a keepalived file comes to: effective priorities, times, and what a failover takes. Lines are absolute.
 * @param cluster the configurations of all nodes; one alone is held against a backup of the same settings.
 */
export function clusterNotes(uri: string, cluster: readonly Configuration[]): Note[] {
  const nodes = cluster.map(clusterNode);
  const routers = virtualRouters(nodes);
  const alone = nodes
    .flatMap((node) => node.instances)
    .filter((one) => !one.uncertain && !routers.some((router) => router.includes(one)));
  const notes = [...routers, ...alone.map((one) => [one])].flatMap(routerNotes);
  return notes.filter((note) => note.uri === uri).map(({ note }) => note);
}

interface PlacedNote {
  readonly uri: string;
  readonly note: Note;
}

function routerNotes(router: readonly NodeInstance[]): PlacedNote[] {
  const sorted = [...router].sort((a, b) => peacePriority(b) - peacePriority(a));
  const master = sorted[0]!;
  const backup = sorted[1] ?? master;
  if (![master, backup].every(isReckonable)) return [];
  const markdown = failoverTable(master, backup, sorted.length > 1);
  return router
    .filter(isReckonable)
    .flatMap((one) => [
      at(one.head, { markdown }),
      ...priorityNotes(one),
      ...intervalNotes(one),
      ...trackNotes(one, one === master ? sorted[1] : undefined),
    ]);
}

function isReckonable(one: NodeInstance): boolean {
  const { interval, priority, adverts } = failoverNode(one);
  return [interval, priority, adverts].every(Number.isFinite) && interval > 0;
}

function at(place: Placed<unknown>, note: Omit<Note, 'range'>): PlacedNote {
  return { uri: place.uri, note: { ...note, range: place.range } };
}

function priorityNotes(one: NodeInstance): PlacedNote[] {
  const peace = peacePriority(one);
  if (peace === one.priority.value || one.priority.range === one.head.range) return [];
  const added = peace - one.priority.value;
  const markdown = `While everything tracked is well, "${one.name}" runs with ${one.priority.value} ${added < 0 ? '-' : '+'} ${Math.abs(added)} = **${peace}**.`;
  return [at(one.priority, { label: `effective ${peace}`, markdown })];
}

function intervalNotes(one: NodeInstance): PlacedNote[] {
  if (!one.advertInterval) return [];
  const node = failoverNode(one);
  const down = duration(masterDown(node));
  const markdown = `As backup, this node takes over when it has heard nothing for ${down}: ${node.adverts} × \`advert_int\` and the skew of its priority.`;
  return [at(one.advertInterval, { label: `takes over after ${down}`, markdown })];
}

function trackNotes(one: NodeInstance, backup: NodeInstance | undefined): PlacedNote[] {
  return one.tracks.flatMap((track) => {
    const result = handover(one, backup ?? one, track);
    if (!result) return [];
    // Without another node to compare with, only what becomes of this one's own priority is certain.
    const own = /^.*? = -?\d+/.exec(result.sum)?.[0] ?? 'fault state';
    if (result.values !== undefined) return fileNotes(track, result, backup !== undefined);
    const sum = backup ? result.sum : own;
    const markdown = `When \`${track.name}\` fails on ${one.node}: **${sum}**.`;
    const weight = track.weightPlace && [at(lineTo(track.weightPlace), { markdown })];
    return [at(track.entry, { label: `fails: ${sum}`, markdown }), ...(weight ?? [])];
  });
}

/** The line of a value up to it: the keyword is hovered as often as the number. */
function lineTo<T>(place: Placed<T>): Placed<T> {
  const { start, end } = place.range;
  return { ...place, range: { start: { line: start.line, character: 0 }, end } };
}

/** What the number in a file does; on one node alone only that it takes the node down is certain. */
function fileNotes({ entry, name }: Track, { values, sum, fault }: Handover, isPair: boolean): PlacedNote[] {
  if (!isPair && !fault) return [];
  const markdown = `keepalived multiplies the number in the file \`${name}\` by the weight and adds it to the priority; what comes to less than -253 takes the instance down. With weight 0 any number but 0 does.`;
  return [at(entry, { label: `${values}: ${sum}`, markdown })];
}

const HAPPENS: Readonly<Record<string, string>> = {
  crash: 'crashes',
  link: 'loses its link',
  stop: 'is stopped in order',
};

function failoverTable(master: NodeInstance, backup: NodeInstance, isPair: boolean): string {
  const rows = predictions(master, backup).map(row);
  const to = isPair
    ? `from ${master.node} (priority ${peacePriority(master)}) to ${backup.node} (${peacePriority(backup)})`
    : 'to a backup with the same settings';
  return [
    `**Failover of ${master.name}** ${to}`,
    '',
    '| when the master | takes over after | nobody answers for | decided by |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function row(one: PlacedPrediction): string {
  const when = whenOf(one);
  const takeover = one.takeover ? span(one.takeover.least, one.takeover.most) : 'never';
  const given = one.line ? `line ${one.line.range.start.line + 1} of ${fileOf(one.line)}` : 'default';
  const gap = span(one.gap.least, one.gap.most);
  return `| ${when} | ${takeover} | ${gap} | \`${one.dominant}\` (${given}): ${one.sum} |`;
}

function whenOf({ track, values, fault }: PlacedPrediction): string {
  if (!track) return HAPPENS[fault]!;
  return values === undefined ? `has \`${track.name}\` fail` : `reads ${values} in \`${track.name}\``;
}

function fileOf({ uri }: Placed<unknown>): string {
  return decodeURIComponent(uri.split('/').slice(-2).join('/'));
}
