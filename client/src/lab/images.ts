/** Makes sure that the images of a lab exist: pulls the base, builds what is missing or made from something else. */
import { buildContext, recipe } from './contextFiles';
import type { Engine } from './dockerApi';
import { imageLabels, ownFilter, RECIPE } from './labels';
import type { LabPlan, NodePlan } from './plan';
import type { RunOptions } from './progress';
import { buildStep, pullFraction, readProgress, type ProgressLine } from './progressLines';

/** Output lines of a build worth showing: package installation is most of the waiting. */
const INTERESTING =
  /^(?:Get:\d+ \S+ \S+ (?<package>\S+)|Unpacking (?<unpacked>[\w.+-]+)|Setting up (?<setUp>[\w.+-]+))/;

function detail(line: ProgressLine): string | undefined {
  const groups = INTERESTING.exec(line.stream ?? '')?.groups;
  const name = groups?.['package'] ?? groups?.['unpacked'] ?? groups?.['setUp'];
  return name === undefined ? undefined : `installing ${name}`;
}

async function pull(engine: Engine, name: string, { signal, progress }: RunOptions): Promise<void> {
  const fraction = pullFraction();
  const message = `Pulling ${name}`;
  await readProgress(await engine.pull(name, { signal }), message, (line) => {
    progress?.({ percent: fraction(line) * 100, message });
  });
}

/**
 * Builds one image. Cancelled or failed, the layers that it made are removed; those it found stay.
 */
async function build(engine: Engine, plan: LabPlan, node: NodePlan, made: string, options: RunOptions): Promise<void> {
  const { signal, progress } = options;
  const from = node.build!;
  const query = {
    t: node.image,
    dockerfile: from.dockerfile,
    target: from.target,
    buildargs: JSON.stringify(from.args),
    labels: JSON.stringify(imageLabels(plan, made)),
    rm: '1',
    forcerm: '1',
  };
  const layers: string[] = [];
  let cached = true;
  let percent = 0;
  const onLine = (line: ProgressLine) => {
    const step = buildStep(line);
    if (step !== undefined) {
      percent = ((step.step - 1) / step.of) * 100;
      cached = true;
    }
    if (/^ ---> Running in/.test(line.stream ?? '')) cached = false;
    const layer = /^ ---> ([0-9a-f]{12})$/.exec((line.stream ?? '').trimEnd())?.[1];
    if (layer !== undefined && !cached) layers.unshift(layer);
    const message = detail(line) ?? (step === undefined ? undefined : step.instruction.slice(0, 60));
    if (message !== undefined) progress?.({ percent, message: `Building ${node.image}: ${message}` });
  };
  try {
    await readProgress(
      await engine.build(await buildContext(from), query, { signal }),
      `Building ${node.image}`,
      onLine,
    );
  } catch (error) {
    for (const layer of layers) await engine.removeImage(layer);
    throw error;
  }
}

/** Removes the images that the lab's builds made: all of them, or those whose name a newer one has taken. */
export async function removeImages(
  engine: Engine,
  plan: LabPlan,
  which: 'all' | 'replaced',
  signal: AbortSignal | undefined,
): Promise<void> {
  const filter = which === 'all' ? ownFilter(plan) : { ...ownFilter(plan), dangling: ['true'] };
  for (const id of await engine.images(filter, { signal })) await engine.removeImage(id, { signal });
}

/** The image that a build stands on: its argument BASE_IMAGE. */
function baseOf(node: NodePlan): string | undefined {
  return node.build?.args['BASE_IMAGE'];
}

/**
 * @returns The image id of each node, by image name.
 * @throws LabError image-missing, registry, disk-full, build-failed, cancelled.
 */
export async function ensureImages(engine: Engine, plan: LabPlan, options: RunOptions): Promise<Map<string, string>> {
  const { signal, progress } = options;
  const ids = new Map<string, string>();
  const distinct = [...new Map(plan.nodes.map((node) => [node.image, node])).values()];
  for (const [index, node] of distinct.entries()) {
    // The first image takes nearly all of the time: the others stand on the same layers.
    const [from, to] =
      index === 0 ? [0, 85] : [85 + (15 * (index - 1)) / distinct.length, 85 + (15 * index) / distinct.length];
    const part: RunOptions = {
      signal,
      progress: ({ percent, message }) => progress?.({ percent: from + ((to - from) * percent) / 100, message }),
    };
    ids.set(node.image, await ensureImage(engine, plan, node, part));
  }
  return ids;
}

async function ensureImage(engine: Engine, plan: LabPlan, node: NodePlan, options: RunOptions): Promise<string> {
  const { signal } = options;
  const wanted = node.build === undefined ? node.image : baseOf(node);
  let base = wanted === undefined ? undefined : await engine.image(wanted, { signal });
  if (wanted !== undefined && base === undefined) {
    await pull(engine, wanted, options);
    base = await engine.image(wanted, { signal });
  }
  if (node.build === undefined) return base!.id;

  const copied = plan.nodes.flatMap(({ copy }) => copy);
  const made = await recipe(node.build, copied, base?.id ?? '');
  const found = await engine.image(node.image, { signal });
  if (found?.labels[RECIPE] === made) return found.id;
  await build(engine, plan, node, made, options);
  return (await engine.image(node.image, { signal }))!.id;
}
