// npm run bench:backfill: a channel's history against the bare engine, and /whois meanwhile.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { PermissionFlagsBits } from 'discord-api-types/v10';
import { picture } from '../sandbox/index.ts';
import { createLogger } from '../src/log/logger.ts';
import { createVisionPool } from '../src/vision/pool.ts';
import { franckFrames, portraits } from '../test/photos.ts';
import { startBotUnderTest } from './bot-under-test.ts';
import { type ProcessorTime, processorTime } from './processor-time.ts';
import { percentile, printTable, printVerdict } from './table.ts';

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '2000' },
    pictures: { type: 'string', default: '1000' },
    asks: { type: 'string', default: '30' },
    workers: { type: 'string', default: String(Math.min(availableParallelism(), 4)) },
    engine: { type: 'string', default: 'auto' },
  },
});
const messages = Number(values.messages);
const pictures = Number(values.pictures);
const asks = Number(values.asks);
const workers = Number(values.workers);

const photos = await Promise.all([...portraits, ...franckFrames].map(({ path }) => readFile(path)));

/** The same picture, but a file of its own: what follows a JPEG's end is not looked at. */
function fileOf(number: number): Uint8Array<ArrayBuffer> {
  const photo = photos[number % photos.length];
  if (photo === undefined) throw new RangeError('there are no photos');
  return new Uint8Array(Buffer.concat([photo, randomBytes(16)]));
}

/** Images a second of the engine alone: files in memory, always one more waiting than there are workers. */
async function bareEngine(count: number): Promise<number> {
  const pool = await createVisionPool({
    workers,
    engine: values.engine as 'auto',
    log: createLogger('silent'),
  });
  const analyse = (number: number) =>
    pool.analyse(fileOf(number), { effort: 'fast', priority: 'background', guildId: '1' });
  // The pool is there with its first worker; the others follow on their own.
  while (pool.load().workers.some(({ state }) => state === 'starting')) await analyse(0);
  await Promise.all(Array.from({ length: 2 * workers }, (_, number) => analyse(number)));
  let next = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: 2 * workers + 2 }, async () => {
      while (next < count) await analyse(next++);
    }),
  );
  const seconds = (performance.now() - started) / 1_000;
  await pool.close();
  return count / seconds;
}

const before = await bareEngine(pictures / 2);

const underTest = await startBotUnderTest({
  replyTimeoutMs: 1_800_000,
  application: { privileged: ['MessageContent'] },
  environment: {
    KITH_VISION_WORKERS: values.workers,
    KITH_ENGINE: values.engine,
    KITH_SEARCHES_PER_MINUTE: '1000',
  },
});
const { discord, bot, report, stop } = underTest;

const permissions =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.ReadMessageHistory |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.AttachFiles;
const guild = discord.createGuild({ name: 'Club', bots: [{ bot, permissions }] });
const general = guild.createChannel({ name: 'general' });
const ann = guild.addMember({ name: 'Ann' });
const moderator = guild.addMember({ name: 'Mo', permissions: PermissionFlagsBits.ModerateMembers });
const mo = moderator.in(general);
// In a channel of its own: who waits for a message looks through all that are in theirs, each time that anything happens.
const asker = moderator.in(guild.createChannel({ name: 'who' }));

/** A channel of messages, every so manieth with a picture. */
async function channelOf(name: string, messageCount: number, pictureCount: number) {
  const channel = guild.createChannel({ name });
  const place = ann.in(channel);
  for (let number = 0; number < messageCount; number++) {
    const withPicture = (number * pictureCount) % messageCount < pictureCount;
    await place.post('words', withPicture ? [picture(`${number}.jpg`, fileOf(number))] : []);
  }
  return channel;
}

async function ask(number: number): Promise<number> {
  const started = performance.now();
  const reply = await asker.slash('whois', { photo: picture('who.jpg', fileOf(number)) });
  if (!/recogni/.test(reply.text)) throw new Error(`not an answer: ${reply.text}`);
  return performance.now() - started;
}

/** Runs a backfill, and `meanwhile` until it is over. @returns seconds, and the bot's gap and memory. */
async function backfill(
  name: string,
  messageCount: number,
  pictureCount: number,
  meanwhile = async () => {},
) {
  const channel = await channelOf(name, messageCount, pictureCount);
  await report();
  let isOver = false;
  let rss = 0;
  let gap = 0;
  const watch = (async () => {
    while (!isOver) {
      const now = await report();
      rss = Math.max(rss, now.rss);
      gap = Math.max(gap, now.gap);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  })();
  const taken = await processorTime(underTest);
  const started = performance.now();
  const reply = await mo.slash('backfill start', { channel });
  if (!reply.text.includes('Started')) throw new Error(reply.text);
  const over = mo.sees(new RegExp(`Indexed <#${channel.id}>`)).then(() => {
    isOver = true;
  });
  // The report is edited at most every five seconds: the database knows better when it was over.
  while (!isOver)
    await Promise.race([over, meanwhile().then(() => new Promise((done) => setTimeout(done, 50)))]);
  await watch;
  const seconds = (performance.now() - started) / 1_000;
  const takenAfter = await processorTime(underTest);
  const aPicture = (whose: keyof ProcessorTime) =>
    ((takenAfter[whose] - taken[whose]) / pictureCount).toFixed(1);
  return { seconds, rss, gap, aPicture };
}

const enrolled = photos.at(-1);
const notice = await ann
  .in(general)
  .slash('enroll', { photo: picture('me.jpg', new Uint8Array(enrolled ?? [])) });
await (await notice.press('Accept')).next();
for (let number = 0; number < 5; number++) await ask(number);
const idle: number[] = [];
for (let number = 0; number < asks; number++) idle.push(await ask(number));

const alone = await backfill('alone', messages, pictures);
const busy: number[] = [];
const asked = await backfill('asked', messages / 2, pictures / 2, async () => {
  // The same photos as when idle: some take longer than others.
  busy.push(await ask(busy.length % asks));
});
await stop();
const after = await bareEngine(pictures / 2);

const engine = (before + after) / 2;
const rate = pictures / alone.seconds;
printTable(
  ['backfill', 'pictures', 'pictures/s', 'of the bare engine', 'peak RSS MB', 'largest event-loop gap ms'],
  [
    ['bare engine, before', pictures / 2, before.toFixed(1), '', '', ''],
    ['bare engine, after', pictures / 2, after.toFixed(1), '', '', ''],
    [
      'backfill',
      pictures,
      rate.toFixed(1),
      `${((100 * rate) / engine).toFixed(0)} %`,
      Math.round(alone.rss / 2 ** 20),
      alone.gap.toFixed(1),
    ],
    [
      'backfill with /whois',
      pictures / 2,
      (pictures / 2 / asked.seconds).toFixed(1),
      '',
      Math.round(asked.rss / 2 ** 20),
      asked.gap.toFixed(1),
    ],
  ],
);
const { aPicture } = alone;
printTable(
  ['of the backfill, milliseconds of processor a picture', ''],
  [
    ['the workers', aPicture('workers')],
    ['the bot', aPicture('bot')],
    ['PostgreSQL', aPicture('database')],
    ["Discord's stand-in", aPicture('standIn')],
  ],
);
const ratio = percentile(busy, 0.95) / percentile(idle, 0.95);
printTable(
  ['/whois', 'answers', 'p50 ms', 'p95 ms', 'p95 against idle'],
  [
    ['idle', idle.length, Math.round(percentile(idle, 0.5)), Math.round(percentile(idle, 0.95)), ''],
    [
      'during the backfill',
      busy.length,
      Math.round(percentile(busy, 0.5)),
      Math.round(percentile(busy, 0.95)),
      `${ratio.toFixed(2)}x`,
    ],
  ],
);
printVerdict([
  { what: "pictures/s, % of the bare engine's", value: (100 * rate) / engine, atLeast: 85 },
  { what: '/whois p95 during the backfill, times idle', value: ratio, atMost: 1.5 },
]);
