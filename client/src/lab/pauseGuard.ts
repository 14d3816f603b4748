/**
 * Keeps the start of an exec and a pause of the same container apart. A process that is being started in a container
 * while its cgroup freezes never finishes starting, and Docker then holds the container's lock for good: it can be
 * neither unpaused nor removed. Seen with Docker 20.10 and runc 1.1. One table for all connections of this process.
 */
const starting = new Map<string, Set<Promise<unknown>>>();
const pausing = new Map<string, Promise<unknown>>();
/** A start that takes longer than this will not be waited for. */
const PATIENCE = 5_000;

function settled(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    () => undefined,
  );
}

/** Waits for a pause that is under way. @returns What to call once the process has started, or will not. */
export async function guardStart(containerId: string): Promise<() => void> {
  await pausing.get(containerId);
  const set = starting.get(containerId) ?? new Set();
  starting.set(containerId, set);
  let done: () => void = () => undefined;
  const entry = new Promise<void>((resolve) => (done = resolve));
  set.add(entry);
  return () => {
    set.delete(entry);
    if (set.size === 0) starting.delete(containerId);
    done();
  };
}

/** Pauses once no process is being started in the container. */
export async function guardPause(containerId: string, pause: () => Promise<void>): Promise<void> {
  const patience = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE).unref());
  const waiting: readonly Promise<unknown>[] = [...(starting.get(containerId) ?? [])];
  await Promise.race([Promise.all(waiting), patience]);
  const paused = pause();
  const entry = settled(paused);
  pausing.set(containerId, entry);
  await entry;
  if (pausing.get(containerId) === entry) pausing.delete(containerId);
  await paused;
}
