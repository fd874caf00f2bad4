import pg from 'pg';
import { beforeEach, describe, expect, it } from 'vitest';
import { SqlError } from '../../../src/db/errors.ts';
import { KeyCache, type SaltRow } from '../../../src/db/protection/guild-keys.ts';
import { storedKeys } from '../../../src/db/protection/stored-keys.ts';
import { protectionRepository } from '../../../src/db/repositories/protection.ts';
import type { Scope, Statement } from '../../../src/db/scope.ts';
import { testMasterKeys } from '../database.ts';

/** What the table holds, and which statements asked it. */
let rows: SaltRow[];
let asked: string[];
let failure: Error | undefined;
let cache: KeyCache;

beforeEach(() => {
  rows = [];
  asked = [];
  failure = undefined;
  cache = new KeyCache(testMasterKeys, 2);
});

const row = (keyId: string): SaltRow => ({
  keyId,
  masterKeyId: testMasterKeys.current.id,
  salt: new Uint8Array(32).fill(Number(keyId)),
});

function scopeOf(guildId: string): Scope {
  const run = async <Row>({ name }: Statement): Promise<Row[]> => {
    asked.push(name);
    if (failure !== undefined && name !== 'guild-key.list') throw failure;
    return (name === 'guild-key.list' ? rows : []) as Row[];
  };
  return { guildId, run, keys: storedKeys(cache, { guildId, run }) };
}

describe('the keys of a guild', () => {
  it('are looked for again when one is not among those remembered, and its loss is told', async () => {
    rows = [row('1')];
    const { keys } = scopeOf('1');
    expect(await keys.newest()).toMatchObject({ keyId: '1' });
    rows = [row('1'), row('2')];
    expect(await keys.byId('2')).toMatchObject({ keyId: '2' });
    await expect(keys.byId('3')).rejects.toThrow('guild 1 has no key 3');
  });

  it('that vanish as soon as they are made are not made up', async () => {
    await expect(scopeOf('1').keys.newest()).rejects.toThrow('vanished');
  });

  it('are forgotten of the guild that was not asked for longest', async () => {
    rows = [row('1')];
    for (const guildId of ['1', '2', '1', '3']) await scopeOf(guildId).keys.all();
    asked = [];
    await scopeOf('1').keys.all();
    await scopeOf('3').keys.all();
    expect(asked).toEqual([]);
    await scopeOf('2').keys.all();
    expect(asked).toEqual(['guild-key.list']);
  });
});

describe('retiring keys', () => {
  const refusal = (sqlState: string) => {
    const error = new pg.DatabaseError('refused', 1, 'error');
    error.code = sqlState;
    return new SqlError('protection.retire', error);
  };

  it('waits for what is being stored under one, and for nothing else', async () => {
    rows = [row('1'), row('2')];
    failure = refusal('23503');
    expect(await protectionRepository(scopeOf('1')).retireKeys()).toBe(false);
    failure = refusal('40001');
    await expect(protectionRepository(scopeOf('1')).retireKeys()).rejects.toBe(failure);
    failure = new Error('of the network');
    await expect(protectionRepository(scopeOf('1')).retireKeys()).rejects.toBe(failure);
  });
});
