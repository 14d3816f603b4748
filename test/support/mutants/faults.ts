import { atEnd, behind, type Change, conditionAt, only, replaceIn, without, withWord, wordLike } from './line';

const FAMILIES =
  /^(option|timeout|http-request|http-response|tcp-request|tcp-response|stats|http-check|stick|tcp-check)$/;

/** A word like `pattern` becomes what `by` makes of it. */
const change =
  (pattern: RegExp, by: (text: string) => string, from = 1): Change =>
  (line) => {
    const index = wordLike(line, pattern, from);
    return index === undefined ? undefined : withWord(line, index, by(line.words[index]!.text));
  };

/** The word behind one like `name` is replaced. */
const after =
  (name: RegExp, by: string): Change =>
  (line) => {
    const index = wordLike(line, name, 0);
    const next = index === undefined ? undefined : line.words[index + 1];
    return next && !next.text.includes('%[') && !next.dynamic ? withWord(line, index! + 1, by) : undefined;
  };

/** A line of another kind of section stands here. */
const STRANGERS: Readonly<Record<string, string>> = {
  peers: 'peer stranger 192.0.2.99:1024',
  resolvers: 'nameserver stranger 192.0.2.99:53',
  mailers: 'mailer stranger 192.0.2.99:25',
  userlist: 'user stranger insecure-password x',
  cache: 'max-object-size 1000',
  global: 'nbthread 1',
  ring: 'maxlen 1200',
  frontend: 'http-request deny',
};

const misplaced: Change = ({ text, section, random, isHeader }) => {
  if (isHeader || section === '') return undefined;
  const proxies = ['frontend', 'backend', 'listen', 'defaults'];
  const kinds = Object.keys(STRANGERS).filter(
    (kind) => kind !== section && !(kind === 'frontend' && proxies.includes(section)),
  );
  return `${text}\n    ${STRANGERS[random.pick(kinds)!]!}`;
};

/** Faults of one line, by kind: the program decides whether it minds. */
export const faults: Readonly<Record<string, Change>> = {
  'keyword-typo': (line) => (line.isHeader ? undefined : withWord(line, 0, line.random.typo(line.words[0]!.text))),
  'second-typo': only(FAMILIES, (line) =>
    line.words[1] ? withWord(line, 1, line.random.typo(line.words[1].text)) : undefined,
  ),
  'header-typo': (line) => (line.isHeader ? withWord(line, 0, line.random.typo(line.words[0]!.text)) : undefined),
  'header-without-name': (line) =>
    line.isHeader && line.words.length === 2 && line.section !== 'defaults' ? without(line, 1) : undefined,
  'header-with-more': (line) => (line.isHeader && line.section !== 'defaults' ? atEnd(line, 'more') : undefined),
  'name-character': (line) =>
    (line.isHeader || /^(server|acl)$/.test(line.words[0]!.text)) && line.words[1]
      ? withWord(line, 1, `${line.words[1].text.slice(0, 1)}*${line.words[1].text.slice(1)}`)
      : undefined,
  'duplicate-section': (line) => {
    const name = line.words[1]?.text;
    const other = line.headers.find((header) => header.type === line.section && header.name !== name && header.name);
    return line.isHeader && other && line.section !== 'defaults' ? withWord(line, 1, other.name) : undefined;
  },
  'duplicate-server': only(/^server$/, (line) => `${line.text}\n${line.text}`),
  'drop-last': (line) => (line.words.length > 2 ? without(line, line.words.length - 1) : undefined),
  'drop-all': (line) => (!line.isHeader && line.words.length > 1 ? line.text.slice(0, line.words[0]!.end) : undefined),
  'extra-word': (line) => (line.isHeader ? undefined : atEnd(line, 'bogus')),
  'unknown-parameter': only(/^(server|bind|default-server|stick-table|cookie|server-template)$/, (line) =>
    atEnd(line, line.random.pick(['chekk', 'nosuch', 'maxcon 5', 'verfy none'])!),
  ),
  misplaced,
  'unknown-action': only(/^(http|tcp)-(request|response)$/, (line) =>
    line.words[1] ? withWord(line, 1, line.random.pick(['denied', 'add-headers', 'block'])!) : undefined,
  ),
  'wrong-value': only(/^(mode|balance|cookie|hash-type|http-reuse)$/, (line) =>
    line.words[1] ? withWord(line, line.words.length > 2 ? 2 : 1, 'profix') : undefined,
  ),
  'time-unit': change(/^[0-9]+(ms|s|m|h|d)$/, (text) => text.replace(/[a-z]+$/, 'x')),
  'number-to-word': change(/^[0-9]+$/, () => 'abc', 1),
  'port-range': change(/:[0-9]+$/, (text) => text.replace(/[0-9]+$/, '99999')),
  'port-name': change(/:[0-9]+$/, (text) => text.replace(/[0-9]+$/, 'http')),
  'address-octet': change(/^(\d+\.){3}\d+/, (text) => text.replace(/^\d+/, '999')),
  'mask-length': change(/^(\d+\.){3}\d+\/\d+$/, (text) => text.replace(/\d+$/, '33')),
  'condition-and': (line) => {
    const at = conditionAt(line);
    return at > 0 && line.words.length > at + 1 && !line.words[at + 1]!.text.startsWith('{')
      ? behind(line, at + 1, 'and TRUE')
      : undefined;
  },
  'condition-without-if': (line) => (conditionAt(line) > 0 ? without(line, conditionAt(line)) : undefined),
  'if-typo': (line) => (conditionAt(line) > 0 ? withWord(line, conditionAt(line), 'iff') : undefined),
  'undefined-acl': (line) => (conditionAt(line) > 0 ? atEnd(line, 'nosuch_acl') : undefined),
  'open-brace': change(/^\}$/, () => ''),
  'glued-brace': (line) => replaceIn(line, /\{ /g, () => '{'),
  'unknown-flag': (line) => replaceIn(line, / -[im] /g, () => ' -q '),
  'unknown-match': (line) => replaceIn(line, / -m [a-z]+/g, () => ' -m begg'),
  'unknown-fetch': (line) => replaceIn(line, /(%\[|\{ !?)([a-z_.0-9]{3,})/g, ([, open, name]) => `${open!}${name!}q`),
  'unknown-acl-fetch': only(/^acl$/, (line) => withWord(line, 2, line.words[2]!.text.replace(/^\w+/, '$&q'))),
  'unknown-converter': (line) => replaceIn(line, /(%\[[^\]]+)\]/g, ([, inner]) => `${inner!},nosuch]`),
  'too-many-arguments': (line) => replaceIn(line, /([a-z_]\([\w.-]+)\)/g, ([, inner]) => `${inner!},7,8,9,10)`),
  'open-parenthesis': (line) => replaceIn(line, /([a-z_0-9]\([^() ]+)\)/g, ([, inner]) => inner!),
  'log-alias': (line) => replaceIn(line, /%(ci|cp|ST|B|ft|b|s)\b/g, () => '%Zz'),
  'variable-scope': (line) => replaceIn(line, /\b(txn|req|sess|proc)\.(?=\w+\))/g, () => 'foo.'),
  'regular-expression': only(/./, after(/_reg$|^rstring$/, "'(a'")),
  'undefined-backend': only(/^(use_backend|default_backend)$/, (line) =>
    line.words[1]!.text.includes('%[') ? undefined : withWord(line, 1, 'nosuch'),
  ),
  'undefined-name': after(/^(resolvers|table|cache-use|cache-store|errorfiles|mailers|from|use-server)$/, 'nosuch'),
  'undefined-table': (line) => replaceIn(line, /((?:src|sc\d?)_[a-z_]+\()(\w+)\)/g, ([, start]) => `${start!}nosuch)`),
  'table-type': only(/^(stick-table|table)$/, (line) => replaceIn(line, / (ip|string|integer) /g, () => ' ipx ')),
  'table-store': only(/^(stick-table|table)$/, (line) =>
    replaceIn(line, /gpc0|conn_rate|http_req_rate/g, () => 'gpcx'),
  ),
  'open-quote': (line) => (line.words.length > 1 ? atEnd(line, '"more') : undefined),
  'bad-escape': (line) => (line.words.length > 1 && !line.isHeader ? atEnd(line, 'a\\xzz') : undefined),
  'bad-variable': (line) => (line.words.length > 1 && !line.isHeader ? atEnd(line, '"${}"') : undefined),
  'log-facility': only(/^log$/, (line) => replaceIn(line, /\b(local\d|daemon)\b/g, () => 'local9')),
  'status-code': (line) => replaceIn(line, /\b(code|deny_status|status) \d{3}\b/g, ([, name]) => `${name!} abc`),
};
