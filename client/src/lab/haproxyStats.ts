/**
 * HAProxy's `show stat`: CSV whose columns are found by the names in its first line, as their order is only fixed up to
 * a point. Source: HAProxy management guide, section 9.1 (CSV format).
 */
import type { BackendState, FrontendState, ParsedStatus, ProxyStatus, ServerState } from './state';

/** Splits CSV into rows of cells; quoted cells may hold commas, doubled quotes and line ends. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\r?\n|$)/y;
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    // A stray quote: the rest of the line cannot be understood, and there is no row without it.
    if (match === null) break;
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === ',' && cell.lastIndex < text.length) continue;
    rows.push(row);
    row = [];
  }
  return rows.filter((cells) => cells.length > 1 || cells[0] !== '');
}

const STATUSES: readonly string[] = ['OPEN', 'UP', 'DOWN', 'NOLB', 'DRAIN', 'MAINT', 'no check', 'STOP'];

/** `UP`, `DOWN 1/2`, `MAINT (via be/srv)`, `MAINT (resolution)`, `DRAIN 1/2`, `no check` ... */
export function parseStatus(text: string): ParsedStatus {
  const match = /^(OPEN|UP|DOWN|NOLB|DRAIN|MAINT|no check|STOP)(?: (\d+)\/(\d+))?(?: \((.*)\))?$/.exec(text.trim());
  const status = match?.[1];
  if (status === undefined || !STATUSES.includes(status)) {
    return { status: 'UNKNOWN', progress: undefined, reason: text.trim() === '' ? undefined : text.trim() };
  }
  const progress = match?.[2] === undefined ? undefined : { done: Number(match[2]), of: Number(match[3]) };
  return { status: status as ProxyStatus, progress, reason: match?.[4] };
}

type Row = Readonly<Record<string, string>>;

function sessions(row: Row) {
  return { current: Number(row['scur'] ?? 0), total: Number(row['stot'] ?? 0) };
}

/** `* L7OK` is a check that runs now, with the result of the one before it. */
function check(row: Row): ServerState['check'] {
  const text = row['check_status'] ?? '';
  if (text === '') return undefined;
  return {
    status: text.replace(/^\* /, ''),
    code: row['check_code'] === undefined || row['check_code'] === '' ? undefined : Number(row['check_code']),
    detail: row['last_chk'] ?? '',
    running: text.startsWith('* '),
  };
}

function server(row: Row): ServerState {
  return {
    ...parseStatus(row['status'] ?? ''),
    name: row['svname'] ?? '',
    address: row['addr'] ?? '',
    weight: Number(row['weight'] ?? 0),
    backup: Number(row['bck'] ?? 0) > 0,
    sessions: sessions(row),
    check: check(row),
  };
}

function proxy(row: Row): FrontendState {
  return {
    ...parseStatus(row['status'] ?? ''),
    name: row['pxname'] ?? '',
    mode: row['mode'] ?? '',
    sessions: sessions(row),
  };
}

/** @param csv Header line with or without its leading `# `. Rows of other types (listeners) are left out. */
export function parseStats(csv: string): { frontends: FrontendState[]; backends: BackendState[] } {
  const [header = [], ...rows] = parseCsv(csv.replace(/^# /, ''));
  const records: Row[] = rows.map((cells) => Object.fromEntries(header.map((name, at) => [name, cells[at] ?? ''])));
  const ofType = (type: string) => records.filter((row) => row['type'] === type);
  return {
    frontends: ofType('0').map(proxy),
    backends: ofType('1').map((row) => ({
      ...proxy(row),
      servers: ofType('2')
        .filter((candidate) => candidate['pxname'] === row['pxname'])
        .map(server),
    })),
  };
}
