/** New labs of other sizes and with other kinds of VRRP: complete, and nothing for our own checker to say. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { URI } from 'vscode-uri';
import { readPlan } from '../../client/src/lab/compose';
import { scaffold } from '../../client/src/lab/scaffold';
import { countOf } from '../../client/src/lab/shape';
import { languageOfPath } from '../../server/src/detect';
import { disk } from '../../server/src/disk';
import { Engine } from '../../server/src/engine';
import { defaultSettings } from '../../server/src/settings';
import { type ShapedLab, withShapedLabs } from '../support/labShapes';

function findings({ folder, configurations }: ShapedLab): string[] {
  const engine = new Engine({ files: disk });
  engine.configure(defaultSettings, [URI.file(folder)]);
  const uri = (path: string) => URI.file(join(folder, path)).toString();
  for (const [path, text] of configurations) engine.open(uri(path), languageOfPath(path)!, text);
  return [...configurations.keys()].flatMap((path) =>
    engine.diagnose(uri(path)).map(({ rule, message }) => `${path}: ${rule} ${message}`),
  );
}

const namesOf = ({ plan }: ShapedLab, role: string) => plan.nodes.filter((node) => node.role === role);
const number = (text: string, keyword: string) => Number(new RegExp(`^ +${keyword} (\\d+)$`, 'm').exec(text)?.[1]);

/** The keepalived configuration of each load balancer, in order. */
function keepaliveds(lab: ShapedLab): string[] {
  return namesOf(lab, 'load-balancer').map(({ environment }) => {
    const path = environment['KEEPALIVED_CONFIG']!.replace('/etc/', '');
    return lab.configurations.get(path)!;
  });
}

function checkKeepalived(lab: ShapedLab): void {
  const texts = keepaliveds(lab);
  const balancers = namesOf(lab, 'load-balancer');
  const priorities = texts.map((text) => number(text, 'priority'));
  const weight = number(texts[0]!, 'weight');
  expect(priorities).toEqual(priorities.toSorted((a, b) => b - a));
  expect(new Set(priorities).size).toBe(balancers.length);
  // The first one without HAProxy is below the last one with it.
  expect(priorities[0]).toBeLessThan(priorities.at(-1)! + weight);
  for (const [index, text] of texts.entries()) {
    expect(text).toContain(`router_id ${balancers[index]!.name}\n`);
    expect(text.includes('state MASTER')).toBe(index === 0);
    const peers = /unicast_peer \{([^}]*)\}/.exec(text)?.[1]?.trim().split(/\s+/);
    const others = balancers.filter((_, at) => at !== index).map(({ address }) => address);
    expect(peers).toEqual(lab.title.includes('unicast') ? others : undefined);
    expect(text.includes('auth_pass')).toBe(lab.title.includes('"vrrpVersion":2'));
  }
}

function checkServers(lab: ShapedLab): void {
  const [webs, balancers] = [namesOf(lab, 'web'), namesOf(lab, 'load-balancer')];
  const served = webs.length > 0 ? webs : balancers;
  for (const [path, text] of lab.configurations) {
    if (!path.startsWith('haproxy/')) continue;
    const lines = [...text.matchAll(/^ +server (\S+) ([\d.]+):(\d+) check$/gm)].map((match) => match.slice(1, 4));
    for (const port of new Set(lines.map(([, , one]) => one))) {
      expect(lines.filter(([, , one]) => one === port)).toEqual(
        served.map(({ name, address }) => [name, address, port]),
      );
    }
    expect(lines.length).toBeGreaterThan(0);
  }
}

function checkNodes(lab: ShapedLab): void {
  const { plan, folder } = lab;
  const ports = plan.nodes.flatMap((node) => node.ports.map(({ host }) => host));
  const addresses = [...plan.nodes.map(({ address }) => address), ...plan.vips.map(({ address }) => address)];
  expect(new Set(ports).size).toBe(ports.length);
  expect(new Set(addresses).size).toBe(addresses.length);
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  for (const node of plan.nodes) {
    const row = readme.split('\n').find((line) => line.startsWith(`| ${node.name} `)) ?? '';
    expect(row).toContain(`| ${node.address} |`);
    for (const { host } of node.ports) expect(row).toContain(String(host));
    if (node.role !== 'probe') expect(readme).toContain(`[${node.name}]`);
  }
}

describe('A new lab of any shape', () => {
  it('has all its nodes everywhere, and nothing that our checker finds', async () => {
    await withShapedLabs((labs) => {
      expect(labs.length).toBe(32);
      for (const lab of labs) {
        expect([lab.title, ...findings(lab)]).toEqual([lab.title]);
        checkKeepalived(lab);
        checkServers(lab);
        checkNodes(lab);
      }
    });
  }, 60_000);

  it('has a possible number of nodes, whatever the setting says', () => {
    expect([0, 1, 5, 99, 2.5, Number.NaN].map((wanted) => countOf('webServers', wanted))).toEqual([1, 1, 5, 9, 2, 2]);
    expect([1, 9].map((wanted) => countOf('loadBalancers', wanted))).toEqual([2, 9]);
  });
});

describe('A lab whose compose.yaml somebody has edited', () => {
  const added = `  myweb3:
    build: { <<: *build, target: web }
    image: ha-lab-web
    networks:
      lab: { ipv4_address: 10.77.0.13 }
    ports: [127.0.0.1:18180:80]

  mylb1:
`;

  it('knows the node added, and so do the files written anew; compose.yaml is never replaced', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'haconf-edited-'));
    const templates = join(import.meta.dirname, '../../lab-templates');
    try {
      const { file } = await scaffold({ templates, folder, prefix: '10.77.0.' });
      const [prefix] = /10\.\d+\.\d+\./.exec(readFileSync(file, 'utf8'))!;
      const text = readFileSync(file, 'utf8').replace(
        '  mylb1:\n    build',
        `${added.replace('10.77.0.', prefix)}    build`,
      );
      writeFileSync(file, text);

      const plan = await readPlan(file);
      expect(plan.nodes.find(({ name }) => name === 'myweb3')).toMatchObject({
        role: 'web',
        container: 'myweb3',
        copy: [{ to: '/etc/nginx/conf.d' }, { to: '/etc/ssl/lab' }],
        // The page over HTTPS is on a port that it does not publish.
        pages: [{ label: 'Greeting', url: 'http://127.0.0.1:18180/healthz' }],
      });

      const { kept } = await scaffold({ templates, folder });
      expect(kept).toEqual(expect.arrayContaining(['README.md', 'haproxy/haproxy.cfg']));
      const { written } = await scaffold({ templates, folder, overwrite: true });
      expect(written.toSorted()).toEqual(kept.toSorted());
      expect(readFileSync(file, 'utf8')).toBe(text);
      expect(readFileSync(join(folder, 'haproxy/haproxy.cfg'), 'utf8')).toContain(`server myweb3 ${prefix}13:80 check`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
