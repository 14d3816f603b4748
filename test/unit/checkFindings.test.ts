import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Finding, moved, together } from '../../client/src/checking/merge';
import { imagesWith } from '../../client/src/lab/check/mounts';

const finding = (line: number, text: string, more: Partial<Finding> = {}): Finding => ({
  line,
  text,
  severity: 'warning',
  program: 'HAProxy',
  who: 'HAProxy 3.0.11',
  where: 'mylb1',
  message: 'bad',
  ...more,
});

describe('What a program said of a line', () => {
  const lines =
    (...texts: string[]) =>
    (line: number) =>
      texts[line];

  it('moves with its line', () => {
    const change = { first: 0, last: 0, lines: 3 };
    expect(moved([finding(1, 'b')], [change], lines('a', 'x', 'y', 'b'))).toMatchObject([{ line: 3 }]);
  });

  it('stays where a line break comes behind it, and goes along where one comes before it', () => {
    const change = { first: 1, last: 1, lines: 2 };
    expect(moved([finding(1, 'b')], [change], lines('a', 'b', ''))).toMatchObject([{ line: 1 }]);
    expect(moved([finding(1, 'b')], [change], lines('a', '', 'b'))).toMatchObject([{ line: 2 }]);
  });

  it('is gone when the line reads differently or is removed', () => {
    expect(moved([finding(1, 'b')], [{ first: 1, last: 1, lines: 1 }], lines('a', 'bb'))).toEqual([]);
    expect(moved([finding(1, 'b')], [{ first: 0, last: 2, lines: 1 }], lines('a'))).toEqual([]);
  });

  it('is one text for a line, the most severe level counting', () => {
    const other = finding(4, 'x', { severity: 'error', program: 'keepalived', who: 'keepalived 2.3.3' });
    expect(together([finding(4, 'x'), other, finding(4, 'x', { where: 'mylb2' }), finding(4, 'x')])).toEqual([
      {
        line: 4,
        severity: 'error',
        source: 'HAProxy, keepalived',
        message: 'HAProxy 3.0.11 on mylb1 and mylb2: bad\nkeepalived 2.3.3 on mylb1: bad',
      },
    ]);
  });
});

describe('The image that a file runs in', () => {
  it('is that of the service that mounts it, with all that it mounts', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'haconf-mounts-'));
    await writeFile(
      join(folder, 'docker-compose.yml'),
      `services:
  proxy:
    image: haproxy:3.2
    volumes:
      - ./haproxy:/usr/local/etc/haproxy:ro
      - { type: bind, source: ./tls, target: /etc/ssl/site }
      - data:/var/lib/haproxy
  web:
    image: nginx
    volumes: [./pages:/usr/share/nginx/html]
`,
    );
    const copies = [
      { from: join(folder, 'haproxy'), to: '/usr/local/etc/haproxy' },
      { from: join(folder, 'tls'), to: '/etc/ssl/site' },
    ];
    const file = join(folder, 'haproxy', 'haproxy.cfg');
    expect(await imagesWith(file, folder)).toEqual([{ image: 'haproxy:3.2', copies }]);
    expect(await imagesWith(join(folder, 'other.cfg'), folder)).toEqual([]);
    await rm(folder, { recursive: true });
  });
});
