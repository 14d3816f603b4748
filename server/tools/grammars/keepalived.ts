import type { SchemaData } from '../../src/core/schemaData';
import { type Grammar, grammarSchema, numbers, oneOf } from './common';

const scope = (name: string): string => `${name}.keepalived`;

/** TextMate grammar of keepalived.conf: blocks, keywords, definitions, conditions, includes. */
export function keepalivedGrammar(data: SchemaData): Grammar {
  const blocks = new Set(data.keywords.filter((keyword) => keyword.block !== undefined).map((keyword) => keyword.name));
  const plain = data.keywords.map((keyword) => keyword.name).filter((name) => !blocks.has(name));
  const values = data.keywords.flatMap((k) => k.args.flatMap((arg) => (arg.values ?? []).map((value) => value.name)));
  return {
    $schema: grammarSchema,
    name: 'keepalived configuration',
    scopeName: scope('source'),
    patterns: [
      { include: '#comment' },
      { include: '#condition' },
      { include: '#include' },
      { include: '#definition' },
      { include: '#block' },
      { include: '#keyword' },
      { include: '#rest' },
    ],
    repository: {
      comment: { patterns: [{ name: scope('comment.line'), match: '(?<![^\\s{}])[#!].*$' }] },
      condition: { patterns: [{ name: scope('keyword.control.conditional'), match: '^\\s*@\\^?[\\w.-]+' }] },
      include: {
        patterns: [
          {
            match: '^\\s*(include[a-z]*)\\s+([^\\s#!]+)',
            captures: { '1': { name: scope('keyword.control.import') }, '2': { name: scope('string.unquoted.path') } },
          },
        ],
      },
      definition: {
        patterns: [
          {
            match: '^\\s*(\\$[A-Za-z_]\\w*)\\s*(=)',
            captures: {
              '1': { name: scope('variable.other.definition') },
              '2': { name: scope('keyword.operator.assignment') },
            },
          },
        ],
      },
      block: {
        patterns: [
          {
            match: `(?:^|(?<=[{}\\s]))(${oneOf(blocks)})(?=\\s|\\{|$)(?:[ \\t]+([^\\s{}#!"]+))?`,
            captures: { '1': { name: scope('keyword.control.block') }, '2': { name: scope('entity.name.section') } },
          },
        ],
      },
      keyword: {
        patterns: [
          { name: scope('keyword.other'), match: `(?:^|(?<=[{}])|(?<=^\\s))\\s*(?:${oneOf(plain)})(?=\\s|\\}|$)` },
        ],
      },
      rest: {
        patterns: [
          {
            name: scope('string.quoted.double'),
            begin: '"',
            end: '"|$',
            patterns: [{ name: scope('constant.character.escape'), match: '\\\\.' }, { include: '#variable' }],
          },
          { include: '#variable' },
          { name: scope('constant.language'), match: `(?<=\\s)(?:${oneOf(values)})(?=\\s|\\}|$)` },
          { name: scope('punctuation.section.block'), match: '[{}]' },
          ...numbers('keepalived'),
        ],
      },
      variable: {
        patterns: [
          { name: scope('variable.other'), match: '\\$\\{?[A-Za-z_]\\w*\\}?' },
          { name: scope('support.function'), match: '~(?:SEQ|LST)(?=\\()' },
        ],
      },
    },
  };
}
