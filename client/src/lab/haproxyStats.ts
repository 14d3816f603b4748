/**
 * HAProxy's `show stat`: CSV whose columns are found by the names in its first line, as their order is only fixed up to
 * a point. Source: HAProxy management guide, section 9.1 (CSV format).
 */
import { parseServers, type ServerAdmin } from './serversState';
import type { BackendState, FrontendState, ParsedStatus, ProxyStatus, ServerState, Traffic } from './state';

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

/** An empty cell is not 0: there is no such value. */
function number(row: Row, column: string): number | undefined {
  const text = row[column] ?? '';
  return text === '' ? undefined : Number(text);
}

function traffic(row: Row): Traffic {
  return {
    sessions: {
      current: number(row, 'scur') ?? 0,
      total: number(row, 'stot') ?? 0,
      limit: number(row, 'slim'),
    },
    rate: number(row, 'rate') ?? 0,
  };
}

/** `* L7OK` is a check that runs now, with the result of the one before it. */
function check(row: Row): ServerState['check'] {
  const text = row['check_status'] ?? '';
  if (text === '') return undefined;
  return {
    status: text.replace(/^\* /, ''),
    code: number(row, 'check_code'),
    detail: row['last_chk'] ?? '',
    running: text.startsWith('* '),
    duration: number(row, 'check_duration'),
    failures: number(row, 'chkfail') ?? 0,
    downs: number(row, 'chkdown') ?? 0,
  };
}

/** What is not in the CSV itself. */
interface Context {
  readonly admin: ReadonlyMap<string, ServerAdmin>;
  readonly now: number;
  readonly before: readonly BackendState[];
}

/** HAProxy tells whole seconds: two answers about one change may differ by that, and by what they took to arrive. */
const ROUNDING = 2_000;

function since(row: Row, now: number, before: number | undefined): number | undefined {
  const age = number(row, 'lastchg');
  if (age === undefined) return undefined;
  const found = now - age * 1000;
  return before !== undefined && Math.abs(before - found) < ROUNDING ? before : found;
}

function server(row: Row, { admin, now, before }: Context): ServerState {
  const [backend = '', name = ''] = [row['pxname'], row['svname']];
  const known = admin.get(`${backend}/${name}`);
  const earlier = before.find((one) => one.name === backend)?.servers.find((one) => one.name === name);
  const parsed = parseStatus(row['status'] ?? '');
  return {
    ...parsed,
    ...traffic(row),
    name,
    address: row['addr'] ?? '',
    weight: number(row, 'weight') ?? 0,
    weights: known?.weights,
    backup: (number(row, 'bck') ?? 0) > 0,
    queue: number(row, 'qcur') ?? 0,
    check: check(row),
    admin: known?.admin ?? [],
    since: since(row, now, earlier?.status === parsed.status ? earlier.since : undefined),
  };
}

function proxy(row: Row): FrontendState {
  return { ...parseStatus(row['status'] ?? ''), ...traffic(row), name: row['pxname'] ?? '', mode: row['mode'] ?? '' };
}

export interface StatsOptions {
  /** What `show servers state` printed, where it could be asked. */
  readonly servers?: string | undefined;
  /** When the CSV was made; milliseconds since the epoch. */
  readonly now?: number | undefined;
  /** What was known before, so that a point in time found again is the same. */
  readonly before?: readonly BackendState[] | undefined;
}

/** @param csv Header line with or without its leading `# `. Rows of other types (listeners) are left out. */
export function parseStats(
  csv: string,
  { servers = '', now = Date.now(), before = [] }: StatsOptions = {},
): { frontends: FrontendState[]; backends: BackendState[] } {
  const [header = [], ...rows] = parseCsv(csv.replace(/^# /, ''));
  const records: Row[] = rows.map((cells) => Object.fromEntries(header.map((name, at) => [name, cells[at] ?? ''])));
  const ofType = (type: string) => records.filter((row) => row['type'] === type);
  const context: Context = { admin: parseServers(servers), now, before };
  return {
    frontends: ofType('0').map(proxy),
    backends: ofType('1').map((row) => {
      const own = proxy(row);
      const earlier = before.find(({ name }) => name === own.name);
      return {
        ...own,
        queue: number(row, 'qcur') ?? 0,
        since: since(row, now, earlier?.status === own.status ? earlier.since : undefined),
        servers: ofType('2')
          .filter((candidate) => candidate['pxname'] === row['pxname'])
          .map((candidate) => server(candidate, context)),
      };
    }),
  };
}
