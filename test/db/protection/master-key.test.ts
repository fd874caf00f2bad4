import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { masterKey, parseMasterKey } from '../../../src/db/protection/master-key.ts';
import { obtainMasterKeys } from '../../../src/db/protection/obtain-master-keys.ts';
import { silent } from '../database.ts';

const folders: string[] = [];
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-key-'));
  folders.push(folder);
});
afterAll(() => Promise.all(folders.map((path) => rm(path, { recursive: true }))));

const wrong = { name: 'DatabaseSetupError', code: 'master-key' };
const [one, two] = [masterKey(new Uint8Array(32).fill(1)), masterKey(new Uint8Array(32).fill(2))];

describe('a master key', () => {
  it('is the base64 of 32 bytes', () => {
    const bytes = Buffer.alloc(32, 0xfb);
    for (const text of [
      bytes.toString('base64'),
      bytes.toString('base64url'),
      ` ${bytes.toString('base64')}\n`,
    ]) {
      expect(parseMasterKey(text)).toEqual(masterKey(bytes));
    }
    for (const text of ['', 'x', Buffer.alloc(31).toString('base64'), `${'A'.repeat(43)}!`]) {
      expect(() => parseMasterKey(text)).toThrow(RangeError);
    }
  });

  it('is told apart by an id that is not part of it', () => {
    expect(one.id).not.toBe(two.id);
    expect(Buffer.from(one.bytes).toString('hex')).not.toContain(one.id);
  });
});

describe('without a configured master key', () => {
  it('one is made for a new database, once, for ourselves alone, and its host is told to keep it', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'warn' }, { write: (line: string) => lines.push(line) });
    const [first, second] = await Promise.all([1, 2].map(() => obtainMasterKeys(undefined, folder, [], log)));
    expect(second).toEqual(first);
    const file = join(folder, 'master-key');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('keep a copy');
    expect(lines[0]).not.toContain((await readFile(file, 'utf8')).trim());
    const id = first?.current.id ?? '';
    expect(await obtainMasterKeys(undefined, folder, [id], log)).toEqual(first);
    expect(lines).toHaveLength(1);
  });

  it('none is made for a database that needs another', async () => {
    await expect(obtainMasterKeys(undefined, folder, [one.id], silent)).rejects.toMatchObject(wrong);
    await expect(stat(join(folder, 'master-key'))).rejects.toMatchObject({ code: 'ENOENT' });
    await obtainMasterKeys(undefined, folder, [], silent);
    await expect(obtainMasterKeys(undefined, folder, [one.id], silent)).rejects.toMatchObject(wrong);
  });

  it('a spoilt file is refused', async () => {
    await writeFile(join(folder, 'master-key'), 'spoilt');
    const failure = await obtainMasterKeys(undefined, folder, [], silent).catch((error: unknown) => error);
    expect(failure).toMatchObject(wrong);
    expect(String(failure)).not.toContain('spoilt');
  });
});

describe('configured master keys', () => {
  it('must be those of the database', async () => {
    const keys = { current: one, earlier: [two] };
    expect(await obtainMasterKeys(keys, '/nonexistent', [two.id, one.id], silent)).toBe(keys);
    await expect(
      obtainMasterKeys({ current: one, earlier: [] }, '/nonexistent', [two.id], silent),
    ).rejects.toMatchObject(wrong);
  });

  it('that are earlier ones can go, which is told, once nothing is under them', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'info' }, { write: (line: string) => lines.push(line) });
    const keys = { current: one, earlier: [two] };
    await obtainMasterKeys(keys, '/nonexistent', [one.id, two.id], log);
    expect(lines).toEqual([]);
    await obtainMasterKeys(keys, '/nonexistent', [one.id], log);
    expect(lines).toEqual([expect.stringContaining('KITH_EARLIER_MASTER_KEYS is no longer needed')]);
  });
});
