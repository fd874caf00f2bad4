// npm run bench:bot: how the bot answers while 20 /whois are in flight.
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { PermissionFlagsBits } from 'discord-api-types/v10';
import { picture } from '../sandbox/index.ts';
import { franckFrames, groupPhotos, portraits } from '../test/photos.ts';
import { startBotUnderTest } from './bot-under-test.ts';
import { percentile, printTable, printVerdict } from './table.ts';

const { values } = parseArgs({
  options: {
    asks: { type: 'string', default: '100' },
    'in-flight': { type: 'string', default: '20' },
    workers: { type: 'string', default: String(availableParallelism()) },
    engine: { type: 'string', default: 'auto' },
  },
});
const asks = Number(values.asks);
const inFlight = Number(values['in-flight']);

const { discord, bot, report, stop } = await startBotUnderTest({
  replyTimeoutMs: 120_000,
  environment: {
    KITH_VISION_WORKERS: values.workers,
    KITH_ENGINE: values.engine,
    KITH_SEARCHES_PER_MINUTE: '10000',
  },
});
const permissions =
  PermissionFlagsBits.ViewChannel | PermissionFlagsBits.SendMessages | PermissionFlagsBits.AttachFiles;
const photos = await Promise.all(
  [...groupPhotos, ...franckFrames.slice(0, 6), ...portraits.slice(0, 8)].map(async ({ name, path }) =>
    picture(`${name}.jpg`, await readFile(path)),
  ),
);
// A server each, so that the limits for one do not decide; everybody asks as fast as they get answers.
const places = Array.from({ length: inFlight }, (_, index) => {
  const guild = discord.createGuild({ name: `Server ${index}`, bots: [{ bot, permissions }] });
  return guild.addMember({ name: `Member ${index}` }).in(guild.createChannel({ name: 'general' }));
});

/** One asker: the next photo as soon as the answer to the last is there. @returns milliseconds an answer */
async function ask(place: (typeof places)[number], first: number, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const photo = photos[(first + index) % photos.length];
    if (photo === undefined) {
      throw new RangeError('there are no photos');
    }
    const started = performance.now();
    const reply = await place.slash('whois', { photo });
    if (reply.files.length === 0 && !/no face/.test(reply.text)) {
      throw new Error(`not an answer: ${reply.text}`);
    }
    times.push(performance.now() - started);
  }
  return times;
}

interface Run {
  readonly gap: number;
  readonly row: readonly (string | number)[];
}

async function run(label: string, askers: number, each: number): Promise<Run> {
  await report();
  const started = performance.now();
  const times = (
    await Promise.all(places.slice(0, askers).map((place, index) => ask(place, index * 3, each)))
  ).flat();
  const seconds = (performance.now() - started) / 1000;
  const { gap, rss } = await report();
  const row = [
    label,
    times.length,
    (times.length / seconds).toFixed(2),
    Math.round(percentile(times, 0.5)),
    Math.round(percentile(times, 0.95)),
    gap.toFixed(1),
    Math.round(rss / 2 ** 20),
  ];
  return { gap, row };
}

await run('warm-up', 2, 3);
const one = await run('1 in flight', 1, photos.length);
const many = await run(`${inFlight} in flight`, inFlight, Math.ceil(asks / inFlight));
printTable(
  ['/whois', 'answers', 'a second', 'p50 ms', 'p95 ms', 'largest event-loop gap ms', 'RSS MB'],
  [one.row, many.row],
);
printVerdict([
  { what: `largest event-loop gap with ${inFlight} in flight, ms`, value: many.gap, atMost: 50 },
]);

await stop();
