/** A HAProxy or keepalived beside the labs that a person wants to watch: how it is named, stored and reached. */
import { LabError } from '../errors';

export type TargetAddress =
  /** Name of a container of the engine. */
  | { readonly kind: 'container'; readonly container: string }
  /** A runtime socket that listens on TCP (`stats socket ipv4@...`). */
  | { readonly kind: 'socket'; readonly host: string; readonly port: number }
  | {
      readonly kind: 'statistics';
      /** Of the page, without credentials and without `;csv`. */
      readonly url: string;
      readonly user: string | undefined;
      /** SHA-256 fingerprint of a certificate that the person trusts though no authority vouches for it. */
      readonly certificate?: string | undefined;
    };

/** What is remembered of it. It never holds a password. */
export interface Target {
  /** The same for the same address. */
  readonly id: string;
  readonly address: TargetAddress;
  /** The person has allowed changes. */
  readonly changes: boolean;
}

/** For people: `10.0.0.5:9999`. */
export function targetLabel({ address }: Pick<Target, 'address'>): string {
  switch (address.kind) {
    case 'container':
      return address.container;
    case 'socket':
      return `${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`;
    case 'statistics':
      return address.url.replace(/^https?:\/\//, '');
  }
}

export function newTarget(address: TargetAddress): Target {
  const name = address.kind === 'statistics' ? address.url : targetLabel({ address });
  return { id: `${address.kind}:${name}`, address, changes: false };
}

/** What HAProxy's statistics page cannot do through its CSV. */
export function canChange({ address }: Target): boolean {
  return address.kind !== 'statistics';
}

/** `host:port`, `[::1]:9999`. @throws LabError definition, with what is wrong. */
export function parseSocket(text: string): TargetAddress {
  const match = /^(?:\[([\da-fA-F:.]+)\]|([^\s:/[\]]+)):(\d{1,5})$/.exec(text.trim());
  const port = Number(match?.[3]);
  if (!match || port < 1 || port > 65_535) {
    throw new LabError('definition', 'An address is a host, a colon and a port: 10.0.0.5:9999.', '');
  }
  return { kind: 'socket', host: match[1] ?? match[2] ?? '', port };
}

export interface PageAddress {
  readonly address: TargetAddress & { readonly kind: 'statistics' };
  /** Of credentials that stood in the URL; they do not stay there. */
  readonly password: string | undefined;
}

/** The URL of a statistics page, as it stands in a browser. @throws LabError definition, with what is wrong. */
export function parsePage(text: string): PageAddress {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch (cause) {
    const words = 'That is no URL: write one such as http://10.0.0.5:8404/stats.';
    throw new LabError('definition', words, '', { cause });
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new LabError('definition', 'A statistics page has a URL with http or https.', '');
  }
  const user = url.username === '' ? undefined : decodeURIComponent(url.username);
  const password = url.password === '' ? undefined : decodeURIComponent(url.password);
  // What stands behind a semicolon are options of the page: `/stats;csv`, `/stats;up`.
  const bare = `${url.protocol}//${url.host}${url.pathname.replace(/;.*$/, '')}`;
  return { address: { kind: 'statistics', url: bare, user }, password };
}
