import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import type { Spot } from '../../core/language';
import { lineRange } from '../../core/text';
import { MATCHES } from './acls';
import { PREDEFINED_ACLS } from './conditions';
import { LOG_ALIASES } from './logFormat';
import { type SampleKind, sampleMarkdown, signature } from './sampleHover';
import { type SampleForm, samplesOf } from './sampleData';
import { sampleSpot, type SampleSpot } from './sampleSpot';

const FLAGS: Readonly<Record<string, string>> = {
  '-i': 'ignore case',
  '-m': 'matching method',
  '-f': 'patterns from a file',
  '-n': 'do not look names up',
  '--': 'patterns follow, even those that begin with "-"',
};

/** What an item of ours needs to be documented when it is selected. */
interface SampleItem {
  readonly language: 'haproxy';
  readonly version: string;
  readonly sample: SampleKind;
  readonly name: string;
}

/** The text of an item that `complete` made, once it is looked at. */
export function resolve(data: unknown): string | undefined {
  const { sample, name, version } = data as Partial<SampleItem>;
  return sample && sampleMarkdown(sample, name!, version!);
}

function dataOf({ schema }: Spot, sample: SampleKind, name: string): SampleItem {
  return { language: 'haproxy', version: schema.version, sample, name };
}

/** Completion within conditions, sample expressions and log formats. */
export function complete(spot: Spot): CompletionItem[] | undefined {
  const found = sampleSpot(spot);
  if (!found) return undefined;
  switch (found.kind) {
    case 'acl-name':
      return aclNames(spot, found);
    case 'expression':
      return expressionItems(spot, found.before);
    case 'matches':
      return Object.keys(MATCHES).map((name) => ({ label: name, kind: CompletionItemKind.EnumMember }));
    case 'acl-flags':
      return found.before === '' || found.before.startsWith('-')
        ? Object.entries(FLAGS).map(([label, detail]) => ({ label, detail, kind: CompletionItemKind.Operator }))
        : undefined;
    case 'format':
      return formatItems(spot, found.before);
  }
}

function aclNames(spot: Spot, { before }: SampleSpot): CompletionItem[] {
  const marks = /^!*/.exec(before)![0];
  const own = new Set<string>();
  for (const one of spot.configuration.index(spot.document).inSection(spot.section)) {
    if (one.kind === 'acl' && one.role === 'definition') own.add(one.name);
  }
  const item = (label: string, detail: string): CompletionItem => ({
    label,
    detail,
    kind: CompletionItemKind.Function,
    insertText: marks + label,
    filterText: marks + label,
  });
  return [
    ...[...own].map((name) => item(name, 'ACL')),
    ...PREDEFINED_ACLS.map((name) => item(name, 'predefined ACL')),
    { label: '{ }', kind: CompletionItemKind.Operator, detail: 'an ACL written here', insertText: `${marks}{ ` },
  ];
}

/** Fetches at the beginning, converters behind a comma. */
function expressionItems(spot: Spot, before: string): CompletionItem[] {
  const { fetches, converters, acls } = samplesOf(spot.schema.version);
  const comma = lastComma(before);
  const written = before.slice(comma + 1);
  const range = lineRange(spot.line, spot.column - written.length, spot.column);
  const item = (label: string, form: SampleForm, sample: SampleKind): CompletionItem => ({
    label,
    kind: CompletionItemKind.Function,
    detail: `${sample === 'fetch' ? 'sample fetch' : sample}: ${signature(label, form)}`,
    textEdit: { range, newText: label },
    data: dataOf(spot, sample, label),
  });
  if (comma >= 0) return [...converters].map(([name, form]) => item(name, form, 'converter'));
  const own = [...fetches].map(([name, form]) => item(name, form, 'fetch'));
  const keywords = [...acls]
    .filter(([name]) => !fetches.has(name))
    .map(([name, { fetch, match }]) => ({
      label: name,
      kind: CompletionItemKind.Function,
      detail: `${fetch} -m ${match}`,
      textEdit: { range, newText: name },
      data: dataOf(spot, 'fetch', name),
    }));
  return [...own, ...keywords];
}

/** Index of the comma that stands outside parentheses; -1: none. */
function lastComma(text: string): number {
  let depth = 0;
  let found = -1;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth++;
    else if (text[i] === ')') depth--;
    else if (text[i] === ',' && depth === 0) found = i;
  }
  return found;
}

function formatItems(spot: Spot, before: string): CompletionItem[] | undefined {
  const open = before.lastIndexOf('%[');
  if (open >= 0 && !before.slice(open).includes(']')) return expressionItems(spot, before.slice(open + 2));
  const alias = /%(?:\{[^}]*\})?([A-Za-z]*)$/.exec(before);
  if (!alias) return undefined;
  const range = lineRange(spot.line, spot.column - alias[1]!.length, spot.column);
  return [...LOG_ALIASES].map((name) => ({
    label: name,
    kind: CompletionItemKind.Variable,
    detail: 'log variable',
    textEdit: { range, newText: name },
    data: dataOf(spot, 'alias', name),
  }));
}
