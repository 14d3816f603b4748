import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adaptAddresses, adaptCompose } from '../../client/src/lab/adapt';
import { selfSigned } from '../../client/src/lab/certificate';
import { parsePlan, projectName } from '../../client/src/lab/compose';
import { freePrefix, overlap, routes } from '../../client/src/lab/subnet';
import { tar } from '../../client/src/lab/tar';

const FILE = join(import.meta.dirname, '../../lab-templates/two-web-two-lb/compose.yaml');
const TEXT = readFileSync(FILE, 'utf8');

describe('compose.yaml', () => {
  const plan = parsePlan(TEXT, FILE);

  it('of the template is the lab that people know', () => {
    expect(plan.nodes.map(({ name, role }) => `${name}: ${role}`)).toEqual([
      'myweb1: web',
      'myweb2: web',
      'mylb1: load-balancer',
      'mylb2: load-balancer',
      'probe: probe',
    ]);
    const ports = Object.fromEntries(
      plan.nodes.map((node) => [node.name, node.ports.map(({ host, container }) => `${host}:${container}`)]),
    );
    expect(ports).toEqual({
      myweb1: ['18080:80', '18443:443'],
      myweb2: ['19080:80', '19443:443'],
      mylb1: ['28080:8080', '28443:8443', '28090:8090'],
      mylb2: ['29080:8080', '29443:8443', '29090:8090'],
      probe: ['20080:8080', '20443:8443'],
    });
    expect(plan.nodes.flatMap((node) => node.ports).every(({ hostIp }) => hostIp === '127.0.0.1')).toBe(true);
    expect(plan.nodes.find(({ name }) => name === 'mylb1')).toMatchObject({
      capAdd: ['NET_ADMIN', 'NET_RAW'],
      sysctls: { 'net.ipv4.ip_nonlocal_bind': '1' },
      build: { target: 'load-balancer', args: { BASE_IMAGE: 'debian:trixie-slim' } },
      stopGraceSeconds: 5,
    });
    expect(plan.vips[0]).toMatchObject({
      address: '10.77.0.100',
      pages: [{ url: 'http://127.0.0.1:20080/healthz' }, { url: 'https://127.0.0.1:20443/healthz' }],
    });
  });

  it('names its project as Compose does', () => {
    expect(plan.project).toBe('two-web-two-lb');
    expect(parsePlan(TEXT, FILE, { COMPOSE_PROJECT_NAME: 'mine' }).project).toBe('mine');
    expect(projectName('My Lab!')).toBe('mylab');
  });

  it.each([
    ['services: {}', 'x-haconf is missing'],
    ['a: [', 'compose.yaml'],
    [TEXT.replace('role: probe', 'role: spy'), 'role must be one of web, load-balancer, probe'],
    [TEXT.replace('ipv4_address: 10.77.0.11', 'ipv4_address: here'), 'must be an IPv4 address'],
    [TEXT.replace('127.0.0.1:18080:80', '18080'), 'must be like 127.0.0.1:18080:80'],
    [TEXT.replace('stop_grace_period: 3s', 'stop_grace_period: soon'), 'must be a duration'],
  ])('says what is wrong and where (%#)', (text, message) => {
    expect(() => parsePlan(text, FILE)).toThrow(message);
    expect(() => parsePlan(text, FILE)).toThrow(expect.objectContaining({ code: 'definition' }) as Error);
  });

  it('names the line', () => {
    const line = TEXT.split('\n').findIndex((text) => text.includes('127.0.0.1:19080:80')) + 1;
    expect(() => parsePlan(TEXT.replace('127.0.0.1:19080:80', 'x'), FILE)).toThrow(`compose.yaml:${line}:`);
  });

  it('adapted, is the same lab elsewhere', () => {
    const ports = new Map([[18080, 18081]]);
    const to = { project: 'other', prefix: '10.9.8.', suffix: '-2', baseImage: 'debian:sid', ports };
    const text = adaptCompose(TEXT, plan, to, ['A note.']);
    expect(text.startsWith('# A note.\n')).toBe(true);
    const other = parsePlan(text, '/home/me/other/compose.yaml');
    expect(other.network).toMatchObject({ name: 'lab-2', subnet: '10.9.8.0/24', reserved: { virtual: '10.9.8.100' } });
    expect(other.nodes[0]).toMatchObject({
      container: 'myweb1-2',
      hostname: 'myweb1',
      image: 'other-web',
      address: '10.9.8.11',
      build: { args: { BASE_IMAGE: 'debian:sid' } },
    });
    expect(other.nodes[0]?.ports[0]?.host).toBe(18081);
    expect(other.nodes[1]?.ports[0]?.host).toBe(19080);
    expect(text).not.toContain('10.77.');
  });
});

describe('Addresses', () => {
  it('are replaced as addresses only', () => {
    expect(adaptAddresses('10.77.0.11 110.77.0.1 10.77.0.x 1.10.77.0.1', '10.77.0.', '10.1.2.')).toBe(
      '10.1.2.11 110.77.0.1 10.77.0.x 1.10.77.0.1',
    );
  });
  it('overlap', () => {
    expect(overlap('10.77.0.0/24', '10.77.0.128/25')).toBe(true);
    expect(overlap('10.77.0.0/24', '10.0.0.0/8')).toBe(true);
    expect(overlap('10.77.0.0/24', '10.77.1.0/24')).toBe(false);
    expect(overlap('10.77.0.0/24', 'fe80::/64')).toBe(false);
  });
  it('free ones are found', () => {
    expect(freePrefix('10.77.0.', [])).toBe('10.77.0.');
    expect(freePrefix('10.77.0.', ['10.77.0.0/22'])).toBe('10.77.4.');
    expect(freePrefix('10.77.0.', ['10.0.0.0/8'])).toBe('192.168.0.');
    expect(freePrefix('10.77.0.', ['0.0.0.0/0'])).toBeUndefined();
  });
  it('are read from the routing table', () => {
    const table =
      'Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\neth0\t00000000\t0100000A\t3\t0\t0\t0\t00000000\neth0\t0000110A\t0\t1\t0\t0\t0\t0000FFFF\n';
    expect(routes(table)).toEqual(['10.17.0.0/16']);
  });
});

describe('Files made here', () => {
  it('a certificate that Node accepts', () => {
    const { certificate, key } = selfSigned('ha-lab', ['localhost', '10.77.0.100'], 30);
    const parsed = new X509Certificate(certificate);
    expect(parsed.subject).toBe('CN=ha-lab');
    expect(parsed.subjectAltName).toBe('DNS:localhost, IP Address:10.77.0.100');
    expect(parsed.verify(parsed.publicKey)).toBe(true);
    expect(parsed.ca).toBe(false);
    expect(parsed.checkIP('10.77.0.100')).toBe('10.77.0.100');
    expect(key).toContain('BEGIN PRIVATE KEY');
    expect(new X509Certificate(selfSigned('x', [], 30_000).certificate).validToDate.getUTCFullYear()).toBeGreaterThan(
      2100,
    );
  });
  it('an archive with long names, and none that is too long', () => {
    const long = `${'a'.repeat(120)}/${'b'.repeat(90)}`;
    const archive = tar([{ path: long, data: Buffer.from('x'), mode: 0o644 }]);
    expect(archive.length).toBe(512 * 2 + 1024);
    expect(archive.subarray(345, 345 + 120).toString()).toBe('a'.repeat(120));
    expect(() => tar([{ path: 'c'.repeat(300), data: Buffer.alloc(0), mode: 0 }])).toThrow(RangeError);
  });
});
