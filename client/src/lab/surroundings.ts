/** This machine and this person, as far as finding an engine depends on them. */
import { homedir } from 'node:os';

/** Given to whoever looks, so that tests need no real home folder. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  readonly platform: NodeJS.Platform;
  readonly uid: number | undefined;
}

export function surroundings(env: NodeJS.ProcessEnv = process.env): Surroundings {
  return { env, home: homedir(), platform: process.platform, uid: process.getuid?.() };
}
