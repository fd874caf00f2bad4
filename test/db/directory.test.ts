import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { writable } from '../../src/bot/plain-values.ts';
import type { GuildRepositories } from '../../src/db/types.ts';
import { databaseOfFile } from './database.ts';
import { beginGuild } from './fixtures.ts';

const names = [
  'Ann Lee',
  "O'Brien",
  '100% Bo',
  'a_b\\c',
  'Ünal',
  'İpek',
  '李小龍',
  '$1; drop table person',
  '👩‍🚀',
];

const db = databaseOfFile();
let guild: GuildRepositories;

beforeAll(async () => {
  guild = db.database.forGuild('1');
  await beginGuild(guild);
  for (const displayName of names) {
    await guild.people.create({ memberId: null, displayName, createdBy: '7' });
  }
});

/** What people type, and what nobody types but anybody can send. */
const typed = fc.oneof(
  fc
    .constantFrom(...names)
    .chain((name) =>
      fc.nat(name.length).chain((from) => fc.nat(name.length).map((to) => name.slice(from, to))),
    ),
  fc.string({ maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 10 }),
  fc.constantFrom('%', '_', '\\', "'", '"', '\0', "' or 1=1 --", '\ud800', ''),
);

/** As PostgreSQL does it, one character for one: "İ" is "i", and not followed by a dot of its own. */
const lower = (text: string) => Array.from(text, (character) => [...character.toLowerCase()][0]).join('');

test('a search takes what is typed as it is: no pattern, no syntax, no failure', async () => {
  await fc.assert(
    fc.asyncProperty(typed, async (text) => {
      // A half of a surrogate pair is sent as U+FFFD.
      const search = Buffer.from(writable(text)).toString();
      const found = (await guild.directory.search(search, 25)).map(({ displayName }) => displayName);
      for (const name of found) expect(lower(name)).toContain(lower(search));
      for (const name of names) if (name.includes(search)) expect(found).toContain(name);
      for (const { displayName } of await guild.directory.named(search)) {
        expect(lower(displayName)).toBe(lower(search));
      }
      expect(await guild.directory.searchMerged(search, 25)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
