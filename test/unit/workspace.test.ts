import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { URI } from 'vscode-uri';
import { Engine } from '../../server/src/engine';
import { expandGlob, normalizeUri } from '../../server/src/files';
import { defaultSettings } from '../../server/src/settings';
import { inMemory } from '../support/inMemory';

describe('globs', () => {
  const files = inMemory({
    '/etc/k/a.conf': '',
    '/etc/k/b.conf': '',
    '/etc/k/.hidden.conf': '',
    '/etc/k/x/c.conf': '',
    '/etc/k/y/d 1.conf': '',
  });
  const expand = (pattern: string): string[] =>
    expandGlob(files, URI.file('/etc/k'), pattern).map((uri) => URI.parse(uri).path);

  test.each([
    ['a.conf', ['/etc/k/a.conf']],
    ['missing.conf', ['/etc/k/missing.conf']],
    ['/elsewhere/x.conf', ['/elsewhere/x.conf']],
    ['*.conf', ['/etc/k/a.conf', '/etc/k/b.conf']],
    ['?.conf', ['/etc/k/a.conf', '/etc/k/b.conf']],
    ['[!a].conf', ['/etc/k/b.conf']],
    ['[a-b].conf', ['/etc/k/a.conf', '/etc/k/b.conf']],
    ['[z-a-b].conf', ['/etc/k/b.conf']],
    ['[z-a].conf', []],
    ['*/*.conf', ['/etc/k/x/c.conf', '/etc/k/y/d 1.conf']],
    ['{x,y}/*.conf', ['/etc/k/x/c.conf', '/etc/k/y/d 1.conf']],
    ['../k/a.*', ['/etc/k/a.conf']],
    ['/etc/*/b.conf', ['/etc/k/b.conf']],
    ['[.conf', ['/etc/k/[.conf']],
    ['none*', []],
  ])('%s', (pattern, expected) => {
    expect(expand(pattern)).toEqual(expected);
  });

  test('any text is a pattern, half characters too', () => {
    const unit = fc.oneof(
      fc.constantFrom('/', '[', ']', '!', '-', '{', ',', '}', '*', '?', '\\', '.', '%', ':', 'a'),
      fc.integer({ min: 0, max: 0xffff }).map(String.fromCharCode),
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 12 }), (pattern) => {
        for (const path of expand(pattern)) expect(path.startsWith('/')).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

test('any path has an address, which stays as it is from then on', () => {
  const unit = fc.integer({ min: 0, max: 0xffff }).map(String.fromCharCode);
  const root = fc.constantFrom('file:///', 'file:////', 'untitled:', 'file://host/', 'vscode-remote://ssh/');
  fc.assert(
    fc.property(root, fc.string({ unit, maxLength: 12 }), (before, path) => {
      const normal = normalizeUri(before + path);
      expect(normalizeUri(normal)).toBe(normal);
    }),
    { numRuns: 2000 },
  );
});

const script = 'vrrp_script chk {\n    script "/bin/true"\n}\n';
const instance = (include = ''): string => `${include}vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    priority 100
    virtual_ipaddress {
        192.0.2.10/24
    }
    track_script {
        chk
    }
}
`;

function engineWith(files: Record<string, string>): Engine {
  return new Engine({ files: inMemory(files) });
}

function undefinedNames(engine: Engine, uri: string): string[] {
  return engine.diagnose(uri).flatMap((found) => (found.rule === 'undefined-name' ? [found.message] : []));
}

describe('includes', () => {
  const main = 'file:///etc/keepalived/keepalived.conf';

  test('names come from included files, as globs and from the folder of the including file', () => {
    const engine = engineWith({ '/etc/keepalived/conf.d/scripts.conf': script });
    engine.open(main, 'keepalived', instance('include conf.d/*.conf\n'));
    expect(undefinedNames(engine, main)).toEqual([]);
    expect(engine.definition(main, { line: 9, character: 9 }).map(({ uri }) => uri)).toEqual([
      'file:///etc/keepalived/conf.d/scripts.conf',
    ]);
  });

  test('what cannot be read leaves names in doubt', () => {
    const engine = engineWith({});
    engine.open(main, 'keepalived', instance('include /somewhere/else.conf\n'));
    expect(undefinedNames(engine, main)).toEqual([]);
    engine.open(main, 'keepalived', instance());
    expect(undefinedNames(engine, main)).toHaveLength(1);
  });

  test('a cycle ends', () => {
    const engine = engineWith({ '/etc/keepalived/other.conf': `include keepalived.conf\n${script}` });
    engine.open(main, 'keepalived', instance('include other.conf\n'));
    expect(undefinedNames(engine, main)).toEqual([]);
  });

  test('an open file counts as it stands in the editor, and closed ones when they change', () => {
    const files: Record<string, string> = { '/etc/keepalived/scripts.conf': script };
    const engine = engineWith(files);
    const scripts = 'file:///etc/keepalived/scripts.conf';
    engine.open(main, 'keepalived', instance('include scripts.conf\n'));
    expect(undefinedNames(engine, main)).toEqual([]);
    engine.open(scripts, 'keepalived', script.replace('chk', 'other'));
    expect(undefinedNames(engine, main)).toHaveLength(1);
    engine.close(scripts);
    expect(undefinedNames(engine, main)).toEqual([]);
    files['/etc/keepalived/scripts.conf'] = '';
    engine.filesChanged([scripts]);
    expect(undefinedNames(engine, main)).toHaveLength(1);
  });

  test('an included file is seen with what includes it, even when only it is open', () => {
    const part = 'file:///etc/keepalived/conf.d/vi.conf';
    const engine = engineWith({
      '/etc/keepalived/keepalived.conf': `include conf.d/*.conf\n${script}`,
      '/etc/keepalived/conf.d/vi.conf': instance(),
    });
    engine.know([main]);
    engine.open(part, 'keepalived', instance());
    expect(undefinedNames(engine, part)).toEqual([]);
    expect(engine.references(part, { line: 8, character: 9 }, true)).toHaveLength(2);
  });

  test('paths lead to the files they name', () => {
    const engine = engineWith({
      '/etc/keepalived/conf.d/a.conf': '',
      '/etc/keepalived/two/b.conf': '',
      '/etc/keepalived/two/c.conf': '',
    });
    engine.open(main, 'keepalived', 'include conf.d/*.conf\ninclude two/*.conf\ninclude two/b.conf\n');
    expect(engine.documentLinks(main).map(({ range, target }) => [range.start.line, target])).toEqual([
      [0, 'file:///etc/keepalived/conf.d/a.conf'],
      [2, 'file:///etc/keepalived/two/b.conf'],
    ]);
  });

  test('files are read once', () => {
    const files = inMemory({ '/etc/keepalived/scripts.conf': script });
    const engine = new Engine({ files });
    engine.open(main, 'keepalived', instance('include scripts.conf\n'));
    for (let i = 0; i < 3; i++) engine.diagnose(main);
    expect(files.reads).toEqual(['/etc/keepalived/scripts.conf']);
  });
});

describe('files read together', () => {
  const front = 'file:///w/parts/10-front.cfg';
  const frontText = 'frontend f\n  mode http\n  bind :80\n  default_backend b\n';
  const files = { '/w/parts/10-front.cfg': frontText, '/w/parts/20-back.cfg': 'backend b\n  mode http\n' };

  test('as the settings say', () => {
    const engine = engineWith(files);
    engine.open(front, 'haproxy', frontText);
    expect(undefinedNames(engine, front)).toHaveLength(1);
    const haproxy = { ...defaultSettings.haproxy, together: ['parts/*.cfg'] };
    engine.configure({ ...defaultSettings, haproxy }, [URI.file('/w')]);
    expect(undefinedNames(engine, front)).toEqual([]);
  });

  test('a file in a .d folder may use what another defines', () => {
    const engine = engineWith({});
    const uri = 'file:///etc/haproxy/conf.d/front.cfg';
    engine.open(uri, 'haproxy', frontText);
    expect(undefinedNames(engine, uri)).toEqual([]);
  });
});

test('a version that is set reads open documents anew', () => {
  const engine = engineWith({});
  const uri = 'file:///w/haproxy.cfg';
  engine.open(uri, 'haproxy', 'global\n');
  const before = engine.resultId(uri);
  engine.configure({ ...defaultSettings, haproxy: { ...defaultSettings.haproxy, version: '2.4.12' } });
  expect(engine.reading(uri)?.version).toBe('2.4');
  expect(engine.resultId(uri)).not.toBe(before);
});

describe('files of one cluster are held against each other', () => {
  const node = (priority: number, comment = ''): string =>
    `${comment}vrrp_instance V {\n  interface eth0\n  virtual_router_id 1\n  priority ${priority}\n  virtual_ipaddress {\n    192.0.2.9\n  }\n}\n`;
  const uri = 'file:///w/south/keepalived.conf';
  const opened = (text: string): Engine => {
    const engine = new Engine({
      files: inMemory({ '/w/north/keepalived.conf': text, '/w/south/keepalived.conf': text }),
    });
    engine.know(['file:///w/north/keepalived.conf', uri]);
    engine.open(uri, 'keepalived', text);
    return engine;
  };
  const rules = (engine: Engine): string[] => engine.diagnose(uri).map(({ rule }) => rule);

  test('when the settings say that they are', () => {
    const engine = opened(node(100));
    engine.configure(defaultSettings, [URI.parse('file:///w')]);
    expect(rules(engine)).toEqual([]);
    const keepalived = { ...defaultSettings.keepalived, clusters: ['*/keepalived.conf'] };
    engine.configure({ ...defaultSettings, keepalived });
    expect(rules(engine)).toEqual(['pair-same-priority']);
  });

  test('when a comment at the top says it', () => {
    expect(rules(opened(node(100, '! Front.\n! haconf: cluster[front]\n\n')))).toEqual(['pair-same-priority']);
    expect(rules(opened(`${node(100)}! haconf: cluster[front]\n`))).toEqual([]);
  });
});
