/** Reports as files: written beside one another, never over one another. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { DrillReport } from '../report';
import { timelineFile } from './file';
import { reportMarkdown } from './markdown';

export const FORMATS = ['markdown', 'json', 'svg'] as const;

export type Format = (typeof FORMATS)[number];

const endings: Readonly<Record<Format, string>> = { markdown: 'md', json: 'json', svg: 'svg' };

/** `2026-11-20T09-15-42-haproxy-killed`: sorts by time, and no file system objects to it. */
function baseName({ time, drill }: Pick<DrillReport, 'time' | 'drill'>): string {
  return `${time.slice(0, 19).replaceAll(':', '-')}-${drill.id}`;
}

/**
 * Writes the report in the formats wanted.
 * @param folder Created when missing.
 * @returns Absolute paths, in the order of the formats. Files that are there stay: then the name gets a number.
 */
export async function saveReport(report: DrillReport, folder: string, formats: readonly Format[]): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  for (let number = 1; ; number++) {
    const name = join(folder, number === 1 ? baseName(report) : `${baseName(report)}-${number}`);
    const written = await writeAll(report, name, formats);
    if (written) return written;
  }
}

/** Undefined when one of the files is there already; what was written until then has another name than that and stays unused. */
async function writeAll(report: DrillReport, name: string, formats: readonly Format[]): Promise<string[] | undefined> {
  const files = formats.map((format) => ({ format, path: `${name}.${endings[format]}` }));
  const taken = await Promise.all(Object.values(endings).map((ending) => isThere(`${name}.${ending}`)));
  if (taken.some((there) => there)) return undefined;
  const picture = formats.includes('svg') ? `${basename(name)}.svg` : undefined;
  for (const { format, path } of files) {
    await writeFile(path, contentOf(report, format, picture), { flag: 'wx' });
  }
  return files.map(({ path }) => path);
}

function contentOf(report: DrillReport, format: Format, picture: string | undefined): string {
  if (format === 'json') return `${JSON.stringify(report, undefined, 2)}\n`;
  return format === 'svg' ? timelineFile(report) : reportMarkdown(report, { picture });
}

async function isThere(path: string): Promise<boolean> {
  return readFile(path).then(
    () => true,
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
      throw error;
    },
  );
}

/** @throws Error saying what is wrong with the file, when it is no report that this version can read. */
export async function readReport(path: string): Promise<DrillReport> {
  const text = await readFile(path, 'utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Error(`${path} is not a drill report: it is not JSON.`, { cause });
  }
  if (!isReport(value)) {
    throw new Error(`${path} is not a drill report of the format 1, which this version of haconf reads.`);
  }
  return value;
}

/** Whether the parts that everything else reads are there. */
export function isReport(value: unknown): value is DrillReport {
  const object = (one: unknown): one is Record<string, unknown> => typeof one === 'object' && one !== null;
  if (!object(value) || value['format'] !== 1) return false;
  const { drill, lab, timeline, preflight, agreement, traffic, versions } = value;
  return (
    object(drill) &&
    typeof drill['title'] === 'string' &&
    object(lab) &&
    typeof lab['project'] === 'string' &&
    object(timeline) &&
    Array.isArray(timeline['events']) &&
    Array.isArray(preflight) &&
    Array.isArray(agreement) &&
    object(traffic) &&
    object(versions) &&
    typeof value['time'] === 'string' &&
    typeof value['verdict'] === 'string'
  );
}
