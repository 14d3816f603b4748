import type { MarkupContent } from 'vscode-languageserver-types';
import { describe, expect, test } from 'vitest';
import { Engine } from '../../server/src/engine';
import { haproxy } from '../../server/src/languages/haproxy';
import { describedTexts } from '../../server/tools/haproxy/texts';

const uri = 'file:///haproxy.cfg';
const version = '3.4';
const { blocks } = haproxy.schema(version);
/** What an example without its surroundings cannot keep to: names and lines that stand elsewhere. */
const BEYOND = new Set([
  'undefined-name',
  'incomplete-section',
  'missing-stick-table',
  'fastcgi-without-server',
  'bandwidth-limit',
]);
/** What stands before an example that is no line of its own. */
const BEFORE: Readonly<Record<string, string>> = {
  server: 'backend x\n  server s 192.0.2.1:80',
  bind: 'frontend x\n  bind :443 ssl crt a.pem',
  cookie: 'backend x\n  cookie C insert',
  'ssl-bind-options': 'global\n  ssl-default-bind-options',
  'ssl-server-options': 'global\n  ssl-default-server-options',
};

/** The example of a text as files, in each section that has its keyword. */
function filesOf(key: string, example: string): string[] {
  const [, set, place] = /^(?:([^: /]+):|([^: /]+)\/)/.exec(key) ?? [];
  const first = example.split(' ')[0]!;
  if (set !== undefined && BEFORE[set] !== undefined && first !== set && first !== 'stats') {
    return [`${BEFORE[set]} ${example}\n`];
  }
  const types = place === undefined ? [...blocks.keys()] : [place];
  return types
    .filter((type) => blocks.get(type)!.keywords.startingWith(first).length > 0)
    .map((type) => {
      const header = type === 'global' || type === 'traces' ? type : `${type} x`;
      return type === '' ? `${example}\n` : `${header}\n  ${example}\n`;
    });
}

function findings(text: string): string[] {
  const engine = new Engine();
  engine.open(uri, 'haproxy', text, version);
  const found = engine.diagnose(uri).filter(({ rule }) => !BEYOND.has(rule));
  return found.filter(({ severity }) => ['error', 'warning'].includes(severity)).map(({ message }) => message);
}

describe('examples are right somewhere', () => {
  const examples = Object.entries(describedTexts()).flatMap(([key, text]) => {
    const example = /Example: `(.*)`$/.exec(text)?.[1];
    return example === undefined || /^(?:fetch|converter|alias):/.test(key) ? [] : [[key, example] as const];
  });

  test.each(examples)('%s: %s', (key, example) => {
    expect(filesOf(key, example).map(findings)).toContainEqual([]);
  });
});

describe('what is selected in completion is explained', () => {
  test.each([
    ['frontend x\n  bind :443 ', 'ssl', 'Parameter of `bind`.'],
    ['frontend x\n  ', 'maxconn', 'Example: `maxconn 5000`'],
    ['frontend x\n  acl a ', 'src', 'Sample fetch: gives'],
    ['frontend x\n  acl a src,', 'lower', 'Converter: takes'],
    ['frontend x\n  log-format %', 'ci', 'Variable of log formats.'],
  ])('%j %s', (text, label, expected) => {
    const engine = new Engine();
    engine.open(uri, 'haproxy', text, version);
    const lines = text.split('\n');
    const position = { line: lines.length - 1, character: lines.at(-1)!.length };
    const items = engine.complete(uri, { position, afterSpace: false, snippets: false });
    const item = engine.resolveCompletion(items.find((one) => one.label === label)!);
    expect((item.documentation as MarkupContent).value).toContain(expected);
  });
});
