import type { SchemaData } from '../../src/core/schemaData';
import { BALANCE_NAMES } from '../../src/languages/haproxy/values';
import { type Grammar, grammarSchema, numbers, oneOf, type Pattern } from './common';

const scope = (name: string): string => `${name}.haproxy`;

/** TextMate grammar of haproxy.cfg: sections, keywords of each section, conditions, sample expressions, log formats. */
export function haproxyGrammar(data: SchemaData): Grammar {
  const sections = data.blocks.map((block) => block.type).filter((type) => type !== '');
  const names = data.keywords.filter((keyword) => !keyword.in.includes('')).map((keyword) => keyword.name);
  const single = new Set(names.map((name) => name.split(' ')[0]!));
  const pairs = new Map<string, Set<string>>();
  for (const name of names) {
    const [first, second] = name.split(' ');
    if (first && second) pairs.set(first, (pairs.get(first) ?? new Set<string>()).add(second));
  }
  const options = Object.values(data.options).flatMap((set) => set.map((keyword) => keyword.name));
  const values = [...data.keywords, ...Object.values(data.options).flat()].flatMap((keyword) =>
    keyword.args.flatMap((arg) => (arg.values ?? []).map((value) => value.name)),
  );
  return {
    $schema: grammarSchema,
    name: 'HAProxy configuration',
    scopeName: scope('source'),
    patterns: [
      { include: '#comment' },
      { include: '#directive' },
      { include: '#section' },
      { include: '#acl' },
      { include: '#reference' },
      { include: '#statement' },
      { include: '#rest' },
    ],
    repository: {
      comment: { patterns: [{ name: scope('comment.line.number-sign'), match: '(?<![^\\s])#.*$' }] },
      directive: {
        patterns: [
          {
            name: scope('keyword.control.directive'),
            match: '^\\s*\\.(?:if|elif|else|endif|alert|warning|notice|diag)\\b',
          },
        ],
      },
      section: { patterns: [section(sections)] },
      acl: {
        patterns: [
          {
            match: '^\\s*(acl)\\s+([^\\s"\'#]+)',
            captures: { '1': { name: scope('keyword.other') }, '2': { name: scope('entity.name.function.acl') } },
          },
        ],
      },
      reference: {
        patterns: [
          {
            match:
              '^\\s*(use_backend|default_backend|server|server-template|peer|nameserver|mailer|user|group)\\s+([^\\s"\'#%]+)',
            captures: { '1': { name: scope('keyword.other') }, '2': { name: scope('entity.name.type') } },
          },
        ],
      },
      statement: {
        patterns: [
          {
            match: `^\\s*(balance)\\s+(${oneOf(BALANCE_NAMES)}|hdr)(?=\\s|\\(|$)`,
            captures: { '1': { name: scope('keyword.other') }, '2': { name: scope('constant.language') } },
          },
          ...[...pairs].map(([first, seconds]) => statement(first, seconds)),
          {
            match: `^\\s*(?:(no|default)\\s+)?(${oneOf(single)})(?=\\s|$)`,
            captures: { '1': { name: scope('keyword.operator.word') }, '2': { name: scope('keyword.other') } },
          },
        ],
      },
      rest: {
        patterns: [
          { include: '#comment' },
          { include: '#strings' },
          { include: '#condition' },
          { include: '#interpolation' },
          { include: '#fetch' },
          {
            name: scope('variable.parameter'),
            match: `(?<=\\s)(?:${oneOf(options)})(?=\\s|$)`,
          },
          { name: scope('constant.language'), match: `(?<=\\s)(?:${oneOf(values)})(?=\\s|$)` },
          ...numbers('haproxy'),
        ],
      },
      strings: {
        patterns: [
          {
            name: scope('string.quoted.double'),
            begin: '"',
            end: '"|$',
            patterns: [
              { name: scope('constant.character.escape'), match: '\\\\.' },
              { include: '#variable' },
              { include: '#interpolation' },
            ],
          },
          { name: scope('string.quoted.single'), begin: "'", end: "'|$", patterns: [{ include: '#interpolation' }] },
          { name: scope('constant.character.escape'), match: '\\\\.' },
        ],
      },
      variable: {
        patterns: [
          {
            name: scope('variable.other.environment'),
            match: '\\$\\{[A-Za-z_][A-Za-z0-9_]*(?:\\[\\*\\])?(?:-[^}]*)?\\}',
          },
          { name: scope('variable.other.environment'), match: '\\$[A-Za-z_][A-Za-z0-9_]*' },
        ],
      },
      condition: {
        patterns: [
          { name: scope('keyword.control.conditional'), match: '(?<=\\s)(?:if|unless)(?=\\s)' },
          { name: scope('keyword.operator.logical'), match: '(?<=\\s)(?:\\|\\||or)(?=\\s)|(?<=\\s)!(?=[\\w{])' },
          { name: scope('punctuation.section.condition'), match: '(?<=\\s|!)[{}](?=\\s|$)' },
          { name: scope('keyword.operator.match'), match: '(?<=\\s)-[imfMnu](?=\\s)|(?<=\\s)--(?=\\s)' },
        ],
      },
      interpolation: {
        patterns: [
          {
            name: scope('meta.interpolation'),
            begin: '%(?:\\([^)]*\\))?(?:\\{[^}]*\\})?\\[',
            end: '\\]|$',
            beginCaptures: { '0': { name: scope('punctuation.section.interpolation.begin') } },
            endCaptures: { '0': { name: scope('punctuation.section.interpolation.end') } },
            patterns: [{ include: '#fetch' }, ...numbers('haproxy')],
          },
          { name: scope('constant.other.placeholder'), match: '%(?:\\{[^}]*\\})?[a-zA-Z]{1,3}(?![\\w])' },
        ],
      },
      fetch: {
        patterns: [
          {
            match: '([A-Za-z_][\\w.]*)(?=\\()',
            captures: { '1': { name: scope('support.function') } },
          },
          {
            match: '(,)([A-Za-z_][\\w.]*)',
            captures: {
              '1': { name: scope('punctuation.separator') },
              '2': { name: scope('support.function.converter') },
            },
          },
          {
            name: scope('support.function'),
            match:
              '(?<![\\w./-])(?:req|res|ssl|src|dst|path|url|base|method|hdr|fc|bc|txn|capture|var|sc\\d?)_?[\\w.]*(?=[,\\]])',
          },
        ],
      },
    },
  };
}

function section(types: readonly string[]): Pattern {
  return {
    match: `^\\s*(${oneOf(types)})(?=\\s|$)(?:[ \\t]+([^\\s#"'\\\\]+))?(?:[ \\t]+(from)[ \\t]+([^\\s#]+))?`,
    captures: {
      '1': { name: scope('keyword.control.section') },
      '2': { name: scope('entity.name.section') },
      '3': { name: scope('keyword.control.section') },
      '4': { name: scope('entity.name.section') },
    },
  };
}

function statement(first: string, seconds: Iterable<string>): Pattern {
  return {
    match: `^\\s*(?:(no|default)\\s+)?(${oneOf([first])})\\s+(${oneOf(seconds)})(?=\\s|\\(|$)`,
    captures: {
      '1': { name: scope('keyword.operator.word') },
      '2': { name: scope('keyword.other') },
      '3': { name: scope('support.type.property-name') },
    },
  };
}
