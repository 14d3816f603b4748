/** Labs of every shape, written as the scaffold writes them. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPlan } from '../../client/src/lab/compose';
import type { LabPlan } from '../../client/src/lab/plan';
import { scaffold } from '../../client/src/lab/scaffold';
import { type LabShape, VRRP_TRANSPORTS, VRRP_VERSIONS } from '../../client/src/lab/shape';

const templates = join(import.meta.dirname, '../../lab-templates');

export interface ShapedLab {
  readonly title: string;
  readonly folder: string;
  readonly plan: LabPlan;
  /** Texts of `haproxy/*` and `keepalived/*` by path. */
  readonly configurations: ReadonlyMap<string, string>;
}

type Sizes = Readonly<Record<string, readonly Partial<LabShape>[]>>;

/** Fewest, as shipped, more, most. */
const SIZES: Sizes = {
  'two-web-two-lb': [
    { webServers: 1 },
    {},
    { webServers: 3, loadBalancers: 3 },
    { webServers: 4, loadBalancers: 4 },
    { webServers: 9, loadBalancers: 9 },
  ],
  'two-node': [{}, { loadBalancers: 3 }, { loadBalancers: 9 }],
};

/** Each template in each size with each kind of VRRP; gone after `use`. */
export async function withShapedLabs(use: (labs: readonly ShapedLab[]) => Promise<void> | void): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'haconf-shapes-'));
  try {
    const labs: ShapedLab[] = [];
    for (const [template, sizes] of Object.entries(SIZES)) {
      for (const size of sizes) {
        for (const vrrpTransport of VRRP_TRANSPORTS) {
          for (const vrrpVersion of VRRP_VERSIONS) {
            const shape = { ...size, vrrpTransport, vrrpVersion };
            const folder = join(root, String(labs.length));
            const { file } = await scaffold({ templates, template, folder, shape });
            const title = `${template} ${JSON.stringify(shape)}`;
            labs.push({ title, folder, plan: await readPlan(file), configurations: configurationsIn(folder) });
          }
        }
      }
    }
    await use(labs);
  } finally {
    rmSync(root, { recursive: true });
  }
}

function configurationsIn(folder: string): Map<string, string> {
  return new Map(
    ['haproxy', 'keepalived'].flatMap((program) =>
      readdirSync(join(folder, program)).map((name) => {
        const path = `${program}/${name}`;
        return [path, readFileSync(join(folder, path), 'utf8')] as const;
      }),
    ),
  );
}
