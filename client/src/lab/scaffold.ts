/** Copies a template into a folder and makes it fit this machine. In work. */
import type { Engine } from './engine';

export interface ScaffoldOptions {
  /** Folder that holds the templates: `<extension>/lab-templates`. */
  readonly templates: string;
  /** Name of the template; `two-web-two-lb` when not given. */
  readonly template?: string | undefined;
  /** Where to put it; created when missing. */
  readonly folder: string;
  /** Used to see which networks, container names and ports are taken; without it only this host is looked at. */
  readonly engine?: Engine | undefined;
  /** `debian:trixie-slim` when not given (setting haLab.baseImage). */
  readonly baseImage?: string | undefined;
  /** Compose project name; from the folder's name when not given. */
  readonly project?: string | undefined;
  /** Overwrite files that exist and differ. Without it they are kept and named in `kept`. */
  readonly overwrite?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ScaffoldResult {
  /** Absolute path of compose.yaml. */
  readonly file: string;
  /** Relative paths written. */
  readonly written: readonly string[];
  /** Relative paths that were there already and differ from what we would have written. */
  readonly kept: readonly string[];
  /** What deviates from the presets, in words: `Port 18080 is taken: myweb1 is on 18081`. */
  readonly notes: readonly string[];
}

/** @throws LabError definition (no such template), cancelled. */
export function scaffold(_options: ScaffoldOptions): Promise<ScaffoldResult> {
  return Promise.reject(new Error('in work'));
}

/** The lab definitions in a folder and its direct subfolders: files compose.yaml that have an `x-haconf` block. */
export function findLabs(_folder: string): Promise<string[]> {
  return Promise.reject(new Error('in work'));
}
