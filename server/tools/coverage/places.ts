/** Where each name that the facts on HAProxy hold belongs. */
import { versions as haproxyVersions, readTable } from '../haproxy/facts';
import { isName, isWritten } from './notNames';
import { haproxy } from '../../src/languages/haproxy';
import { LOG_ALIASES } from '../../src/languages/haproxy/logFormat';
import { samplesOf } from '../../src/languages/haproxy/sampleData';
import type { Schema } from '../../src/core/schema';

/** A name in its place: the cursor stands between `before` and `label`. */
export interface Place {
  readonly before: string;
  readonly label: string;
  readonly known: boolean;
}

/** One name of one version, and where it may stand; no place at all: the schema does not know it. */
export interface Wanted {
  readonly group: string;
  readonly name: string;
  readonly version: string;
  readonly place: Place | undefined;
}

const PROXIES = ['frontend', 'backend', 'listen', 'defaults'];
const RULES = [
  'http-request',
  'http-response',
  'http-after-response',
  'tcp-request connection',
  'tcp-request session',
  'tcp-request content',
  'tcp-response content',
  'quic-initial',
];

/** The program's functions that compare the first words of a section by hand. */
const PARSERS: Readonly<Record<string, readonly string[]>> = {
  cfg_parse_global: ['global'],
  cfg_parse_listen: PROXIES,
  cfg_parse_peers: ['peers'],
  cfg_parse_mailers: ['mailers'],
  cfg_parse_users: ['userlist'],
  cfg_parse_resolvers: ['resolvers'],
  cfg_parse_cache: ['cache'],
  cfg_parse_fcgi_app: ['fcgi-app'],
  cfg_parse_log_forward: ['log-forward'],
  cfg_parse_log_profile: ['log-profile'],
  cfg_parse_ring: ['ring'],
  cfg_parse_program: ['program'],
  cfg_parse_healthchecks: ['healthcheck'],
  cfg_parse_acme_kws: ['acme'],
};

export function* haproxyNames(wanted: readonly string[] = haproxyVersions): Generator<Wanted> {
  for (const version of wanted) {
    const finder = new Finder(haproxy.schema(version));
    for (const { versions, columns } of readTable('registry')) {
      if (versions.has(version) && isName(columns[1]!, version))
        yield { version, ...finder.registered(columns[0]!, columns[1]!) };
    }
    for (const { versions, columns } of readTable('manual')) {
      if (versions.has(version) && isName(columns[1]!, version))
        yield { version, ...finder.documented(columns[0]!, columns[1]!) };
    }
    for (const { versions, columns } of readTable('inline')) {
      const [parser, name] = [PARSERS[columns[0]!.split(':')[1]!], /^0:(.+)$/.exec(columns[1]!)?.[1]];
      if (versions.has(version) && parser && name !== undefined && isWritten(name, version, parser[0]!))
        yield { version, ...finder.written(parser, name) };
    }
    for (const name of LOG_ALIASES) yield { version, ...finder.alias(name) };
  }
}

type Found = Omit<Wanted, 'version'>;

class Finder {
  constructor(private readonly schema: Schema) {}

  registered(group: string, line: string): Found {
    const name = line.replace(/ \+-?\d+$| \[.*\]$|\*$/g, '');
    const parameter = /^(bind|server) <.*> (?:ssl (?=\S))?(\S+)$/.exec(name);
    if (parameter) return this.parameter(parameter[1]!, parameter[2]!);
    switch (group) {
      case 'fetch':
        return this.sample('fetches', /^\S+ ([^(:]+)/.exec(name)![1]!);
      case 'converter':
        return this.sample('converters', /^[^(:]+/.exec(name)![0]);
      case 'acl':
        return this.sample('acls', name.split(' ')[0]!);
      case 'crt-list':
        return this.parameter('bind', name);
      case 'filter':
        return { group: 'filters', name, place: this.keyword(PROXIES, `filter ${name}`) };
      case 'service':
        return { group: 'services', name, place: this.keyword(PROXIES, `http-request use-service ${name}`) };
      case 'listen':
        return { group: groupOf(name, 'proxies'), name, place: this.keyword(PROXIES, name) };
      default:
        return { group: group === 'global' ? group : 'other sections', name, place: this.keyword([group], name) };
    }
  }

  written(sections: readonly string[], name: string): Found {
    const group =
      sections === PROXIES ? groupOf(name, 'proxies') : sections[0] === 'global' ? 'global' : 'other sections';
    // What begins another section ends this one.
    const place = this.keyword(sections, name) ?? this.keyword([''], name);
    return { group, name, place };
  }

  alias(name: string): Found {
    return { group: 'log variables', name, place: { before: 'frontend x\n  log-format %', label: name, known: true } };
  }

  documented(chapter: string, line: string): Found {
    const name = line.replace(/\($| \/$/, '').replace(/^no (?!-)/, '');
    if (chapter === '5.1' || chapter === '5.2') return this.parameter(chapter === '5.1' ? 'bind' : 'server', name);
    if (chapter === '7.3.1') return this.sample('converters', name.split(/[(: ]/)[0]!);
    if (chapter.startsWith('7.3.')) return this.sample('fetches', name.split(/[(: ]/)[0]!);
    if (chapter === '4.4') return this.action(name);
    // One version tells of a server's parameter among the keywords.
    if (chapter === '4.2' && this.schema.options.get('server')!.has(name) && !this.keyword(PROXIES, name))
      return this.parameter('server', name);
    if (chapter === '4.2') return { group: groupOf(name, 'proxies'), name, place: this.keyword(PROXIES, name) };
    const isGlobal = /^3\.[1-4]$/.test(chapter);
    const sections = [...this.schema.blocks.keys()].filter((type) => !PROXIES.includes(type) && type !== 'global');
    const place = isGlobal
      ? (this.keyword(['global'], name) ?? this.keyword(sections, name))
      : (this.keyword(sections, name) ?? this.keyword([...PROXIES, 'global'], name) ?? this.loaded(name));
    return { group: isGlobal ? 'global' : 'other sections', name, place };
  }

  private action(name: string): Found {
    for (const rules of RULES) {
      const place = this.keyword(PROXIES, `${rules} ${name}`);
      if (place) return { group: 'rules', name, place };
    }
    return { group: 'rules', name, place: undefined };
  }

  private parameter(set: string, name: string): Found {
    const before = set === 'bind' ? 'frontend x\n  bind :80 ' : 'backend x\n  server s 192.0.2.1 ';
    const [label, value] = name.split(' ') as [string, string | undefined];
    const known = this.schema.options.get(set)!.has(label);
    const place =
      value === undefined ? { before, label, known } : { before: `${before}${label} `, label: value, known };
    return { group: `${set} parameters`, name, place };
  }

  /** What stands behind "load" in a crt-store. */
  private loaded(name: string): Place | undefined {
    const known = this.schema.options.get('crt-load')?.has(name) === true;
    return known ? { before: 'crt-store x\n  load ', label: name, known } : undefined;
  }

  private sample(kind: 'fetches' | 'converters' | 'acls', name: string): Found {
    const samples = samplesOf(this.schema.version);
    const before = `frontend x\n  acl x ${kind === 'converters' ? 'src,' : ''}`;
    const known = samples[kind].has(name) || (kind === 'fetches' && samples.acls.has(name));
    return { group: kind === 'acls' ? 'ACL keywords' : kind, name, place: { before, label: name, known } };
  }

  /** A keyword, or the first words of keywords, or a keyword with an argument, in the first section that has it. */
  private keyword(sections: readonly string[], name: string): Place | undefined {
    for (const section of sections) {
      const table = this.schema.blocks.get(section)?.keywords;
      const before =
        section === '' ? '' : `${section === 'global' || section === 'traces' ? section : `${section} x`}\n  `;
      const plain = table?.get(name) ?? table?.get(name.replace(/\d$/, ''));
      const label = plain?.name ?? table?.all.find((one) => one.name.startsWith(`${name} `))?.name;
      if (label !== undefined) return { before, label, known: true };
    }
    const cut = name.lastIndexOf(' ');
    const shorter = cut < 0 ? undefined : this.keyword(sections, name.slice(0, cut));
    // Not the first words of keywords: what follows those is no argument.
    if (shorter?.label !== name.slice(0, cut)) return undefined;
    return { before: `${shorter.before}${shorter.label} `, label: name.slice(cut + 1), known: true };
  }
}

function groupOf(name: string, otherwise: string): string {
  if (name.startsWith('option ')) return 'options';
  return RULES.some((rules) => name.startsWith(`${rules} `)) ? 'rules' : otherwise;
}
