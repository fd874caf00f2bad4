import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/db/global-setup.ts',
    pool: 'forks',
    // Worker threads of the vision pool load TypeScript as the product does when run from source.
    execArgv: ['--import', 'tsx'],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
