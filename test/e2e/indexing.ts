import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { picture, Sandbox } from '../../sandbox/index.ts';
import type { Kith } from '../../src/app.ts';
import { permissionBits } from '../../src/bot/permissions.ts';
import { createEmptyDatabase } from '../db/database.ts';
import { franckFrames, type Photo } from '../photos.ts';
import { observedLog, type Stage, startBot } from './kith.ts';
import { at, type Club, club, enrol } from './stories.ts';

export interface IndexingStage extends Stage {
  /** The bot ends; Discord and the database go on without it. */
  leave(): Promise<void>;
  /** It starts again. */
  comeBack(): Promise<void>;
}

/** The bot with "Message Content Intent", or without. */
export async function startIndexingStage({ content = true } = {}): Promise<IndexingStage> {
  const discord = await Sandbox.start();
  const bot = discord.createApplication({ name: 'Kith', privileged: content ? ['MessageContent'] : [] });
  const database = await createEmptyDatabase();
  const { log, logged, stateUrl } = observedLog();
  const start = () => startBot({ discord, bot, databaseUrl: database.url, log });
  let kith: Kith | null = await start();
  const leave = async () => {
    await kith?.stop();
    kith = null;
  };
  return {
    discord,
    bot,
    database,
    createGuild: (name) => discord.createGuild({ name, bots: [{ bot, permissions: permissionBits }] }),
    logged,
    stateUrl,
    leave,
    async comeBack() {
      kith = await start();
    },
    async stop() {
      await leave();
      await discord.stop();
      await database.drop();
    },
  };
}

/** A server in which Ann is enrolled and everything is indexed, from now on too. */
export async function indexedClub(stage: Stage, name: string): Promise<Club> {
  const story = club(stage, name);
  await enrol(story.ann, at(franckFrames, 0));
  await story.mo.here.slash('backfill start');
  await story.mo.here.sees(/Indexed/);
  return story;
}

/** The photo as a file of its own: the same picture, other bytes. */
export async function copyOf(photo: Photo, name = `${photo.name}-${randomBytes(4).toString('hex')}.jpg`) {
  // What follows a JPEG's end is not looked at.
  return picture(name, Buffer.concat([await readFile(photo.path), randomBytes(16)]));
}

/** Has a regular chore of a server done now. */
export async function runChore(
  stage: Stage,
  { guild }: Club,
  name: 'recheck' | 'expire' | 'match',
): Promise<void> {
  const [job] = await stage.database.sql<{ id: string }>(
    `insert into kith_jobs.job (name, data) values ('chore', $1) returning id`,
    [JSON.stringify({ guildId: guild.id, name })],
  );
  await eventually(async () => {
    const [row] = await stage.database.sql<{ state: string }>(
      'select state from kith_jobs.job where id = $1',
      [job?.id],
    );
    return row !== undefined && ['completed', 'retry'].includes(row.state);
  }, `the chore ${name} was done`);
}

/** Waits for something to become so; for how long is no matter of the test. */
export async function eventually<T>(look: () => Promise<T | undefined | false>, what: string): Promise<T> {
  const until = Date.now() + 40_000;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (Date.now() > until) throw new Error(`it never came to: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Ids of messages of which a face was kept, oldest first. */
export async function keptMessages(stage: Stage, { guild }: Club): Promise<string[]> {
  const rows = await stage.database.sql<{ message_id: string }>(
    `select distinct message_id from picture join face using (guild_id, picture_id)
     where guild_id = $1 and origin = 'indexed' order by 1`,
    [guild.id],
  );
  return rows.map(({ message_id: id }) => id);
}

/** Those that were looked at, whatever came of it. */
export async function lookedAt(stage: Stage, { guild }: Club): Promise<string[]> {
  const rows = await stage.database.sql<{ attachment_id: string }>(
    `select attachment_id from attachment where guild_id = $1 and outcome <> 'pending' order by 1`,
    [guild.id],
  );
  return rows.map(({ attachment_id: id }) => id);
}
