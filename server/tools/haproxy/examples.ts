/** Words that may stand for arguments in a configuration that loads, and what such a configuration begins with. */
import { type Arg, existsIn, type Keyword } from '../../src/core/schema';

/** Defines something of every kind, always under the name `word`. */
export const preamble = `global
 expose-experimental-directives
defaults
 mode http
 timeout client 1s
 timeout connect 1s
 timeout server 1s
resolvers word
 nameserver a 127.0.0.1:53
peers word
 peer a 127.0.0.1:1000
 table word type ip size 1k store gpc0
userlist word
 user word insecure-password x
mailers word
 mailer a 127.0.0.1:25
cache word
 total-max-size 4
http-errors word
fcgi-app word
 docroot /tmp
backend word
 stick-table type ip size 1k store gpc0
 server word 127.0.0.1:80
`;

/** What a section needs to be complete. */
export const bodies: Readonly<Record<string, string>> = {
  frontend: ' bind 127.0.0.1:18999\n',
  listen: ' bind 127.0.0.1:18998\n',
  ring: ' format raw\n maxlen 1200\n size 32764\n',
  'log-forward': ' bind 127.0.0.1:1514\n',
  cache: ' total-max-size 4\n',
  'fcgi-app': ' docroot /x\n',
};

const BY_TYPE: Readonly<Record<string, string>> = {
  num: '100',
  int: '1',
  time: '5s',
  'time:s': '5s',
  size: '1000',
  regex: 'a',
  expr: 'src',
  acl: 'src 127.0.0.1',
  'error-code': '404',
  balance: 'roundrobin',
  status: '404',
  'status-list': '200',
  network: '10.0.0.0/8',
  var: 'txn.a',
  octal: '600',
  'init-addr': 'none',
  'num-or-expr': '5',
  'size-or-expr': '1k',
  'balance-factor': '150',
  mss: '1000',
  shards: '2',
  threads: 'all',
  'thread-set': '1',
  'cpu-set': '0',
  service: 'prometheus-exporter',
  'certificate-errors': 'all',
  'proxy-v2-options': 'ssl',
  networks: '10.0.0.0/8',
  'resolve-opts': 'allow-dup-ip',
  'log-steps': 'accept',
  'log-sample': '1:2',
  limit: '1000',
  hex: '00',
  'proc-var': 'proc.a',
  'time-or-expr': '5s',
  path: '/dev/null',
};

function example(arg: Arg, version: string): string {
  if (arg.type === 'enum') return (arg.values!.find((value) => existsIn(value, version)) ?? arg.values![0]!).name;
  if (arg.type === 'condition') return 'if TRUE';
  if (arg.type.startsWith('address:')) return '127.0.0.1:18080';
  if (arg.type === 'int' && arg.min !== undefined) return String(arg.min);
  return BY_TYPE[arg.type] ?? 'word';
}

/** Words for the arguments that must be given. */
export function examples(args: readonly Arg[], version: string): string[] {
  return args.filter((arg) => !arg.optional && arg.type !== 'any').map((arg) => example(arg, version));
}

/** A keyword's name as it is written; `undefined` for those that cannot be tried: they need a Lua file, or make or move the file they name. */
export function openName({ name, open }: Pick<Keyword, 'name' | 'open'>): string | undefined {
  if (name === 'backing-file') return undefined;
  if (!open) return name;
  if (name.endsWith('lua.')) return undefined;
  if (name.endsWith('track-sc')) return `${name}0`;
  if (name.endsWith('do-resolve')) return `${name}(txn.a,word)`;
  if (/set-var(-fmt)?$/.test(name)) return `${name}(txn.a)`;
  if (/sc-(add|inc)-gpc$|sc-set-gpt$/.test(name)) return `${name}(0,0)`;
  return `${name}(0)`;
}
