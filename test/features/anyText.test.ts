import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Engine, languages } from '../../server/src/engine';

// Every feature answers on any text, and says of an edited text what it says of the same text opened anew.

const PIECES: Readonly<Record<string, readonly string[]>> = {
  haproxy: [
    'global',
    'defaults',
    'frontend web',
    'backend web',
    'listen web',
    'backend "a b"',
    'peers p',
    'acl',
    'is_api',
    'if',
    'unless',
    '{',
    '}',
    '!is_api',
    'path_beg',
    '/api',
    'use_backend',
    'web',
    'server',
    's1',
    '10.0.0.1:80',
    'check',
    'track',
    'web/s1',
    'http-request',
    'deny',
    'set-header',
    'X-A',
    '%[src,',
    'lower]',
    '"',
    "'",
    '\\',
    '"${X}"',
    '$',
    '.if',
    '.endif',
    'timeout',
    'connect',
    '5s',
    'no',
    'option',
    'httplog',
    'stick-table',
    'type',
    'ip',
    'balance',
    'from',
    'mode',
    'tcp',
    '#',
    'é',
    '\u0000',
    '𝒳',
  ],
  keepalived: [
    'global_defs',
    'vrrp_instance VI_1',
    'vrrp_script chk',
    'vrrp_sync_group g',
    'virtual_server 10.0.0.1 80',
    'real_server 10.0.0.2 80',
    '{',
    '}',
    '{ }',
    'interface',
    'eth0',
    'priority',
    '100',
    'state',
    'MASTER',
    'virtual_ipaddress',
    '192.0.2.1/24',
    'dev',
    'track_script',
    'chk',
    'weight',
    '-5',
    'script',
    '"',
    '"/bin/true"',
    'include',
    '*.conf',
    '$A=1',
    '${A}',
    '$A',
    '~SEQ(1,2)',
    '@low',
    '@^low',
    '!',
    '#',
    '\\',
    'group',
    'VI_1',
    'é',
    '\u0000',
    '𝒳',
  ],
};

const NO_POSITION = { line: 0, character: 0 };

/** Asks everything there is to ask at a position. */
function askAll(engine: Engine, uri: string, position: { line: number; character: number }): void {
  const range = { start: NO_POSITION, end: position };
  engine
    .complete(uri, { position, afterSpace: false, snippets: true })
    .slice(0, 3)
    .map((item) => engine.resolveCompletion(item));
  engine.hover(uri, position);
  engine.inlayHints(uri, range);
  engine.definition(uri, position);
  engine.references(uri, position, true);
  engine.documentHighlight(uri, position);
  if (engine.prepareRename(uri, position)) engine.rename(uri, position, 'zz9');
  engine.documentSymbols(uri);
  engine.workspaceSymbols('a');
  engine.foldingRanges(uri);
  engine.selectionRanges(uri, [position]);
  engine.semanticTokens(uri, range);
  engine.documentLinks(uri);
  engine.format(uri, { tabSize: 2, insertSpaces: true }, range);
  engine.codeActions(uri, { range, shown: engine.diagnostics(uri), pages: true });
}

describe.each(languages.map((language) => [language.id, language] as const))('%s', (id, language) => {
  const piece = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...PIECES[id]!) },
    { weight: 3, arbitrary: fc.constantFrom('\n', '\n    ', '\r\n') },
    { weight: 1, arbitrary: fc.string({ maxLength: 6 }) },
  );
  const text = fc.array(piece, { maxLength: 60 }).map((parts) => parts.join(' '));
  const position = fc.record({ line: fc.nat(25), character: fc.nat(60) });
  const version = fc.constantFrom(...language.versions);
  const uri = `file:///any.${id}`;

  test('answers on any text', () => {
    fc.assert(
      fc.property(text, version, fc.array(position, { minLength: 1, maxLength: 4 }), (content, of, positions) => {
        const engine = new Engine();
        engine.open(uri, id, content, of);
        for (const one of positions) askAll(engine, uri, one);
      }),
      { numRuns: 300 },
    );
  });

  test('finds in an edited text what it finds in the same text opened anew', () => {
    fc.assert(
      fc.property(
        text,
        fc.array(fc.tuple(position, fc.nat(8), text), { minLength: 1, maxLength: 4 }),
        (content, edits) => {
          const lines = (all: string): string[] => all.split(/\r\n|\n|\r/);
          const engine = new Engine();
          engine.open(uri, id, content, language.defaultVersion);
          let now = lines(content);
          edits.forEach(([at, length, insert], i) => {
            const line = Math.min(at.line, now.length - 1);
            const start = Math.min(at.character, now[line]!.length);
            const end = Math.min(start + length, now[line]!.length);
            const change = {
              range: { start: { line, character: start }, end: { line, character: end } },
              text: insert,
            };
            engine.change(uri, [change], i + 1);
            engine.diagnose(uri);
            now = lines(
              [
                ...now.slice(0, line),
                now[line]!.slice(0, start) + insert + now[line]!.slice(end),
                ...now.slice(line + 1),
              ].join('\n'),
            );
          });
          const anew = new Engine();
          anew.open(uri, id, now.join('\n'), language.defaultVersion);
          expect(engine.diagnose(uri)).toEqual(anew.diagnose(uri));
          expect(engine.documentSymbols(uri)).toEqual(anew.documentSymbols(uri));
        },
      ),
      { numRuns: 300 },
    );
  });
});
