import { describe, expect, test } from 'vitest';
import { URI } from 'vscode-uri';
import { Engine } from '../../server/src/engine';
import { defaultSettings } from '../../server/src/settings';

describe('one number in two clusters of a workspace', () => {
  const node = (priority: number, address: string, lines = '', comment = ''): string =>
    `${comment}vrrp_instance VI_1 {\n    interface eth0\n    virtual_router_id 51\n    priority ${priority}\n    virtual_ipaddress {\n        ${address}\n    }\n    ${lines}\n}\n`;
  const compose = (network: string): string =>
    ['web', 'db']
      .map(
        (name, i) =>
          `  ${name}:\n    networks: [${i === 0 ? 'lan' : network}]\n    volumes: [./${name}:/etc/keepalived]\n    cap_add: [NET_ADMIN]\n`,
      )
      .reduce((all, one) => all + one, 'services:\n') + 'networks:\n  lan:\n  other:\n';

  /** What is found on the first node of web, of the rule for shared numbers. */
  function found(
    web: string,
    db: string,
    options: { lines?: string; compose?: string; site?: boolean; comment?: string } = {},
  ): string[] {
    const texts = new Map([
      ['web/keepalived-master.conf', node(101, web, options.lines, options.comment)],
      ['web/keepalived-backup.conf', node(100, web, options.lines, options.comment)],
      ['db/keepalived-master.conf', node(101, db)],
      ['db/keepalived-backup.conf', node(100, db)],
      ...(options.compose === undefined ? [] : [['compose.yaml', options.compose] as const]),
    ]);
    const engine = new Engine({
      files: {
        read: (uri) => texts.get(uri.replace('file:///w/', '')),
        list: (uri) => (uri === 'file:///w' ? [...texts.keys()].filter((name) => !name.includes('/')) : []),
      },
    });
    engine.configure(defaultSettings, [URI.file('/w')]);
    const uris = [...texts.keys()].map((name) => `file:///w/${name}`);
    engine.know(uris);
    if (options.site) engine.site(uris);
    engine.open(uris[0]!, 'keepalived', texts.get('web/keepalived-master.conf')!);
    return engine
      .diagnose(uris[0]!)
      .flatMap(({ rule, range, severity, related }) =>
        rule === 'pair-shared-router-id' ? [`${severity} ${range.start.line} ${related![0]!.uri!.slice(10)}`] : [],
      );
  }

  const other = 'db/keepalived-master.conf';

  test('addresses of one subnet: probably one network', () => {
    expect(found('192.0.2.10/24', '192.0.2.20/24')).toEqual([`info 2 ${other}`]);
  });

  test('a network of one Compose file, or the same run: certainly', () => {
    expect(found('192.0.2.10/24', '198.51.100.20/24', { compose: compose('lan') })).toEqual([`warning 2 ${other}`]);
    expect(found('192.0.2.10', '192.0.2.20', { site: true })).toEqual([`warning 2 ${other}`]);
  });

  test.each<[string, string, string, Parameters<typeof found>[2]]>([
    ['another subnet', '192.0.2.10/24', '198.51.100.20/24', {}],
    ['another prefix', '192.0.2.10/24', '192.0.2.20/25', {}],
    ['no prefix', '192.0.2.10', '192.0.2.20', {}],
    ['a prefix of one address', '192.0.2.10/32', '192.0.2.20/32', {}],
    ['the same address: a copy', '192.0.2.10/24', '192.0.2.10/24', {}],
    ['another Compose network', '192.0.2.10/24', '192.0.2.20/24', { compose: compose('other') }],
    ['unicast', '192.0.2.10/24', '192.0.2.20/24', { lines: 'unicast_peer {\n    192.0.2.2\n    }' }],
    ['IPv6', '2001:db8::10/64', '2001:db8::20/64', {}],
  ])('%s: nothing', (_name, web, db, options) => {
    expect(found(web, db, options)).toEqual([]);
  });

  test('a cluster by comment counts as well', () => {
    expect(found('192.0.2.10/24', '192.0.2.20/24', { comment: '# haconf: cluster[web]\n' })).toEqual([
      `info 3 ${other}`,
    ]);
  });
});
