// One line for each thing that set-up does, so that a person can follow it and a log can be read afterwards.
const started = Date.now();

export const say = (text) => console.log(`[${((Date.now() - started) / 1000).toFixed(0).padStart(3)} s] ${text}`);

/** Something is missing and we cannot get it: the message says what it is and how to get it. */
export class Missing extends Error {}

/** The last lines of a failed command's output, which is where the reason is. */
export const tail = (output, lines = 4) => output.trimEnd().split('\n').slice(-lines).join('\n');
