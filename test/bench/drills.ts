/**
 * `npm run drills [-- DRILL...]`: runs the drills on the versions of two Debians, prints predicted next to measured, and,
 * when it has run all, writes docs/drills.md. A run in which the probe stood still is tried again.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { readPlan } from '../../client/src/lab/compose';
import type { Drill } from '../../client/src/lab/drills/drill';
import { drills } from '../../client/src/lab/drills/index';
import { agreement } from '../../client/src/lab/drills/judge';
import type { DrillReport } from '../../client/src/lab/drills/report';
import { runDrill } from '../../client/src/lab/drills/run';
import { connect } from '../../client/src/lab/engine';
import { Lab } from '../../client/src/lab/lab';
import { scaffold } from '../../client/src/lab/scaffold';
import { Engine } from '../../server/src/engine';
import { page, type Found } from './drillsPage';
import { differences, GOLDEN, outcomeOf, type Golden } from './golden';

const root = join(__dirname, '../..');
const SUITES = { bookworm: 'debian:bookworm-slim', trixie: 'debian:trixie-slim' } as const;
const CONFIGURATIONS = ['keepalived/keepalived-master.conf', 'keepalived/keepalived-backup.conf'];
/** Of a drill whose run is discarded. */
const TRIES = 4;

/** A lab on one of the Debians. */
class Bench {
  private constructor(
    private readonly folder: string,
    private readonly lab: Lab,
  ) {}

  static async on(image: string): Promise<Bench> {
    const engine = await connect();
    const folder = await mkdtemp(join(tmpdir(), 'haconf-drills-'));
    const project = basename(folder).toLowerCase();
    const { file } = await scaffold({
      templates: join(root, 'lab-templates'),
      folder,
      engine,
      project,
      suffix: project.slice('haconf-drills'.length),
      shape: { baseImage: image },
      portOffset: 1500,
    });
    return new Bench(folder, new Lab(engine, await readPlan(file)));
  }

  async up(): Promise<void> {
    await this.lab.up();
  }

  async end(): Promise<void> {
    await this.lab.remove({ images: true });
    await rm(this.folder, { recursive: true });
  }

  /** Judged by the configurations alone: what measuring adds counts, too. */
  async run(drill: Drill): Promise<DrillReport> {
    for (let left = TRIES; ; left--) {
      const forecast = (params: Parameters<Engine['forecast']>[0]) => Promise.resolve(new Engine().forecast(params));
      const report = await runDrill(() => connect(), this.lab.plan, drill, { forecast });
      console.log(`${report.verdict}${report.discarded === null ? '' : ` Discarded: ${report.discarded}`}`);
      if (report.discarded !== null && left > 1) continue;
      const { forecast: expected, measured, timeline, traffic } = report;
      if (!expected || !measured) return report;
      return { ...report, agreement: agreement(expected, measured, timeline.healed ?? 0, traffic.rate, 0) };
    }
  }

  /** Has both load balancers run what `edit` makes of their keepalived.conf, and `work` done with it. */
  async changed<T>(edit: Golden['edit'] & object, work: () => Promise<T>): Promise<T> {
    const files = CONFIGURATIONS.map((name) => join(this.folder, name));
    const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
    const load = async (make: (text: string) => string) => {
      await Promise.all(files.map((file, index) => writeFile(file, make(texts[index]!))));
      for (const { name, role } of this.lab.plan.nodes) {
        if (role === 'load-balancer') await this.lab.node(name).restart();
      }
      await this.lab.up();
    };
    await load(edit);
    const result = await work();
    await load((text) => text);
    return result;
  }
}

async function runSuite(image: string, wanted: readonly string[]): Promise<Found> {
  const begin = Date.now();
  const bench = await Bench.on(image);
  try {
    await bench.up();
    const reports: DrillReport[] = [];
    for (const drill of drills.filter(({ id }) => wanted.length === 0 || wanted.includes(id))) {
      reports.push(await bench.run(drill));
    }
    const again: DrillReport[] = [];
    for (const { drill: id, edit } of wanted.length === 0 ? GOLDEN : []) {
      const drill = drills.find((one) => one.id === id)!;
      const known = reports.find((report) => report.drill.id === id)!;
      again.push(edit ? await bench.changed(edit, () => bench.run(drill)) : known);
    }
    return { reports, again, seconds: (Date.now() - begin) / 1000 };
  } finally {
    await bench.end();
  }
}

/** What a run found that is not as it should be. */
function wrongIn({ reports, again }: Found): string[] {
  return [
    ...reports.flatMap(({ drill, agreement, discarded }) => [
      ...(discarded === null ? [] : [`${drill.id}: every try was discarded`]),
      ...agreement.flatMap(({ agrees, measure }) => (agrees ? [] : [`${drill.id}: ${measure} is not as predicted`])),
    ]),
    ...again.flatMap((report, index) => {
      const golden = GOLDEN[index]!;
      const parts = differences(golden, outcomeOf(golden, report));
      return parts.map((part) => `${golden.fault}: ${part} is not as it was measured before`);
    }),
  ];
}

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !drills.some(({ id }) => id === name));
  if (unknown.length > 0) throw new Error(`there is no drill ${unknown.join(', ')}`);
  const found: Record<string, Found> = {};
  for (const [suite, image] of Object.entries(SUITES)) {
    console.log(`\nDebian ${suite}`);
    found[suite] = await runSuite(image, wanted);
  }
  const text = page(found);
  console.log(`\n${text}`);
  if (wanted.length === 0) await writeFile(join(root, 'docs/drills.md'), text);
  const wrong = Object.entries(found).flatMap(([suite, one]) => wrongIn(one).map((what) => `${suite}: ${what}`));
  for (const what of wrong) console.error(what);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

void main();
