import json from '../../../data/haproxy.samples.json';
import { existsIn } from '../../core/schema';

/** What a fetch or converter takes and gives (manual, chapter 7.3). */
export interface SampleForm {
  readonly since?: string;
  readonly until?: string;
  /** Types of the arguments; a trailing `?` marks an optional one. */
  readonly args?: readonly string[];
  readonly out: string;
  /** Converters: what it takes. */
  readonly in?: string;
  /** Chapter of the manual that describes it. */
  readonly chapter?: string;
  /** Fetches: `Y` or `.` for each place where samples are used. */
  readonly where?: string;
}

export interface AclForm {
  readonly since?: string;
  readonly until?: string;
  readonly fetch: string;
  readonly match: string;
}

interface SampleJson {
  readonly fetches: Readonly<Record<string, readonly SampleForm[]>>;
  readonly converters: Readonly<Record<string, readonly SampleForm[]>>;
  readonly acls: Readonly<Record<string, readonly AclForm[]>>;
}

/** Fetches, converters and ACL keywords of one version. */
export interface Samples {
  readonly fetches: ReadonlyMap<string, SampleForm>;
  readonly converters: ReadonlyMap<string, SampleForm>;
  readonly acls: ReadonlyMap<string, AclForm>;
}

const data = json as SampleJson;
const byVersion = new Map<string, Samples>();

export function samplesOf(version: string): Samples {
  let samples = byVersion.get(version);
  if (!samples) {
    samples = {
      fetches: select(data.fetches, version),
      converters: select(data.converters, version),
      acls: select(data.acls, version),
    };
    byVersion.set(version, samples);
  }
  return samples;
}

function select<F extends { since?: string; until?: string }>(
  forms: Readonly<Record<string, readonly F[]>>,
  version: string,
): Map<string, F> {
  const out = new Map<string, F>();
  for (const [name, all] of Object.entries(forms)) {
    const form = all.find((one) => existsIn(one, version));
    if (form) out.set(name, form);
  }
  return out;
}

/** The version that brought a fetch or converter which the chosen one lacks, or the last one that had it. */
export function otherVersion(
  kind: 'fetches' | 'converters',
  name: string,
): { since?: string; until?: string } | undefined {
  return data[kind][name]?.[0];
}

/** Where a fetch may be used in any version: releases within a version have opened places that were closed at first. */
export function placesOf(fetch: string): readonly string[] {
  return (data.fetches[fetch] ?? []).flatMap(({ where }) => where ?? []);
}

/** The part of the manual on what lies in the buffers; this one of them works on requests, too. */
const [BUFFERS, ANYWHERE] = ['7.3.5', 'req.proto_http'];

/** Whether a fetch reads raw bytes from a buffer, which an HTTP proxy does not have. */
export function readsBuffer(fetch: string): boolean {
  return fetch !== ANYWHERE && data.fetches[fetch]?.[0]?.chapter === BUFFERS;
}

/** Names come from Lua files, or from builds with device detection; the text alone does not tell. */
export function isForeign(name: string): boolean {
  return /^(lua\.|51d|da-csv|wurfl-)/.test(name);
}
