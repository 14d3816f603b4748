/** Which of its configurations HAProxy runs on a node: what there is to choose from, and where the choice is written. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { LineCounter, parseDocument, isMap, isScalar, isSeq, type Scalar } from 'yaml';
import { LabError } from './errors';
import type { LabPlan, NodePlan } from './plan';
import { CHOICES, configurationOf } from './programs';

export interface Configuration {
  /** Absolute path in the lab's folder. */
  readonly file: string;
  /** Path in the node. */
  readonly target: string;
  readonly name: string;
  /** What the file says of itself in a comment on its first line: `Plain HTTP.` */
  readonly about: string;
  /** Whether compose.yaml names it for this node. */
  readonly chosen: boolean;
}

/** The HAProxy configurations in the folder that is copied into a node: files `*.cfg`, by name. */
export async function configurationsFor(node: NodePlan): Promise<Configuration[]> {
  const chosen = configurationOf(node, 'haproxy');
  const copy = node.copy.find(({ to }) => to === '/etc/haproxy');
  if (chosen === undefined || copy === undefined) return [];
  const names = (await readdir(copy.from)).filter((name) => name.endsWith('.cfg')).sort();
  return Promise.all(
    names.map(async (name) => {
      const file = join(copy.from, name);
      const target = `${copy.to}/${name}`;
      const about = /^#\s*(.*)/.exec(await readFile(file, 'utf8'))?.[1]?.trim() ?? '';
      return { file, target, name, about, chosen: target === chosen };
    }),
  );
}

/** The node as it is when HAProxy runs another configuration on it. */
export function withChoice(node: NodePlan, target: string): NodePlan {
  return { ...node, environment: { ...node.environment, [CHOICES.haproxy]: target } };
}

/**
 * compose.yaml with another configuration named for some nodes; nothing else in it changes.
 * @throws LabError definition when it does not name one for them in a place of its own.
 */
export function chooseInDefinition(text: string, plan: LabPlan, nodes: readonly string[], target: string): string {
  const lines = new LineCounter();
  const document = parseDocument(text, { merge: true, lineCounter: lines });
  const places = nodes.map((node) => {
    const environment = document.getIn(['services', node, 'environment'], true);
    const place = placeIn(environment);
    if (place !== undefined) return place;
    const what = `${basename(plan.file)} does not say which configuration HAProxy runs on ${node}.`;
    const action = `Add this line under services, ${node}, environment: ${CHOICES.haproxy}: ${target}`;
    throw new LabError('definition', what, action);
  });
  // From the end, so that the places before stay where they are.
  return [...new Set(places)]
    .sort((a, b) => b.range![0] - a.range![0])
    .reduce((changed, { range, value }) => {
      const before = String(value).startsWith(`${CHOICES.haproxy}=`) ? `${CHOICES.haproxy}=` : '';
      return changed.slice(0, range![0]) + scalar(before + target) + changed.slice(range![1]);
    }, text);
}

/** As YAML has it; a text of ordinary letters needs no quotes. */
function scalar(text: string): string {
  return /^[\w./=-]+$/.test(text) ? text : JSON.stringify(text);
}

/** The scalar that names the configuration: a value of a map, or an element `NAME=value` of a list. */
function placeIn(environment: unknown): Scalar | undefined {
  if (isMap(environment)) {
    const value = environment.items.find(({ key }) => isScalar(key) && key.value === CHOICES.haproxy)?.value;
    return isScalar(value) ? value : undefined;
  }
  if (!isSeq(environment)) return undefined;
  return environment.items.find(
    (item): item is Scalar => isScalar(item) && String(item.value).startsWith(`${CHOICES.haproxy}=`),
  );
}
