import { defineConfig } from 'vitest/config';

/** The tests of the rules that `npm run mutation` tries: without a database, a bot or a worker. */
export default defineConfig({
  test: {
    testTimeout: 60_000,
    include: [
      'test/attachments/{allowed-origins,public-address}.test.ts',
      'test/commands/{component-id,cursor,markup}.test.ts',
      'test/services/{bands,matching,names,pending,subject}.test.ts',
      'test/services/access/*.test.ts',
      'test/services/backfill/timetable.test.ts',
      'test/services/enrolment/{gate,keep}.test.ts',
      'test/services/identification/visible-pictures.test.ts',
      'test/services/rate-limit/*.test.ts',
    ],
  },
});
