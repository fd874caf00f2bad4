import { rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseLine } from './database-line.ts';
import { type Fault, whileBroken } from './fault.ts';
import type { FaultStage } from './stage.ts';

const away = /My memory is not reachable/;

function lineOf({ line }: FaultStage): DatabaseLine {
  if (line === null) throw new TypeError('this fault needs a line to the database');
  return line;
}

export const databaseStopped: Fault = {
  name: 'PostgreSQL is stopped, and started again',
  tells: away,
  recoversWithinMs: 5_000,
  database: 'line',
  run: (stage) =>
    whileBroken(stage, async () => {
      await lineOf(stage).stopServer();
      return () => lineOf(stage).startServer();
    }),
};

export const connectionsCut: Fault = {
  name: 'Connections to PostgreSQL are cut, new ones refused',
  tells: away,
  recoversWithinMs: 5_000,
  database: 'line',
  isSlow: true,
  run: (stage) =>
    whileBroken(stage, async () => {
      lineOf(stage).line.cut();
      return () => lineOf(stage).line.mend();
    }),
};

export const connectionsSilent: Fault = {
  name: 'Connections to PostgreSQL go silent (black hole)',
  tells: away,
  recoversWithinMs: 10_000,
  database: 'line',
  isSlow: true,
  run: (stage) =>
    whileBroken(stage, async () => {
      lineOf(stage).line.swallow();
      return () => lineOf(stage).line.mend();
    }),
};

/** More than the pool has connections. */
const crowd = 14;

export const poolExhausted: Fault = {
  name: 'Every database connection waits for a lock',
  tells: away,
  recoversWithinMs: 10_000,
  database: 'line',
  isSlow: true,
  async run(stage) {
    const locker = await stage.connect();
    await locker.query('begin');
    await locker.query('lock table guild, guild_key, person, face in access exclusive mode');
    const said = await Promise.all(Array.from({ length: crowd }, () => stage.ask()));
    await locker.query('rollback');
    await locker.end();
    const seen = said.find((text) => !away.test(text)) ?? said[0] ?? '';
    return { seen, recoveryMs: await stage.untilAnswered() };
  },
};

export const embeddedKilled: Fault = {
  name: 'The embedded PostgreSQL is killed',
  tells: /My memory is not reachable|\*\*Franck\*\*/,
  recoversWithinMs: 10_000,
  database: 'embedded',
  isSlow: true,
  run: (stage) =>
    whileBroken(stage, async () => {
      await stage.bot.killDatabase();
      return () => undefined;
    }),
};

export const diskFull: Fault = {
  name: 'The disk is full',
  tells: /no room left|My memory is not reachable/,
  recoversWithinMs: 30_000,
  database: 'embedded',
  isSlow: true,
  obstacle: () =>
    process.platform === 'linux' && process.getuid?.() === 0
      ? null
      : 'needs a file system of its own, so root',
  async run(stage) {
    const ballast = join(stage.dataDirectory, 'ballast');
    const { bavail, bsize } = await statfs(stage.dataDirectory);
    if (bavail * bsize > 2 ** 30) throw new Error('this fault needs a small file system');
    await fill(ballast, bavail * bsize);
    let seen = '';
    // What is written fits into what the server had set aside, for a while.
    for (let photo = 0; photo < 60 && !this.tells.test(seen); photo++) seen = await stage.enrol();
    await rm(ballast);
    return { seen, recoveryMs: await stage.untilAnswered() };
  },
};

async function fill(path: string, bytes: number): Promise<void> {
  await writeFile(path, Buffer.alloc(bytes)).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  });
}
