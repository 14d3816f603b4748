// What an extension costs in the extension host, which it shares with VS Code's own code, other extensions and these tests.
import { Session } from 'node:inspector/promises';
import type { Profiler } from 'node:inspector';

export interface Costs {
  /** Percent of one core, all threads of the process. */
  readonly process: number;
  /** The part of it during which code of the extension was on the stack; what runs without any stack is shared out alike. */
  readonly extension: number;
}

/** Looks for a while at who uses this process. @param bundle Path of the extension's code. */
export async function costs(milliseconds: number, bundle: string): Promise<Costs> {
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: 1000 });
    await session.post('Profiler.start');
    const before = process.cpuUsage();
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    const { user, system } = process.cpuUsage(before);
    const { profile } = await session.post('Profiler.stop');
    const all = ((user + system) / 1000 / milliseconds) * 100;
    return { process: all, extension: all * shareOf(profile, bundle) };
  } finally {
    session.disconnect();
  }
}

/** Of the samples that stand for somebody's code, the part with the bundle on the stack. */
function shareOf({ nodes, samples = [] }: Profiler.Profile, bundle: string): number {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const stack = (id: number): string[] => {
    const parent = parents.get(id);
    return [byId.get(id)!.callFrame.url, ...(parent === undefined ? [] : stack(parent))];
  };
  // Idle, the collector and V8 itself have no source.
  const busy = samples.map(stack).filter((urls) => urls.some((url) => url !== ''));
  const own = busy.filter((urls) => urls.some((url) => url.endsWith(bundle)));
  return busy.length === 0 ? 0 : own.length / busy.length;
}
