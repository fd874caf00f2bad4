import { afterAll, beforeAll, expect, it } from 'vitest';
import { faults } from '../../checks/faults/all.ts';
import { judge } from '../../checks/faults/judge.ts';
import { FaultStage } from '../../checks/faults/stage.ts';
import { createDataDirectory } from '../db/database.ts';

/** Those that are over in a second or two; `npm run check:faults` lets all of them happen. */
const quick = faults.filter(({ database, isSlow = false }) => database === 'line' && !isSlow);

let data: Awaited<ReturnType<typeof createDataDirectory>>;
let stage: FaultStage;

beforeAll(async () => {
  data = await createDataDirectory();
  stage = await FaultStage.start({ database: 'line', dataDirectory: data.path });
}, 120_000);

afterAll(async () => {
  await stage.stop();
  await data.remove();
});

it.each(quick)('$name', { timeout: 120_000 }, async (fault) => {
  const { broken } = await judge(fault, stage);
  // How long recovery takes is for the command to judge: a busy machine must not fail a test.
  expect(broken.filter((what) => !what.startsWith('it took'))).toEqual([]);
});
