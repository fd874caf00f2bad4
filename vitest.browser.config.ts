import { defineConfig } from 'vitest/config';

/** `npm run test:browser`: the demo's page in a real browser. Apart from `npm test`, which needs none. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.browser.ts'],
    pool: 'forks',
    execArgv: ['--import', 'tsx'],
    maxWorkers: 1,
    reporters: 'verbose',
    testTimeout: 240_000,
    hookTimeout: 120_000,
  },
});
