import { describe, expect, test } from 'vitest';
import { Engine } from '../../../server/src/engine';
import { marked } from '../../support/marked';

const uri = 'file:///etc/keepalived/keepalived.conf';

function at(content: string): { engine: Engine; position: { line: number; character: number } } {
  const { text, position } = marked(content);
  const engine = new Engine();
  engine.open(uri, 'keepalived', text, '2.3');
  return { engine, position };
}

function labels(content: string): string[] {
  const { engine, position } = at(content);
  return engine.complete(uri, { position, afterSpace: false, snippets: false }).map((item) => item.label);
}

const script = 'vrrp_script chk_a {\n    script "/bin/true"\n}\n';

describe('completion', () => {
  test('names of scripts in track_script', () => {
    expect(labels(`${script}vrrp_instance V {\n    track_script {\n        ‸\n    }\n}\n`)).toEqual(['chk_a']);
  });

  test('names of instances in a sync group', () => {
    expect(labels('vrrp_sync_group G {\n    group {\n        ‸\n    }\n}\nvrrp_instance V {\n}\n')).toEqual(['V']);
  });

  test('parameters of a tracked script, of an address, and its scope', () => {
    expect(labels(`${script}vrrp_instance V {\n    track_script {\n        chk_a ‸\n    }\n}\n`)).toContain('weight');
    expect(labels('vrrp_instance V {\n    virtual_ipaddress {\n        192.0.2.1 ‸\n    }\n}\n')).toContain('label');
    expect(labels('vrrp_instance V {\n    virtual_ipaddress {\n        192.0.2.1 scope ‸\n    }\n}\n')).toContain(
      'link',
    );
  });

  test('values of a keyword', () => {
    expect(labels('vrrp_instance V {\n    state ‸\n}\n')).toEqual(['MASTER', 'BACKUP']);
  });

  test('groups behind virtual_server group', () => {
    expect(labels('virtual_server_group vips {\n}\nvirtual_server group ‸ {\n}\n')).toEqual(['vips']);
  });
});

describe('hover', () => {
  test('tells of a keyword and of a parameter in a list', () => {
    const keyword = at('vrrp_instance V {\n    advert‸_int 1\n}\n');
    expect(JSON.stringify(keyword.engine.hover(uri, keyword.position))).toContain('Seconds between two advertisements');
    const parameter = at('vrrp_instance V {\n    virtual_ipaddress {\n        192.0.2.1 la‸bel eth0:1\n    }\n}\n');
    expect(JSON.stringify(parameter.engine.hover(uri, parameter.position))).toContain('Alias of the interface');
  });
});

test('a script is renamed where it is defined and used', () => {
  const { engine, position } = at(
    `vrrp_script chk‸_a {\n    script "/bin/true"\n}\nvrrp_instance V {\n    track_script {\n        chk_a weight 2\n    }\n}\n`,
  );
  const edit = engine.rename(uri, position, 'chk_b');
  const edits = Object.values(edit?.changes ?? {}).flat();
  expect(edits.map(({ range, newText }) => [range.start.line, newText])).toEqual([
    [0, 'chk_b'],
    [5, 'chk_b'],
  ]);
});
