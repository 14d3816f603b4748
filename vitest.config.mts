import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const project = (name: string, include: string[], more: object = {}) => ({ test: { name, include, ...more } });
const slow = { testTimeout: 300_000, hookTimeout: 600_000, fileParallelism: false };
/** Tests of the lab that measure times: others beside them would disturb. */
const alone = ['drills', 'live', 'measures'].map((name) => `test/lab/${name}.test.ts`);

/** Those that take longest of the files that run two at a time: begun last, each would run on when all others are done. */
const longest = ['oracle/beyondRuns', 'oracle/haproxyMutants', 'lab/engineFailures', 'lab/shapes', 'lab/brokenOff'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => longest.some((name) => moduleId.endsWith(`${name}.test.ts`));
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      // Seconds on a machine of one's own; one that is busy needs longer.
      // Files share what they load: that takes longer than most of them.
      project('unit', ['test/{unit,features,languages,tidy}/**/*.test.ts'], { testTimeout: 60_000, isolate: false }),
      project('editors', ['test/editors/**/*.test.ts'], slow),
      // Two nodes that fail over mostly wait; what is judged beside them mostly works.
      project('oracle', ['test/oracle/**/*.test.ts'], {
        ...slow,
        fileParallelism: true,
        maxWorkers: 2,
        isolate: false,
      }),
      // A lab mostly waits: two of them cost hardly more time than one.
      project('lab', ['test/lab/**/*.test.ts'], {
        ...slow,
        exclude: alone,
        fileParallelism: true,
        maxWorkers: 2,
        sequence: { groupOrder: 1 },
      }),
      project('lab-alone', alone, { ...slow, sequence: { groupOrder: 2 } }),
    ],
  },
});
