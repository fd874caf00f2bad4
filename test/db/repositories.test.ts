import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from './database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

describe('people', () => {
  it('keeps one person a member and one a name, whoever asks first', async () => {
    const { people } = db.database.forGuild('1');
    const named = { memberId: null, displayName: 'Änne', createdBy: '7' };
    const [first, second] = await Promise.all([people.create(named), people.create(named)]);
    expect(second).toEqual(first);
    expect(await people.findByName('äNNE')).toEqual(first);
  });
});
