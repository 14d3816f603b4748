/** The labs that can be written: complete, told apart, and able to run beside each other. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parsePlan, readPlan } from '../../client/src/lab/compose';
import { scaffold } from '../../client/src/lab/scaffold';
import { overlap } from '../../client/src/lab/subnet';
import { DEFAULT_TEMPLATE, LAB_TEMPLATES } from '../../client/src/lab/templates';

const root = join(import.meta.dirname, '../..');
const templates = join(root, 'lab-templates');
const read = (...path: string[]) => readFileSync(join(templates, ...path), 'utf8');
const plans = LAB_TEMPLATES.map(({ id }) => parsePlan(read(id, 'compose.yaml'), join(templates, id, 'compose.yaml')));

describe('The labs offered', () => {
  it('are the folders that exist, and each knows its name', () => {
    const ids = LAB_TEMPLATES.map(({ id }) => id);
    expect([...ids].sort()).toEqual(readdirSync(templates).sort());
    expect(plans.map(({ template }) => template)).toEqual(ids);
  });

  it('are those of the setting, in the same words', () => {
    const { contributes } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      contributes: { configuration: readonly { properties: Record<string, object> }[] };
    };
    const settings = Object.assign({}, ...contributes.configuration.map(({ properties }) => properties)) as object;
    expect(settings).toHaveProperty(
      ['haLab.template'],
      expect.objectContaining({
        default: DEFAULT_TEMPLATE,
        enum: LAB_TEMPLATES.map(({ id }) => id),
        enumItemLabels: LAB_TEMPLATES.map(({ label }) => label),
        enumDescriptions: LAB_TEMPLATES.map(({ detail }) => detail),
      }),
    );
  });

  it('can run beside each other', () => {
    const all = plans.flatMap((plan) => [
      plan.network.name,
      ...plan.nodes.flatMap(({ container, ports }) => [container, ...ports.map(({ host }) => `port ${host}`)]),
      ...new Set(plan.nodes.map(({ image }) => `image ${image}`)),
    ]);
    expect(all.filter((name, index) => all.indexOf(name) !== index)).toEqual([]);
    expect(
      plans.flatMap((plan, index) =>
        plans.slice(index + 1).map((other) => overlap(plan.network.subnet, other.network.subnet)),
      ),
    ).not.toContain(true);
  });

  it('listen on this machine only, below the ports that clients are given', () => {
    const ports = plans.flatMap((plan) => plan.nodes.flatMap((node) => node.ports));
    expect(ports.filter(({ hostIp, host }) => hostIp !== '127.0.0.1' || host >= 32_768)).toEqual([]);
  });

  // A template is a folder that works alone, so what they share stands in each.
  it('share the programs of their images', () => {
    const [first, ...others] = LAB_TEMPLATES.map(({ id }) => id);
    for (const other of others) {
      const shared = readdirSync(join(templates, other, 'image')).filter((name) => name !== 'server');
      expect(shared.sort()).toEqual(readdirSync(join(templates, first!, 'image')).sort());
      for (const name of shared) expect(read(other, 'image', name), name).toBe(read(first!, 'image', name));
    }
  });
});

describe('The lab of two servers', () => {
  const plan = plans.find(({ template }) => template === 'two-node')!;

  it('has two load balancers that are web servers too, and a probe', () => {
    expect(plan.nodes.map(({ name, role }) => `${name}: ${role}`)).toEqual([
      'server1: load-balancer',
      'server2: load-balancer',
      'probe: probe',
    ]);
    expect(plan.nodes[0]).toMatchObject({
      address: '10.78.0.11',
      capAdd: ['NET_ADMIN', 'NET_RAW'],
      pages: [
        { url: 'http://127.0.0.1:21800/haproxy' },
        { url: 'http://127.0.0.1:21880/' },
        { url: 'http://127.0.0.1:21080/' },
      ],
    });
    expect(plan.vips[0]?.pages[0]?.url).toBe('http://127.0.0.1:23880/');
  });
});

describe('Writing the files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'haconf-templates-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each(plans.map((plan) => [plan.template!, plan] as const))('of %s gives that lab', async (template, preset) => {
    const { file, written } = await scaffold({ templates, template, folder: join(folder, template) });
    const plan = await readPlan(file);
    expect(plan.template).toBe(template);
    expect(plan.nodes.map(({ name }) => name)).toEqual(preset.nodes.map(({ name }) => name));
    // A certificate is made where one is used.
    expect(written.includes('tls/lab.pem')).toBe(template === 'two-web-two-lb');
    const configuration = readFileSync(join(folder, template, 'haproxy/haproxy.cfg'), 'utf8');
    for (const { address, role } of plan.nodes)
      if (role === 'web') expect(configuration).toContain(` ${address}:80 check`);
  });

  it('never mixes two labs in one folder', async () => {
    const there = join(folder, 'two-node');
    for (const overwrite of [false, true])
      await expect(scaffold({ templates, folder: there, overwrite })).rejects.toMatchObject({
        code: 'definition',
        message: `${there} holds another lab already: two-node.`,
      });
    expect((await readPlan(join(there, 'compose.yaml'))).template).toBe('two-node');
  });
});
