import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { PermissionFlagsBits } from 'discord-api-types/v10';
import sharp from 'sharp';
import { picture, Sandbox } from '../../sandbox/index.ts';
import { permissionBits } from '../../src/bot/permissions.ts';
import { BotProcess } from '../../test/e2e/bot-process.ts';
import { facelessPhotos, franckFrames } from '../../test/photos.ts';
import { progressOf, type Query, type Verdict, verdictOf } from './verdict.ts';

export interface CrashPlan {
  readonly dataDirectory: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly kills: number;
  /** Whether every fourth kill also hits the database, which must then be the embedded one. */
  readonly killsDatabase: boolean;
  /** Posted before the backfill starts. */
  readonly pictures: number;
  /** Evenly from 0 to 1: where in its life the bot is killed. */
  readonly random: () => number;
  readonly say: (line: string) => void;
}

/** A life ends within this long after it has done what it may: anywhere between two steps of a picture. */
const jitterMs = 500;

/** A life that does not come so far is ended all the same. */
const longestLifeMs = 20_000;

/**
 * A backfill and new messages, while the bot is killed again and again: pictures are posted before, while it lives and
 * while it is dead. When all is said to be done, it is judged.
 *
 * @param query the bot's database, while the bot runs.
 */
export async function crashRun(
  { dataDirectory, environment = {}, kills, killsDatabase, pictures, random, say }: CrashPlan,
  query: Query,
): Promise<Verdict> {
  const discord = await Sandbox.start({ replyTimeoutMs: 120_000 });
  const bot = discord.createApplication({ name: 'Kith', privileged: ['MessageContent'] });
  const guild = discord.createGuild({ name: 'Club', bots: [{ bot, permissions: permissionBits }] });
  const places = ['one', 'two', 'three'].map((name) => guild.createChannel({ name }));
  const [first] = places;
  if (first === undefined) throw new RangeError('there are no channels');
  const ann = guild.addMember({ name: 'Ann' });
  places.push(first.startThread('thread', ann));
  const mo = guild.addMember({ name: 'Mo', permissions: PermissionFlagsBits.ModerateMembers }).in(first);

  const photos = await smallPhotos();
  const posted = new Map<string, boolean>();
  const post = async () => {
    const number = posted.size;
    const place = places[number % places.length];
    const photo = photos[number % photos.length];
    if (place === undefined || photo === undefined) throw new RangeError('there is nothing to post');
    // What follows a JPEG's end is not looked at: the same picture, but a file of its own.
    const bytes = Buffer.concat([photo.bytes, randomBytes(16)]);
    const message = await ann.in(place).post(`picture ${number}`, [picture(`${number}.jpg`, bytes)]);
    for (const { id } of message.message.attachments) posted.set(id, photo.hasFace);
  };

  const start = () => BotProcess.start(discord, bot.token, dataDirectory, environment);
  let running = await start();
  try {
    const notice = await ann
      .in(first)
      .slash('enroll', { photo: picture('me.jpg', photos[0]?.whole ?? new Uint8Array()) });
    await (await notice.press('Accept')).next();
    for (let number = 0; number < pictures; number++) await post();
    const reply = await mo.slash('backfill start');
    if (!reply.text.includes('Started')) throw new Error(reply.text);

    for (let kill = 1; kill <= kills; kill++) {
      const born = performance.now();
      await post();
      // Twice the even share at most, so that there is work left for every life, however fast the machine is.
      const { processed: before } = await progressOf(query, guild.id);
      const share = Math.floor((random() * 2 * (posted.size - before)) / (kills - kill + 2));
      await untilProcessed(query, guild.id, before + share, born + longestLifeMs);
      await sleep(random() * jitterMs);
      const lifeMs = Math.round(performance.now() - born);
      const withDatabase = killsDatabase && kill % 4 === 0;
      if (withDatabase) await running.killWithDatabase();
      else await running.stop('SIGKILL');
      await post();
      running = await start();
      const what = withDatabase ? 'bot and database' : 'bot';
      const { processed } = await progressOf(query, guild.id);
      say(
        `kill ${kill}: ${what}, ${lifeMs} ms after it was ready; ${processed} of ${posted.size} pictures done`,
      );
    }
    await untilDone(query, guild.id, posted);
    return await verdictOf(query, guild.id, posted);
  } finally {
    await running.stop();
    await discord.stop();
  }
}

async function untilProcessed(query: Query, guildId: string, wanted: number, until: number): Promise<void> {
  while (performance.now() < until && (await progressOf(query, guildId)).processed < wanted) {
    await sleep(50);
  }
}

async function untilDone(query: Query, guildId: string, posted: ReadonlyMap<string, boolean>): Promise<void> {
  const until = Date.now() + 180_000;
  while (Date.now() < until) {
    const { processed, isOver } = await progressOf(query, guildId);
    if (isOver && processed >= posted.size) return;
    await sleep(250);
  }
  // What is missing then shows in the result.
}

interface SmallPhoto {
  readonly bytes: Uint8Array;
  readonly whole: Uint8Array;
  readonly hasFace: boolean;
}

/** Two of the enrolled man for each without a face; small, as it is their number that counts. */
async function smallPhotos(): Promise<SmallPhoto[]> {
  const [enrolled, other] = [franckFrames[0], franckFrames[4]];
  const [faceless] = facelessPhotos;
  if (enrolled === undefined || other === undefined || faceless === undefined)
    throw new RangeError('no photos');
  const shrink = (path: string) => sharp(path).resize(400).jpeg().toBuffer();
  const whole = await sharp(enrolled.path).jpeg().toBuffer();
  return [
    { bytes: await shrink(enrolled.path), whole, hasFace: true },
    { bytes: await shrink(other.path), whole, hasFace: true },
    { bytes: await shrink(faceless.path), whole, hasFace: false },
  ];
}
