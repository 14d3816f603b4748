import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { URI } from 'vscode-uri';
import { selfSigned } from '../../client/src/lab/certificate';
import { disk } from '../../server/src/disk';
import { Engine } from '../../server/src/engine';
import { defaultSettings } from '../../server/src/settings';

// HAProxy itself looks for the files, started in a folder that holds none of them.
let root = '';

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'haconf-certificates-'));
  for (const folder of ['certs', 'lb', 'lb/certs']) mkdirSync(join(root, folder));
  const { certificate, key } = selfSigned('www.example.com', ['www.example.com'], 30, new Date('2024-01-01'));
  for (const name of ['lb/certs/own.pem', 'lb/certs/pair.pem.rsa', 'certs/above.pem'])
    writeFileSync(join(root, name), certificate + key);
});

afterAll(() => {
  rmSync(root, { recursive: true });
});

const paths = ['own', 'above', 'pair', 'gone'].flatMap((name) => [`certs/${name}.pem`, `${name}.pem`]);
const globals = [
  ...['default-path config', 'default-path parent', 'default-path origin ROOT', 'default-path origin ROOT/lb/certs'],
  ...['crt-base ROOT/certs', 'crt-base ROOT/lb/certs', 'crt-base ROOT/lb', 'default-path config\n    crt-base certs'],
  'default-path parent\n    crt-base certs/',
];
const cases = globals.flatMap((global) => paths.map((path) => [global, path] as const));

test.each(cases)('%s: %s', (global, path) => {
  const file = join(root, 'lb', 'haproxy.cfg');
  const text = `global
    ${global.replaceAll('ROOT', root)}
defaults
    mode http
    timeout client 5s
    timeout connect 5s
    timeout server 5s
frontend web
    bind :18443 ssl crt ${path}
    http-request return status 200
`;
  writeFileSync(file, text);
  const { status, stderr } = spawnSync('haproxy', ['-c', '-f', file], { cwd: '/', encoding: 'utf8' });
  const engine = new Engine({ files: disk });
  engine.configure(defaultSettings, [URI.file(root)]);
  const uri = URI.file(file).toString();
  engine.open(uri, 'haproxy', text, '2.6');
  const rules = engine.diagnose(uri).map(({ rule }) => rule);
  // That the certificates have expired is nothing to HAProxy: it tells that the same file was found.
  expect(rules.includes('expired-certificate'), stderr).toBe(status === 0);
  if (rules.includes('missing-certificate')) expect(status, stderr).toBe(1);
});
