import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[], more: object = {}) => ({ test: { name, include, ...more } });
const slow = { testTimeout: 300_000, hookTimeout: 600_000, fileParallelism: false };
/** Tests of the lab that measure times: others beside them would disturb. */
const alone = ['drills', 'live', 'measures'].map((name) => `test/lab/${name}.test.ts`);

export default defineConfig({
  test: {
    projects: [
      // Seconds on a machine of one's own; one that is busy needs longer.
      project('unit', ['test/{unit,features,languages,tidy}/**/*.test.ts'], { testTimeout: 60_000 }),
      project('editors', ['test/editors/**/*.test.ts'], slow),
      // Two nodes that fail over mostly wait; what is judged beside them mostly works.
      project('oracle', ['test/oracle/**/*.test.ts'], { ...slow, fileParallelism: true, maxWorkers: 2 }),
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
