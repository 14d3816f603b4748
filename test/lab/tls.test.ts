/** An engine behind TLS with certificates on both sides: a real dockerd on the loopback address. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect } from '../../client/src/lab/engine';
import { freePort } from './sshHost';

const folder = mkdtempSync(join(tmpdir(), 'haconf-tls-'));
const at = (name: string) => join(folder, name);
let dockerd: ChildProcess;
let host: string;

const BRIDGE = `haconf${process.pid}`;

const ip = (...args: string[]) => execFileSync('ip', args, { stdio: 'pipe' });

/** An authority, or a certificate that it has signed. */
function certificate(name: string, extension: string, by?: string): void {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', `${name}-key.pem`];
  const subject = ['-subj', `/CN=${name}`];
  if (by === undefined) {
    openssl('req', '-x509', ...key, ...subject, '-days', '2', '-out', `${name}.pem`);
    return;
  }
  writeFileSync(at(`${name}.ext`), extension);
  openssl('req', ...key, ...subject, '-out', `${name}.csr`);
  const signer = ['-CA', `${by}.pem`, '-CAkey', `${by}-key.pem`, '-CAcreateserial'];
  openssl(
    'x509',
    '-req',
    '-in',
    `${name}.csr`,
    ...signer,
    '-days',
    '2',
    '-extfile',
    `${name}.ext`,
    '-out',
    `${name}.pem`,
  );
}

/** A folder with certificates under the names that docker gives them. */
function certificates(name: string, ca: string, client?: string): string {
  const made = at(name);
  mkdirSync(made);
  copyFileSync(at(`${ca}.pem`), join(made, 'ca.pem'));
  if (client !== undefined) {
    copyFileSync(at(`${client}.pem`), join(made, 'cert.pem'));
    copyFileSync(at(`${client}-key.pem`), join(made, 'key.pem'));
  }
  return made;
}

beforeAll(async () => {
  certificate('authority', '');
  certificate('stranger', '');
  certificate('server', 'subjectAltName=IP:127.0.0.1', 'authority');
  certificate('client', 'extendedKeyUsage=clientAuth', 'authority');
  host = `tcp://127.0.0.1:${await freePort()}`;
  // A bridge of its own, although nothing runs in it: with `--bridge=none` it would take docker0 from the machine's engine.
  ip('link', 'add', BRIDGE, 'type', 'bridge');
  ip('address', 'add', '192.0.2.1/28', 'dev', BRIDGE);
  const quiet = [`--bridge=${BRIDGE}`, '--iptables=false', '--ip-forward=false', `--pidfile=${at('pid')}`];
  const places = ['data', 'exec'].map((name) => `--${name}-root=${at(name)}`);
  const tls = ['--tlsverify', ...['cacert=authority', 'cert=server', 'key=server-key'].map((one) => `--tls${one}.pem`)];
  dockerd = spawn('dockerd', [...quiet, ...places, ...tls, `--host=${host}`], { cwd: folder, stdio: 'ignore' });
  const env = {
    DOCKER_HOST: host,
    DOCKER_TLS_VERIFY: '1',
    DOCKER_CERT_PATH: certificates('good', 'authority', 'client'),
  };
  for (let tries = 0; ; tries++) {
    const error = await connect({ env }).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error === undefined) return;
    if (tries === 200) throw error as Error;
    await pause(100);
  }
});
afterAll(async () => {
  const gone = new Promise((resolve) => dockerd.once('exit', resolve));
  dockerd.kill();
  await gone;
  ip('link', 'delete', BRIDGE);
  rmSync(folder, { recursive: true });
});

it('answers who has the certificates, by variables', async () => {
  const env = { DOCKER_HOST: host, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: at('good') };
  const engine = await connect({ env });
  expect(engine.info).toMatchObject({ remote: false, env });
  expect(await engine.containers({})).toEqual([]);
});

it('answers who has the certificates, by a context, also one that does not check the engine', async () => {
  const env = { ...process.env, DOCKER_CONFIG: at('config') };
  const create = (name: string, more: string) =>
    execFileSync('docker', ['context', 'create', name, '--docker', `host=${host},${more}`], { env, stdio: 'pipe' });
  const own = `cert=${at('good/cert.pem')},key=${at('good/key.pem')}`;
  create('checked', `ca=${at('good/ca.pem')},${own}`);
  create('unchecked', `skip-tls-verify=true,${own}`);
  for (const DOCKER_CONTEXT of ['checked', 'unchecked']) {
    const engine = await connect({ env: { DOCKER_CONFIG: at('config'), DOCKER_CONTEXT } });
    expect(await engine.containers({})).toEqual([]);
  }
});

it.each([
  [
    'an engine that another authority vouches for',
    'stranger',
    'client',
    'The certificate of the Docker engine is not trusted.',
  ],
  ['a person without a certificate', 'authority', undefined, 'The Docker engine does not accept your certificate.'],
])('%s is told', async (_who, ca, client, message) => {
  const DOCKER_CERT_PATH = certificates(`${ca}-${client ?? 'none'}`, ca, client);
  const env = { DOCKER_HOST: host, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH };
  await expect(connect({ env })).rejects.toMatchObject({
    code: 'context',
    message,
    action: expect.stringMatching(/\.pem/) as string,
  });
});
