/** Sample fetches, converters and ACL keywords, from the registry. */
import { limits, readTable, versions, type Fact } from './facts';

/** Signature of a fetch or converter: `args` as `integer` or `string?` (optional); several when it changed. */
export interface SampleForm {
  readonly since?: string;
  readonly until?: string;
  readonly args?: readonly string[];
  readonly out: string;
  /** Converters: the type it takes. */
  readonly in?: string;
  /** Chapter of the manual that describes it. */
  readonly chapter?: string;
  /** Fetches: Y or . per place where samples are used, in the registry's order. */
  readonly where?: string;
}

interface AclForm {
  readonly since?: string;
  readonly until?: string;
  readonly fetch: string;
  readonly match: string;
}

export interface SampleData {
  readonly fetches: Record<string, SampleForm[]>;
  readonly converters: Record<string, SampleForm[]>;
  readonly acls: Record<string, AclForm[]>;
}

const chapters = new Map<string, string>();
const documented = new Map<string, Set<string>>();
for (const fact of readTable('manual')) {
  const [chapter, syntax] = fact.columns as [string, string];
  if (!chapter.startsWith('7.3')) continue;
  const name = syntax.split(/[(: ]/)[0]!;
  chapters.set(name, chapter);
  const known = documented.get(name) ?? new Set<string>();
  for (const version of fact.versions) known.add(version);
  documented.set(name, known);
}

/** What later releases of a version have brought: the registry of that version was printed by an earlier one. */
const BROUGHT: Readonly<Record<string, string>> = {
  base2: '3.2',
  bc_err_name: '3.0',
  bc_settings_streams_limit: '3.2',
  'bs.debug_str': '3.0',
  fc_err_name: '3.0',
  'fs.debug_str': '3.0',
  has_ctl: '3.2',
  host_only: '2.6',
  le2dec: '3.2',
  port_only: '2.6',
  srv_is_up: '3.2',
  ssl_bc_sni: '3.2',
  ssl_fc_early_rcvd: '3.2',
  table_expire: '2.6',
  table_idle: '2.6',
  when: '3.0',
};

/** The registry begins with 2.6; before it the manual tells, and what it never dates is taken to have been there. */
function reach(name: string, fact: Fact, isFirst: boolean): Set<string> {
  const out = new Set(fact.versions);
  const brought = BROUGHT[name];
  const later = brought === undefined ? [] : versions.slice(versions.indexOf(brought));
  for (const version of later) out.add(version);
  if (!out.has('2.6') || !isFirst) return out;
  const known = documented.get(name);
  const since = known ? versions.findIndex((version) => known.has(version)) : 0;
  for (const version of ['2.4', '2.5']) {
    if (since <= versions.indexOf(version) || since > versions.indexOf('2.6')) out.add(version);
  }
  return out;
}

function chapterOf(name: string): { chapter?: string } {
  const chapter = chapters.get(name);
  return chapter === undefined ? {} : { chapter };
}

function parseArgs(text: string | undefined): string[] {
  const out: string[] = [];
  let optional = false;
  for (const token of (text ?? '').match(/\[|\]|[^,[\]]+/g) ?? []) {
    if (token === '[') optional = true;
    else if (token !== ']') out.push(optional ? `${token}?` : token);
  }
  return out;
}

/** What only builds with device detection register, and how many properties each takes at most. */
const DEVICE_DETECTION = { '51d.all': 5, '51d.single': 5, 'da-csv-conv': 12 };

export function sampleData(): SampleData {
  const out: SampleData = { fetches: {}, converters: {}, acls: {} };
  for (const [name, count] of Object.entries(DEVICE_DETECTION)) {
    const args = Array.from({ length: count }, (_, index) => (index === 0 ? 'string' : 'string?'));
    const form = { args, out: 'str', ...chapterOf(name) };
    if (name === '51d.all') out.fetches[name] = [form];
    else out.converters[name] = [{ ...form, in: 'str' }];
  }
  for (const fact of readTable('registry')) {
    const [group, line] = fact.columns as [string, string];
    if (group === 'fetch') {
      const [, where, name, args, type] = /^(\S+) ([^(:]+)(?:\((.*)\))?: (.*)$/.exec(line)!;
      const forms = (out.fetches[name!] ??= []);
      forms.push({
        ...limits(reach(name!, fact, true)),
        ...(args ? { args: parseArgs(args) } : {}),
        out: type!,
        ...chapterOf(name!),
        where: where!,
      });
    } else if (group === 'converter') {
      const [, name, args, result, input] = /^([^(:]+)(?:\((.*)\))?: (\S+) => (\S+)$/.exec(line)!;
      const forms = (out.converters[name!] ??= []);
      forms.push({
        ...limits(reach(name!, fact, true)),
        ...(args ? { args: parseArgs(args) } : {}),
        in: input!,
        out: result!,
        ...chapterOf(name!),
      });
    } else if (group === 'acl') {
      const [, name, fetch, match] = /^(\S+) = (\S+) -m (\S+)$/.exec(line)!;
      (out.acls[name!] ??= []).push({ ...limits(reach(name!, fact, true)), fetch: fetch!, match: match! });
    }
  }
  return out;
}
