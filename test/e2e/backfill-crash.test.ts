import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { crashRun } from '../../checks/crash/scenario.ts';
import type { Query } from '../../checks/crash/verdict.ts';
import { createEmptyDatabase, type EmptyDatabase } from '../db/database.ts';

let database: EmptyDatabase;
let folder: string;

beforeAll(async () => {
  database = await createEmptyDatabase();
  folder = await mkdtemp(join(tmpdir(), 'kith-kills-'));
});

afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

// `npm run check:crash` does the same with twenty kills, and with the database killed too.
it('misses nothing and counts nothing twice when it is killed in the middle of it', async () => {
  const query: Query = (text, values) => database.sql(text, values);
  const lives = [0.35, 0.8, 0.1];
  const verdict = await crashRun(
    {
      dataDirectory: folder,
      environment: { DATABASE_URL: database.url },
      kills: lives.length,
      killsDatabase: false,
      pictures: 40,
      random: () => lives.shift() ?? 0.5,
      say: () => {},
    },
    query,
  );
  expect(verdict).toEqual({
    expected: 46,
    processed: 46,
    missed: 0,
    duplicated: 0,
    counted: expect.any(Number),
  });
  expect(verdict.counted).toBeGreaterThanOrEqual(40);
}, 240_000);
