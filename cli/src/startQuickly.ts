import { setFlagsFromString } from 'node:v8';

/** The first version of Node.js with a compiler between the one that is quick to start and the one that is slow. */
const FIRST_WITH_MAGLEV = 22;

/** Bytes of bytecode that a function runs before it is optimised; V8's own choice was 132 KB. */
const BUDGET = 1_000_000;

/** Calls of a function before the slow one of two optimising compilers takes it on; V8's own choice is 3000. */
const CALLS = 30_000;

/** Size of the space for young objects after it was full once, as a multiple of what V8 begins with (1 MB). */
const GROWTH = 16;

/**
 * Tells Node.js that this process is short and has much to do: a matter of speed alone. The garbage collector is not called
 * every megabyte; and the compiler that optimises most waits longer before it does, since a run is over before most of that
 * work pays. Before anything else is loaded: what was compiled is only of use under the same flags.
 */
export function startQuickly(): void {
  setFlagsFromString(`--semi-space-growth-factor=${GROWTH}`);
  const hasMaglev = Number(process.versions.node.split('.')[0]) >= FIRST_WITH_MAGLEV;
  setFlagsFromString(hasMaglev ? `--invocation-count-for-turbofan=${CALLS}` : `--interrupt-budget=${BUDGET}`);
}

/**
 * Keeps the space for young objects at the size that it has once a bundle is loaded (16 MB): a larger one, which V8 would
 * make as of Node.js 22, costs more in memory touched for the first time than it spares in collections.
 */
export function stopGrowing(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  // What was compiled is kept under the flags under which it will be read.
  process.prependListener('exit', () => {
    setFlagsFromString(`--semi-space-growth-factor=${GROWTH}`);
  });
}
