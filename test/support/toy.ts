import { SymbolKind } from 'vscode-languageserver-types';
import type { Configuration, Language } from '../../server/src/core/language';
import { duplicateNameRule, undefinedNameRule } from '../../server/src/core/rules/names';
import { missingArgumentRule, unknownKeywordRule } from '../../server/src/core/rules/keywords';
import type { ScannedLine, ScanProblem, Word } from '../../server/src/core/scan';
import { loadSchema, type SchemaData } from '../../server/src/core/schemaData';
import { braceStructure } from '../../server/src/core/braces';
import { headerStructure } from '../../server/src/core/structures';
import { type Occurrence, placed } from '../../server/src/core/symbols';
import { isBlock, type Section, walk } from '../../server/src/core/tree';
import { configurationOf, type LanguageDocument, openDocument } from '../../server/src/documents';
import type { View } from '../../server/src/features/view';

// Two small languages, one with headers and one with braces, for what the features do whatever the language is.

const data: SchemaData = {
  versions: ['1.0', '1.1', '2.0'],
  blocks: [
    { type: '', label: 'the top level' },
    { type: 'pool', label: 'a pool section' },
    { type: 'door', label: 'a door section' },
    { type: 'pool.limits', label: 'the limits block' },
  ],
  keywords: [
    { name: 'pool', in: [''], args: [{ name: 'name', type: 'name', def: 'pool' }], block: 'pool' },
    { name: 'door', in: [''], args: [{ name: 'name', type: 'name', def: 'door' }], block: 'door' },
    { name: 'limits', in: ['pool'], args: [], block: 'pool.limits' },
    { name: 'most', in: ['pool.limits', 'pool'], args: [{ name: 'number', type: 'number' }] },
    {
      name: 'order',
      in: ['pool'],
      args: [{ name: 'order', type: 'enum', values: [{ name: 'first' }, { name: 'random', since: '1.1' }] }],
      prefixes: ['no'],
    },
    { name: 'wait open', in: ['pool', 'door'], args: [{ name: 'time', type: 'time' }] },
    { name: 'wait shut', in: ['pool', 'door'], args: [{ name: 'time', type: 'time' }] },
    { name: 'leads-to', in: ['door'], args: [{ name: 'pool', type: 'name', ref: 'pool' }] },
    {
      name: 'gate',
      in: ['door'],
      args: [
        { name: 'name', type: 'name', def: 'gate' },
        { name: 'test', type: 'word' },
      ],
    },
    { name: 'only-if', in: ['door'], args: [{ name: 'gate', type: 'name', ref: 'gate' }] },
    {
      name: 'host',
      in: ['pool'],
      args: [
        { name: 'name', type: 'name', def: 'host' },
        { name: 'options', type: 'options', options: 'host', optional: true },
      ],
    },
    { name: 'old', in: ['pool'], args: [], deprecated: { since: '1.1', instead: 'order' } },
    { name: 'gone', in: ['pool'], args: [], until: '1.0' },
  ],
  options: {
    host: [
      { name: 'check', args: [] },
      { name: 'weight', args: [{ name: 'number', type: 'number' }] },
      { name: 'mode', args: [{ name: 'mode', type: 'enum', values: [{ name: 'fast' }, { name: 'slow' }] }] },
    ],
  },
};

const text = { title: 'Toy', docs: 'Toy.', bad: '', good: '' };

function scan(line: string, enter: number): ScannedLine {
  const words: Word[] = [];
  const problems: ScanProblem[] = [];
  let comment = -1;
  for (const found of line.matchAll(/#.*|[{}]|"[^"]*"?|[^\s{}"#]+/g)) {
    const [whole] = found;
    const start = found.index;
    const end = start + whole.length;
    const quoted = whole.startsWith('"');
    if (whole.startsWith('#')) comment = start;
    else
      words.push({
        start,
        end,
        text: quoted ? whole.replaceAll('"', '') : whole,
        quoted,
        dynamic: whole.startsWith('$'),
      });
    if (quoted && !(whole.length > 1 && whole.endsWith('"')))
      problems.push({ code: 'unclosed-quote', message: 'Unclosed quote.', start, end });
  }
  return { text: line, words, comment, problems, enter, exit: enter };
}

const DEFINED: Readonly<Record<string, string>> = { pool: 'pool', door: 'door', gate: 'gate', host: 'host' };
const USED: Readonly<Record<string, string>> = { 'leads-to': 'pool', 'only-if': 'gate' };

function symbols(section: Section): Occurrence[] {
  const out: Occurrence[] = [];
  for (const node of walk(section.items)) {
    const [keyword, name] = node.words;
    if (!keyword || !name) continue;
    const at = { name: name.text, line: node.line, start: name.start, end: name.end };
    const defined = DEFINED[keyword.text];
    const used = USED[keyword.text];
    const scope = (kind: string): Occurrence['scope'] => (kind === 'gate' ? 'section' : 'document');
    if (defined) {
      out.push({
        ...at,
        kind: defined,
        role: 'definition',
        scope: scope(defined),
        ...(isBlock(node) && { lastLine: node.lastLine }),
      });
    }
    if (used) out.push({ ...at, kind: used, role: 'reference', scope: scope(used), soft: name.dynamic });
  }
  return out;
}

const common: Omit<Language, 'syntax'> = {
  id: 'haproxy',
  label: 'Toy',
  versions: data.versions,
  defaultVersion: '2.0',
  schema: (version) => loadSchema(data, version),
  everything: () => loadSchema(data),
  symbolKinds: {
    pool: { label: 'pool', icon: SymbolKind.Class, undefined: 'error', duplicate: 'error', pattern: /^[\w-]+$/ },
    door: { label: 'door', icon: SymbolKind.Interface, duplicate: 'error' },
    gate: { label: 'gate', icon: SymbolKind.Boolean, undefined: 'error', predefined: ['ALWAYS'] },
    host: { label: 'host', icon: SymbolKind.Field, duplicate: 'warning' },
  },
  symbols: (section) => placed(symbols(section), section),
  rules: [unknownKeywordRule(text), missingArgumentRule(text), undefinedNameRule(text), duplicateNameRule(text)],
  inherit: (_section, before) => before,
  inheritedAtStart: { key: '' },
  documentation: (keyword) => `https://toy.example/${keyword.name.replaceAll(' ', '-')}`,
  describe: (keyword) => (keyword === 'order' ? 'How hosts are chosen.' : undefined),
  describeValue: () => undefined,
  format: { comments: ['#'], indent: (options) => (options.insertSpaces ? ' '.repeat(options.tabSize) : '\t') },
};

export const headerToy: Language = {
  ...common,
  syntax: {
    scan,
    structure: headerStructure((word) => (word === 'pool' || word === 'door' ? word : undefined)),
  },
};

export const braceToy: Language = {
  ...common,
  syntax: {
    scan,
    structure: braceStructure({
      role: (_type, word) => (word === 'limits' || word === 'pool' || word === 'door' ? 'block' : 'keyword'),
      alwaysBlock: () => false,
      blockType: (parent, keyword) => (parent ? `${parent}.${keyword}` : keyword),
      onlyTopLevel: (line) => line.words[0]?.text === 'pool' || line.words[0]?.text === 'door',
    }),
  },
  includes: /^include$/,
};

export function open(language: Language, content: string, uri = 'file:///toy.cfg', version = '2.0'): LanguageDocument {
  return openDocument(uri, language, content, version);
}

/** A document as the features see it; `others` are read before it in the same configuration. */
export function viewOf(document: LanguageDocument, others: readonly LanguageDocument[] = []): View {
  const { parsed, language, schema } = document;
  const configuration: Configuration = configurationOf([...others, document]);
  return { document: parsed, language, schema, configuration };
}

export function toyView(language: Language, content: string): View {
  return viewOf(open(language, content));
}
