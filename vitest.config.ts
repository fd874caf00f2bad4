import { sep } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Whole bots and database servers: what takes longest begins first, so that it does not end alone.
const longFolders = ['test/e2e/', 'test/db/embedded/', 'test/vision/'].map((path) =>
  path.replaceAll('/', sep),
);

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => longFolders.some((path) => moduleId.includes(path));
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/db/global-setup.ts',
    pool: 'forks',
    // The vision pool's workers load TypeScript as the product does when run from source.
    execArgv: ['--import', 'tsx'],
    maxWorkers: 2,
    // Loading discord.js, TensorFlow.js and the rest anew for each file took half of the processors' time.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // npm run coverage: the layers in which a wrong branch would cost somebody their privacy. Child processes do not count.
    coverage: {
      include: ['src/services/**', 'src/db/**'],
      thresholds: { 'src/services/**': { branches: 95 }, 'src/db/**': { branches: 95 } },
      reporter: ['text', 'json'],
    },
  },
});
