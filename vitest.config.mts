import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[], more: object = {}) => ({ test: { name, include, ...more } });
const slow = { testTimeout: 300_000, hookTimeout: 600_000, fileParallelism: false };

export default defineConfig({
  test: {
    projects: [
      // Seconds on a machine of one's own; one that is busy needs longer.
      project('unit', ['test/{unit,features,languages,tidy}/**/*.test.ts'], { testTimeout: 60_000 }),
      project('editors', ['test/editors/**/*.test.ts'], slow),
      project('oracle', ['test/oracle/**/*.test.ts'], slow),
      project('lab', ['test/lab/**/*.test.ts'], slow),
    ],
  },
});
