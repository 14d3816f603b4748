import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeInImage, judgeInNode } from '../../client/src/lab/check/judge';
import { nodeOf } from '../../client/src/lab/plan';
import { onNode, testLab, type TestLab } from './harness';

let test: TestLab;

beforeAll(async () => {
  test = await testLab();
  await test.lab.up();
}, 300_000);
afterAll(() => test.cleanUp(), 60_000);

const path = (name: string): string => join(test.folder, name);
const edited = async (name: string, from: string, to: string) =>
  new Map([[path(name), (await readFile(path(name), 'utf8')).replace(from, to)]]);
const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split('\n').length;

/** Asks on mylb1. */
function ask(program: 'haproxy' | 'keepalived', file: string, texts: ReadonlyMap<string, string> = new Map()) {
  const { container, copy } = nodeOf(test.plan, 'mylb1');
  const place = { name: 'mylb1', engine: test.engine, container };
  return judgeInNode(place, program, { file: path(file), copies: copy, texts });
}

/** Everything below the folders of the configurations, and what a check may have left. */
async function files(): Promise<string> {
  const { output } = await onNode(
    test,
    'mylb1',
    'sh',
    '-c',
    'find /etc/haproxy /etc/keepalived /etc/ssl/lab -type f | sort | xargs sha256sum; ls -A /var/lib/haconf-check',
  );
  return output;
}

describe('A file is checked on the node that runs it', () => {
  it('which accepts what it runs, and tells its version', async () => {
    expect(await ask('haproxy', 'haproxy/haproxy.cfg')).toMatchObject({
      accepted: true,
      messages: [],
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
    });
    expect(await ask('keepalived', 'keepalived/keepalived-master.conf')).toMatchObject({
      accepted: true,
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
    });
  });

  it('as it is in the editor, and the node keeps what it has', async () => {
    const before = await files();
    const texts = await edited('haproxy/haproxy.cfg', 'balance roundrobin', 'balance roundrobbin');
    const { accepted, messages } = await ask('haproxy', 'haproxy/haproxy.cfg', texts);
    expect(accepted).toBe(false);
    const line = lineOf([...texts.values()][0]!, 'roundrobbin');
    expect(messages).toMatchObject([{ severity: 'error', file: path('haproxy/haproxy.cfg'), line }]);
    expect(messages[0]!.text).not.toContain('/var/lib');
    expect(await files()).toBe(before);
  });

  it('with what stands around it, saved or not, at the paths that it names', async () => {
    const main = path('haproxy/haproxy.cfg');
    const map = path('haproxy/hosts.map');
    const use = 'use_backend %[req.hdr(host),map(/etc/haproxy/hosts.map,be_web)]\n    default_backend be_web';
    const texts = await edited('haproxy/haproxy.cfg', 'default_backend be_web', use);
    expect(await ask('haproxy', 'haproxy/haproxy.cfg', texts)).toMatchObject({
      accepted: false,
      messages: [{ file: main, aboutPlace: true }],
    });
    expect(await ask('haproxy', 'haproxy/haproxy.cfg', new Map([...texts, [map, 'a be_web\n']]))).toMatchObject({
      accepted: true,
    });
    const termination = 'haproxy/haproxy-tls-termination.cfg';
    expect(await ask('haproxy', termination)).toMatchObject({ accepted: true, messages: [] });
  });

  it('and keepalived names the line', async () => {
    const texts = await edited('keepalived/keepalived-master.conf', 'virtual_router_id 51', 'virtual_router_id 999');
    const { accepted, messages } = await ask('keepalived', 'keepalived/keepalived-master.conf', texts);
    const line = lineOf([...texts.values()][0]!, 'virtual_router_id');
    expect(accepted).toBe(false);
    expect(messages).toContainEqual(
      expect.objectContaining({ severity: 'error', file: path('keepalived/keepalived-master.conf'), line }),
    );
  });
});

describe('A file is checked in a container that is made for it', () => {
  it('and is gone afterwards', async () => {
    const { image, copy } = nodeOf(test.plan, 'mylb1');
    const file = path('haproxy/haproxy-tls-termination.cfg');
    const texts = await edited('haproxy/haproxy-tls-termination.cfg', 'mode http', 'mode htp');
    const material = { file, copies: copy, texts: new Map<string, string>() };
    expect(await judgeInImage(test.engine, image, 'haproxy', material)).toMatchObject({ accepted: true });
    const refused = await judgeInImage(test.engine, image, 'haproxy', { ...material, texts });
    expect(refused).toMatchObject({
      accepted: false,
      messages: [{ file, line: lineOf([...texts.values()][0]!, 'htp') }],
    });
    const master = path('keepalived/keepalived-master.conf');
    expect(await judgeInImage(test.engine, image, 'keepalived', { ...material, file: master })).toMatchObject({
      accepted: true,
    });
    expect(await test.engine.containers({ label: ['io.haconf.check'] })).toEqual([]);
  });

  it('only if the engine has the image', async () => {
    const material = { file: path('haproxy/haproxy.cfg'), copies: [], texts: new Map<string, string>() };
    await expect(judgeInImage(test.engine, 'haconf-no-such-image:1', 'haproxy', material)).rejects.toMatchObject({
      code: 'executable-missing',
    });
  });
});
