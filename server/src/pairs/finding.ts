import type { ParsedDocument } from '../core/document';

/** More files of one pattern than a cluster has nodes are a collection, not a cluster. */
const MOST_NODES = 4;

/** A part of a name that tells the nodes of a cluster apart: `master`, `backup2`, `lb1`, `a`. */
const ROLE = /^(?:(?:master|backup|primary|secondary|active|standby|slave)\d*|[a-z]{0,12}\d{1,2}|[ab])$/i;

/**
 * Which keepalived files belong to one cluster, by their names: `keepalived-master.conf` beside
 * `keepalived-backup.conf`, or `lb1/keepalived.conf` beside `lb2/keepalived.conf`.
 * @returns groups of two to four.
 */
export function clustersOf(uris: readonly string[]): string[][] {
  const groups = new Map<string, string[]>();
  for (const uri of uris) {
    for (const key of keysOf(uri)) groups.set(key, [...(groups.get(key) ?? []), uri]);
  }
  return [...groups.values()].filter((group) => group.length > 1 && group.length <= MOST_NODES).map(inOrder);
}

const FIRST = /(?:^|[-_./])(?:master|primary|active)\d*[-_./]/i;

/** The nodes in an order of their own, whichever was opened first: the master by name, then by names. */
export function inOrder(uris: readonly string[]): string[] {
  const rank = (uri: string): string => `${FIRST.test(uri) ? 0 : 1}${uri}`;
  return [...uris].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/** The file's path with the part of its name, or of its folder, that tells the node left open. */
function keysOf(uri: string): string[] {
  const parts = uri.split('/');
  return [parts.length - 1, parts.length - 2].flatMap((index) => {
    const part = parts[index];
    const opened = part && open(part);
    return opened === undefined || opened === part
      ? []
      : [[...parts.slice(0, index), opened, ...parts.slice(index + 1)].join('/')];
  });
}

function open(name: string): string {
  return name
    .split(/([-_.])/)
    .map((part) => (ROLE.test(part) ? '*' : part))
    .join('');
}

const CLUSTER_COMMENT = /haconf:\s*cluster\[([\w.-]+)\]/;

/** The cluster that a file says it belongs to, in a comment at its top: `# haconf: cluster[web]`. */
export function clusterNamedIn(document: ParsedDocument): string | undefined {
  for (const line of document.scanned) {
    if (line.words.length > 0) return undefined;
    const found = CLUSTER_COMMENT.exec(line.text);
    if (found) return found[1];
  }
  return undefined;
}

/** Folders that hold one program's files, beside those of others. */
const PROGRAM_FOLDER = /^(?:haproxy|keepalived)(?:\.d)?$/;

/** More files of one program than this beside each other are a collection. */
const MOST_FILES = 6;

/**
 * The files among `uris` that run on the same nodes as `uri`, by their places: in the same folder, or in
 * `haproxy/` and `keepalived/` beside each other.
 */
export function besides(uri: string, uris: readonly string[]): string[] {
  const root = rootOf(uri);
  const found = uris.filter((one) => rootOf(one) === root);
  return found.length > MOST_FILES ? [] : found;
}

function rootOf(uri: string): string {
  const folder = parentOf(uri);
  return PROGRAM_FOLDER.test(folder.slice(folder.lastIndexOf('/') + 1)) ? parentOf(folder) : folder;
}

function parentOf(uri: string): string {
  return uri.slice(0, Math.max(0, uri.lastIndexOf('/')));
}
