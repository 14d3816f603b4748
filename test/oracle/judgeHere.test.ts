import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeHere } from '../../client/src/lab/check/judge';

// With the programs of this machine.
let root: string;
let file: string;
const text = `defaults
    timeout client 1s
    timeout server 1s
    timeout connect 1s
frontend web
    mode http
    bind 127.0.0.1:8080
    errorfile 503 ../errors/503.http
    http-request deny if { src -f ./denied.acl }
`;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'haconf-judge-here-'));
  await mkdir(join(root, 'conf', 'haproxy'), { recursive: true });
  await mkdir(join(root, 'conf', 'errors'));
  await writeFile(join(root, 'conf', 'errors', '503.http'), 'HTTP/1.0 503 No\r\n\r\n');
  await writeFile(join(root, 'conf', 'haproxy', 'denied.acl'), '192.0.2.1\n');
  file = join(root, 'conf', 'haproxy', 'haproxy.cfg');
  await writeFile(file, text);
});
afterAll(() => rm(root, { recursive: true }));

const ask = (texts: ReadonlyMap<string, string>) => judgeHere('haproxy', 'haproxy', { file, texts }, root);
const mirrors = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('haconf-check-'));

describe('A program of this machine', () => {
  it('finds what stands around the file by relative paths', async () => {
    expect(await ask(new Map())).toMatchObject({ accepted: true, messages: [] });
  });

  it('reads the texts of the editors, of the file and of those that it names, and leaves nothing behind', async () => {
    const before = await mirrors();
    const acl = join(root, 'conf', 'haproxy', 'denied.acl');
    expect(await ask(new Map([[file, text.replace('mode http', 'mode htp')]]))).toMatchObject({
      accepted: false,
      messages: [{ file, line: 6, severity: 'error' }],
    });
    expect(await ask(new Map([[file, text]]))).toMatchObject({ accepted: true });
    expect(await ask(new Map([[acl, 'nonsense\n']]))).toMatchObject({ accepted: false });
    expect(await mirrors()).toEqual(before);
  });

  it('says what is missing as such', async () => {
    const { accepted, messages } = await ask(new Map([[file, text.replace('503.http', '504.http')]]));
    expect({ accepted, messages }).toMatchObject({ accepted: false, messages: [{ line: 8, aboutPlace: true }] });
  });

  it('that is not there is told', async () => {
    await expect(
      judgeHere('haconf-no-such-program', 'haproxy', { file, texts: new Map() }, root),
    ).rejects.toMatchObject({
      code: 'executable-missing',
    });
  });
});
