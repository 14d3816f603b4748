// `npm run drills [-- DRILL...]`: runs the drills on the versions of two Debians, prints predicted next to measured, and
// writes docs/drills.md. Takes about a quarter of an hour; on a machine that is busy the probe stands still, and its runs are
// discarded and tried again.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { readPlan } from '../../client/src/lab/compose';
import { drills } from '../../client/src/lab/drills/index';
import type { DrillReport } from '../../client/src/lab/drills/report';
import { runDrill } from '../../client/src/lab/drills/run';
import { connect } from '../../client/src/lab/engine';
import { Lab } from '../../client/src/lab/lab';
import { scaffold } from '../../client/src/lab/scaffold';
import { Engine } from '../../server/src/engine';
import { page } from './drillsPage';

const root = join(__dirname, '../..');
const SUITES = { bookworm: 'debian:bookworm-slim', trixie: 'debian:trixie-slim' } as const;
const TRIES = 2;

async function runSuite(image: string, wanted: readonly string[]): Promise<DrillReport[]> {
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
  const plan = await readPlan(file);
  const lab = new Lab(engine, plan);
  const reports: DrillReport[] = [];
  try {
    await lab.up();
    for (const drill of drills.filter(({ id }) => wanted.length === 0 || wanted.includes(id))) {
      for (let left = TRIES; left > 0; left--) {
        const forecast = (params: Parameters<Engine['forecast']>[0]) => Promise.resolve(new Engine().forecast(params));
        const report = await runDrill(() => connect(), plan, drill, { forecast });
        console.log(`${report.verdict}${report.discarded === null ? '' : ` Discarded: ${report.discarded}`}`);
        if (report.discarded !== null && left > 1) continue;
        reports.push(report);
        break;
      }
    }
  } finally {
    await lab.remove({ images: true });
    await rm(folder, { recursive: true });
  }
  return reports;
}

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const found: Record<string, readonly DrillReport[]> = {};
  for (const [suite, image] of Object.entries(SUITES)) {
    console.log(`\nDebian ${suite}`);
    found[suite] = await runSuite(image, wanted);
  }
  const text = page(found);
  console.log(`\n${text}`);
  if (wanted.length === 0) await writeFile(join(root, 'docs/drills.md'), text);
  const wrong = Object.values(found)
    .flat()
    .filter(({ agreement, discarded }) => discarded === null && agreement.some(({ agrees }) => !agrees));
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

void main();
