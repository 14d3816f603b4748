import type { Language } from './core/language';
import { compareVersions } from './core/schema';

/** A version with where it was learnt, as people are told. */
export interface ChosenVersion {
  /** One of the language's supported versions. */
  readonly version: string;
  /** `the setting haproxy.version`, `image haproxy:2.8 in compose.yaml` ... */
  readonly source: string;
  /** The version that was found when it is out of range, so that a near one stands for it. */
  readonly found?: string;
}

/** The supported version that stands for `found` (`2.2.7` for 2.2; one out of range for the nearest). */
export function supported(language: Language, found: string, source: string): ChosenVersion {
  const wanted = found.split('.').slice(0, 2).join('.');
  if (language.versions.includes(wanted)) return { version: wanted, source };
  const older = language.versions.filter((version) => compareVersions(version, wanted) < 0);
  return { version: older.at(-1) ?? language.versions[0]!, source, found };
}

/** What the releases of distributions ship: their images tell a version by this alone. */
const DISTRIBUTIONS: Readonly<Record<string, Readonly<Record<Language['id'], string>>>> = {
  'debian:bullseye': { haproxy: '2.2', keepalived: '2.1' },
  'debian:bookworm': { haproxy: '2.6', keepalived: '2.2' },
  'debian:trixie': { haproxy: '3.0', keepalived: '2.3' },
  'debian:11': { haproxy: '2.2', keepalived: '2.1' },
  'debian:12': { haproxy: '2.6', keepalived: '2.2' },
  'debian:13': { haproxy: '3.0', keepalived: '2.3' },
  'ubuntu:20.04': { haproxy: '2.0', keepalived: '2.0' },
  'ubuntu:focal': { haproxy: '2.0', keepalived: '2.0' },
  'ubuntu:22.04': { haproxy: '2.4', keepalived: '2.2' },
  'ubuntu:jammy': { haproxy: '2.4', keepalived: '2.2' },
  'ubuntu:24.04': { haproxy: '2.8', keepalived: '2.2' },
  'ubuntu:noble': { haproxy: '2.8', keepalived: '2.2' },
};

/** The version of a program that a container image holds, by its name and tag: `haproxy:2.8-alpine`, `debian:trixie-slim`. */
export function versionOfImage(id: Language['id'], image: string): string | undefined {
  const [name = '', tag = ''] = image.split('/').at(-1)!.split('@')[0]!.split(':');
  const own = new RegExp(`^${id}(-|$)`).test(name) ? /^v?(\d+\.\d+(\.\d+)?)/.exec(tag)?.[1] : undefined;
  return own ?? DISTRIBUTIONS[`${name}:${tag.replace(/-.*$/, '')}`]?.[id];
}

/** The version in what `haproxy -v` or `keepalived -v` prints. */
export function versionInOutput(output: string): string | undefined {
  return /(?:version|Keepalived v)\s*(\d+\.\d+(\.\d+)?)/i.exec(output)?.[1];
}
