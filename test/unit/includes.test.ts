import { describe, expect, test } from 'vitest';
import { Engine } from '../../server/src/engine';
import { inMemory } from '../support/inMemory';

const script = 'vrrp_script chk {\n    script "/bin/true"\n}\n';

function engineWith(files: Record<string, string>): Engine {
  return new Engine({ files: inMemory(files) });
}

describe('a file that is included inside a block', () => {
  const main = 'file:///etc/keepalived/keepalived.conf';
  const part = 'file:///etc/keepalived/parts/common.inc';
  const block = (lines: string): string => `vrrp_instance VI_1 {\n${lines}\n}\n`;
  const including = block('    include parts/common.inc');
  const said = (engine: Engine, uri = part): string[] =>
    engine.diagnose(uri).map(({ rule, range }) => `${rule} ${range.start.line}`);

  /** Only the part is open; the main file is known by its place alone. */
  function opened(
    text: string,
    files: Record<string, string> = { '/etc/keepalived/keepalived.conf': including },
  ): Engine {
    const engine = engineWith(files);
    engine.open(part, 'keepalived', text);
    return engine;
  }

  test('is judged in that block', () => {
    const lines = 'state MASTER\nprioritty 100\npriority 300\nscript "/bin/true"\n';
    expect(said(opened(lines))).toEqual(['unknown-keyword 1', 'invalid-value 2', 'unknown-keyword 3']);
    expect(opened(lines).diagnose(part)[2]!.message).toMatch(/^"script" is not allowed in a vrrp_instance block/);
  });

  test('also in a block of a block, and in a file that is itself included in one', () => {
    const address = 'file:///etc/keepalived/parts/addresses.inc';
    const engine = opened('virtual_ipaddress {\n    include addresses.inc\n}\n');
    engine.open(address, 'keepalived', '192.0.2.7/24\n192.0.2.300\nstate MASTER\n');
    expect(said(engine, address)).toEqual(['invalid-item 1', 'invalid-item 2', 'invalid-item 2']);
    expect(said(engine)).toEqual([]);
  });

  test('is completed and explained in that block', () => {
    const labels = (engine: Engine, line: number): string[] =>
      engine
        .complete(part, { position: { line, character: 0 }, afterSpace: false, snippets: false })
        .map(({ label }) => label);
    const engine = opened('state MASTER\n\ntrack_interface {\n\n}\n');
    expect(labels(engine, 1)).toEqual(expect.arrayContaining(['priority', 'virtual_ipaddress']));
    expect(labels(engine, 1)).not.toContain('quorum');
    expect(JSON.stringify(engine.hover(part, { line: 0, character: 2 })?.contents)).toContain('MASTER');
    expect(engine.format(part, { tabSize: 4, insertSpaces: true })).toEqual([]);
    expect(engine.selectionRanges(part, [{ line: 1, character: 0 }])).toHaveLength(1);
  });

  test('names that it uses are those of the whole configuration', () => {
    const engine = opened('track_script {\n    chk\n}\n', { '/etc/keepalived/keepalived.conf': script + including });
    expect(said(engine)).toEqual([]);
    expect(engine.definition(part, { line: 1, character: 5 }).map(({ uri }) => uri)).toEqual([main]);
    engine.open(main, 'keepalived', including);
    expect(said(engine)).toEqual(['undefined-name 1']);
  });

  test('moves with the statement that includes it', () => {
    const engine = opened('state MASTER\n');
    expect(said(engine)).toEqual([]);
    engine.open(main, 'keepalived', 'virtual_server 192.0.2.1 80 {\n    include parts/common.inc\n}\n');
    expect(said(engine)).toEqual(['unknown-keyword 0']);
    engine.open(main, 'keepalived', 'include parts/common.inc\n');
    expect(said(engine)).toEqual(['unknown-keyword 0']);
  });

  test('several blocks, or none that is known: nothing is said of misplaced keywords', () => {
    const twice = `${including}vrrp_sync_group G {\n    include parts/common.inc\n}\n`;
    expect(said(opened('state MASTER\nquorum 2\n', { '/etc/keepalived/keepalived.conf': twice }))).toEqual([]);
    expect(said(opened('state MASTER\n192.0.2.1\n', {}))).toEqual([]);
    expect(said(opened('track_script {\n    chk\n}\n', {}))).toEqual([]);
    // Nor of names that it may define.
    const engine = opened('script "/bin/true"\n', {
      '/etc/keepalived/keepalived.conf': `${twice}vrrp_sync_group H {\n    group {\n        VI_9\n    }\n    track_script {\n        chk\n    }\n}\n`,
    });
    engine.open(main, 'keepalived', engine.definition(main, { line: 0, character: 0 }).length === 0 ? twice : '');
    expect(said(engine, main).filter((one) => one.startsWith('undefined'))).toEqual([]);
  });

  test('and that stays so, however it is read then', () => {
    const engine = opened('include {\ninterface eth0\n', {});
    const first = said(engine);
    expect([said(engine), said(engine)]).toEqual([first, first]);
  });

  test('a text that could stand on the top level is judged there, and a main file always', () => {
    expect(said(opened('vrrp_instance A {\n}\nstate MASTER\n', {}))).toContain('unknown-keyword 2');
    expect(said(opened('stat MASTER\n', {}))).toEqual(['unknown-keyword 0']);
    const engine = engineWith({});
    engine.open(main, 'keepalived', 'state MASTER\n');
    expect(said(engine, main)).toEqual(['unknown-keyword 0']);
  });
});

describe('includes that lead round in a circle', () => {
  const uri = (name: string): string => `file:///etc/keepalived/${name}`;
  const cycles = (files: Record<string, string>, name: string): string[] => {
    const engine = engineWith(
      Object.fromEntries(Object.entries(files).map(([file, text]) => [`/etc/keepalived/${file}`, text])),
    );
    engine.open(uri(name), 'keepalived', files[name]!);
    return engine
      .diagnose(uri(name))
      .flatMap(({ rule, range, message, related }) =>
        rule === 'include-cycle'
          ? [
              `${range.start.line}: ${message.split('.  ')[0]!.split(' keepalived reads')[0]!} (${related![0]!.uri!.slice(23)})`,
            ]
          : [],
      );
  };

  test.each<[string, Record<string, string>, string[]]>([
    [
      'one file',
      { 'keepalived.conf': '# first\ninclude keepalived.conf\n' },
      ['1: Leads round in a circle: keepalived.conf includes keepalived.conf. (keepalived.conf)'],
    ],
    [
      'two files',
      { 'keepalived.conf': 'include a.conf\n', 'a.conf': 'include keepalived.conf\n' },
      ['0: Leads round in a circle: keepalived.conf includes a.conf includes keepalived.conf. (a.conf)'],
    ],
    [
      'three files, and a block',
      {
        'keepalived.conf': 'vrrp_instance A {\n    include a.conf\n}\n',
        'a.conf': 'include b.conf\n',
        'b.conf': 'include keepalived.conf\n',
      },
      [
        '1: Leads round in a circle: keepalived.conf includes a.conf includes b.conf includes keepalived.conf. (b.conf)',
      ],
    ],
    [
      'a glob',
      { 'keepalived.conf': 'include *.conf\n', 'a.conf': '' },
      ['0: Leads round in a circle: keepalived.conf includes keepalived.conf. (keepalived.conf)'],
    ],
    [
      'further on',
      { 'keepalived.conf': 'include a.conf\n', 'a.conf': 'include b.conf\n', 'b.conf': 'include a.conf\n' },
      ['0: Leads into a circle: a.conf includes b.conf includes a.conf. (b.conf)'],
    ],
    [
      'one file twice',
      { 'keepalived.conf': 'include a.conf\ninclude b.conf\n', 'a.conf': '', 'b.conf': 'include a.conf\n' },
      [],
    ],
  ])('%s', (_name, files, expected) => {
    expect(cycles(files, 'keepalived.conf')).toEqual(expected);
  });

  test('it is told on each of the files', () => {
    const files = { 'keepalived.conf': 'include a.conf\n', 'a.conf': 'include keepalived.conf\n' };
    expect(cycles(files, 'a.conf')).toEqual([
      '0: Leads round in a circle: a.conf includes keepalived.conf includes a.conf. (keepalived.conf)',
    ]);
  });
});
