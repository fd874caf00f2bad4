import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Sandbox } from '../../sandbox/index.ts';
import { permissionBits } from '../../src/bot/permissions.ts';
import { parseConfig } from '../../src/config/config.ts';
import { databaseFindings, examineDatabase } from '../../src/doctor/database.ts';
import { applicationFindings, examineDiscord } from '../../src/doctor/discord.ts';
import type { Finding } from '../../src/doctor/finding.ts';
import { machineFindings } from '../../src/doctor/machine.ts';
import {
  createDataDirectory,
  createEmptyDatabase,
  createTestDatabase,
  silent,
  type TestDatabase,
  testMasterKeys,
} from '../db/database.ts';

let discord: Sandbox;
let bot: ReturnType<Sandbox['createApplication']>;
let database: TestDatabase;

beforeAll(async () => {
  discord = await Sandbox.start();
  bot = discord.createApplication({ name: 'Kith', privileged: ['MessageContent'] });
  database = await createTestDatabase();
});

afterAll(async () => {
  await discord.stop();
  await database.drop();
});

function environment(changes: Record<string, string> = {}): Record<string, string> {
  return {
    DISCORD_TOKEN: bot.token,
    DATABASE_URL: database.url,
    KITH_MASTER_KEY: Buffer.from(testMasterKeys.current.bytes).toString('base64'),
    KITH_DISCORD_API: discord.restUrl,
    ...changes,
  };
}

/** A data directory and no database of one's own. */
const embedded = (dataDirectory: string) => config({ DATABASE_URL: '', KITH_DATA_DIR: dataDirectory });

const config = (changes?: Record<string, string>) => parseConfig(environment(changes));

function about(findings: readonly Finding[], what: string): Finding | undefined {
  return findings.find((finding) => finding.about === what);
}

describe('npm run doctor', () => {
  it('finds nothing broken where Kith runs, and prints the invite', async () => {
    discord.createGuild({ name: 'Club', bots: [{ bot, permissions: permissionBits }] });
    const entry = fileURLToPath(new URL('../../src/doctor.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', entry], {
      env: { PATH: process.env.PATH, ...environment() },
      cwd: fileURLToPath(new URL('.', import.meta.url)),
    });
    expect(stdout).toMatch(/^0 broken, /m);
    for (const what of ['Node.js', 'Token', 'Intents', 'Clock', 'cube', 'Schema', 'Models', 'Engine']) {
      expect(stdout).toMatch(new RegExp(`^ok +${what} `, 'm'));
    }
    expect(stdout).toMatch(/^ok +Permissions +all that Kith needs, in each of 1 servers$/m);
    expect(stdout).toContain(`client_id=${bot.id}&scope=bot+applications.commands&permissions=117760`);
    expect(stdout).not.toContain(bot.token);
  });

  it('ends with 1 and tells what to do when something is broken', async () => {
    const entry = fileURLToPath(new URL('../../src/doctor.ts', import.meta.url));
    const failure = await promisify(execFile)(process.execPath, ['--import', 'tsx', entry], {
      env: { PATH: process.env.PATH, DISCORD_TOKEN: 'x', KITH_ENGINE: 'fast' },
    }).catch((error: { code: number; stderr: string }) => error);
    expect(failure).toMatchObject({ code: 1, stderr: expect.stringContaining('KITH_ENGINE must be one of') });
  });
});

describe('what Discord says', () => {
  it('that the token is refused', async () => {
    const findings = await examineDiscord(config({ DISCORD_TOKEN: 'not.a.token' }));
    expect(findings).toMatchObject([
      { about: 'Token', verdict: 'broken', text: expect.stringContaining('Reset Token') },
    ]);
  });

  it('that it is not there', async () => {
    const findings = await examineDiscord(config({ KITH_DISCORD_API: 'http://127.0.0.1:1/api' }));
    expect(findings).toMatchObject([{ about: 'Discord', verdict: 'broken' }]);
  });

  it('which intent and which permissions are missing', async () => {
    const limited = discord.createApplication({ name: 'Limited' });
    const closed = discord.createGuild({ name: 'Closed', bots: [{ bot: limited }] });
    closed.setPermissions(closed, 0n);
    const findings = await examineDiscord(config({ DISCORD_TOKEN: limited.token }));
    expect(about(findings, 'Intents')).toMatchObject({
      verdict: 'note',
      text: expect.stringContaining('not ticked'),
    });
    expect(about(findings, 'Permissions')).toMatchObject({
      verdict: 'note',
      text: expect.stringContaining('"Read Message History" in 1 of 1 servers'),
    });
  });

  it('that the clock is off', () => {
    const state = { applicationId: '1', readsContent: true, servers: 0, missing: new Map() };
    const findings = applicationFindings({ ...state, clockAheadMs: -90_000 });
    expect(about(findings, 'Clock')).toMatchObject({
      verdict: 'note',
      text: expect.stringContaining("90 s behind Discord's"),
    });
    expect(about(findings, 'Servers')).toMatchObject({ verdict: 'note' });
  });
});

describe('what the database is like', () => {
  it('not there', async () => {
    const findings = await examineDatabase(
      config({ DATABASE_URL: 'postgresql://a:hunter2@127.0.0.1:1/kith' }),
      silent,
    );
    expect(findings).toMatchObject([
      { verdict: 'broken', text: expect.stringMatching(/cannot be reached.*Check DATABASE_URL/) },
    ]);
    expect(JSON.stringify(findings)).not.toContain('hunter2');
  });

  it('empty: the next start makes what is missing, and looking made nothing', async () => {
    const empty = await createEmptyDatabase();
    try {
      const findings = await examineDatabase(config({ DATABASE_URL: empty.url }), silent);
      expect(findings.map(({ verdict }) => verdict)).toEqual(['ok', 'ok', 'note', 'ok']);
      expect(await empty.sql(`select from pg_extension where extname = 'cube'`)).toHaveLength(0);
      expect(await empty.sql(`select from pg_class where relname = 'migrations'`)).toHaveLength(0);
    } finally {
      await empty.drop();
    }
  });

  it('embedded: not made yet, and looking does not make it', async () => {
    const folder = join(tmpdir(), `kith-doctor-${randomUUID()}`);
    const findings = await examineDatabase(embedded(folder), silent);
    expect(findings).toMatchObject([
      { verdict: 'ok', text: expect.stringContaining('the first start makes it') },
    ]);
    await expect(stat(folder)).rejects.toThrow('ENOENT');
  });

  it('embedded: as an earlier start left it', async () => {
    const data = await createDataDirectory();
    try {
      const findings = await examineDatabase(embedded(data.path), silent);
      expect(findings.map(({ about: what, verdict }) => `${what}: ${verdict}`)).toEqual([
        'Database: ok',
        'cube: ok',
        'Schema: ok',
        'Master key: ok',
      ]);
    } finally {
      await data.remove();
    }
  });

  it('under another master key', async () => {
    await database.sql('insert into guild (guild_id) values (99)');
    await database.sql(
      `insert into guild_key (guild_id, generation, salt, master_key_id)
       values (99, 1, decode(repeat('00', 32), 'hex'), 'another')`,
    );
    const findings = await examineDatabase(config(), silent);
    expect(about(findings, 'Master key')).toMatchObject({
      verdict: 'broken',
      text: expect.stringContaining('Set KITH_MASTER_KEY to that key'),
    });
    await database.sql('delete from guild where guild_id = 99');
  });

  it.each([
    [{ version: { text: '12.4', isEnough: false } }, 'Database', /PostgreSQL 12\.4; Kith needs 13/],
    [{ cube: 'refused' as const }, 'cube', /in the database "kith": CREATE EXTENSION cube/],
    [{ cube: 'absent' as const }, 'cube', /postgresql-contrib/],
    [{ migrations: { applied: 9, known: 6 } }, 'Schema', /start the newer version/],
  ])('broken: %o', (changes, what, text) => {
    const fine = {
      version: { text: '18.0', isEnough: true },
      cube: 'installed' as const,
      migrations: { applied: 6, known: 6 },
      masterKeyIds: [],
    };
    const findings = databaseFindings({ ...fine, ...changes }, 'kith');
    expect(about(findings, what)).toMatchObject({ verdict: 'broken', text: expect.stringMatching(text) });
    expect(findings.filter(({ verdict }) => verdict === 'broken')).toHaveLength(1);
  });
});

describe('what the machine gives', () => {
  const fine = { node: '20.19.0', freeMemory: 2 ** 31, freeDisk: 2 ** 40, environmentMode: 0o600 };

  it.each([
    [{ node: '20.18.9' }, 'Node.js', 'broken'],
    [{ node: '18.20.0' }, 'Node.js', 'broken'],
    [{ freeMemory: 2 ** 28 }, 'Memory', 'note'],
    [{ freeDisk: 2 ** 20 }, 'Disk', 'broken'],
    [{ freeDisk: 2 ** 30 }, 'Disk', 'note'],
    [{ environmentMode: 0o644 }, '.env', 'note'],
  ])('%o: %s is %s', (changes, what, verdict) => {
    const findings = machineFindings({ ...fine, ...changes }, 2);
    expect(about(findings, what)?.verdict).toBe(verdict);
    expect(findings.filter((finding) => finding.verdict !== 'ok')).toHaveLength(1);
  });
});
