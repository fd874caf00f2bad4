import { beforeEach, expect, it } from 'vitest';
import type { GuildRepositories } from '../../../src/db/types.ts';
import { UserError } from '../../../src/errors/user-error.ts';
import { AuditedDatabase } from '../../../src/services/audit/audited-database.ts';
import { Forgetting } from '../../../src/services/deletion/forgetting.ts';
import { Courtesy } from '../../../src/services/indexing/courtesy.ts';
import { IndexedChannels } from '../../../src/services/indexing/indexed-channels.ts';
import { LiveIndexing } from '../../../src/services/indexing/live.ts';
import { Slots } from '../../../src/services/indexing/slots.ts';
import { Settings } from '../../../src/services/settings/settings.ts';
import type { Analysis, FaceAnalyser } from '../../../src/vision/types.ts';
import { databaseOfFile, silent } from '../../db/database.ts';
import { beginGuild, MODEL } from '../../db/fixtures.ts';
import { message, ScriptedReader } from './reader.ts';

/** Younger than anything that is indexed from now on. */
const late = (number: number) => String(2n ** 61n + BigInt(number));

const db = databaseOfFile();
let here: GuildRepositories;
let reader: ScriptedReader;
let live: LiveIndexing;
let sent: string[];
/** What sending a job does first. */
let beforeSend: () => Promise<void>;
/** What looking at a picture does, one after the other. */
let looks: (() => Promise<Analysis>)[];

const nothing: Analysis = {
  picture: { width: 10, height: 10, format: 'jpeg' },
  faces: [],
  modelVersion: MODEL,
  timings: { decode: 0, analyse: 0 },
};

const analyser: FaceAnalyser = {
  modelVersion: MODEL,
  analyse: async () => (await looks.shift()?.()) ?? nothing,
  close: async () => {},
};

beforeEach(async () => {
  here = db.newGuild();
  await beginGuild(here);
  await here.settings.merge({ indexingScope: 'everyone' });
  await here.indexedChannels.add('5');
  reader = new ScriptedReader();
  sent = [];
  looks = [];
  beforeSend = async () => {};
  const { database } = db;
  const audited = new AuditedDatabase(database);
  const jobs = {
    async send(name: string) {
      await beforeSend();
      sent.push(name);
    },
  };
  live = new LiveIndexing({
    ...{ database, reader, analyser, jobs, settings: new Settings(audited), log: silent },
    indexed: new IndexedChannels(database),
    forgetting: new Forgetting({ database, audited, reader, jobs, log: silent }),
    slots: new Slots(1),
    courtesy: new Courtesy(1, { isIdle: true, idle: async () => {} }),
    download: async () => Uint8Array.of(1),
  });
});

const channel = (lastMessageId: string | null) => ({
  ...{ channelId: '5', parentId: null, categoryId: null, lastMessageId, readable: true },
});
const heard = (number: number) =>
  live.heard({ guildId: here.guildId, channelId: '5', messageId: late(number), pictureIds: [late(number)] });
const settle = () =>
  live.settle({ guildId: here.guildId, channelId: '5', messageId: '1' }, new AbortController().signal);
const outcomes = () =>
  db.sql('select outcome, reason from attachment where guild_id = $1 order by 1', [here.guildId]);

it('a message that did not get into the queue is found by the next look for gaps', async () => {
  reader.channels = [channel(late(1))];
  await live.catchUp(here.guildId);
  expect(sent).toEqual(['walk']);
  beforeSend = () => Promise.reject(new UserError('database-away', {}));
  await expect(heard(2)).rejects.toThrow('database-away');
  beforeSend = async () => {};
  await heard(3);
  await live.flush();
  // Its channel's cursor has not passed it.
  expect(await here.indexedChannels.cursors()).toEqual(new Map([['5', late(1)]]));
  reader.channels = [channel(late(3))];
  await live.catchUpAgain();
  expect(sent).toEqual(['walk', 'message', 'walk']);
  expect(await here.indexedChannels.cursors()).toEqual(new Map([['5', late(3)]]));
  await live.catchUpAgain();
  expect(sent).toHaveLength(3);
});

it('a gap that opens while another one is closed stays open', async () => {
  reader.channels = [channel(late(1))];
  beforeSend = async () => live.interrupted(() => true);
  await live.catchUp(here.guildId);
  beforeSend = async () => {};
  reader.channels = [channel(late(2))];
  await live.catchUpAgain();
  expect(sent).toEqual(['walk', 'walk']);
});

it('what is not indexed, closed or holds nothing is not caught up with; a server that left is forgotten', async () => {
  reader.channels = [
    { ...channel(late(1)), readable: false },
    { ...channel(late(1)), channelId: '6' },
    { ...channel(null), channelId: '7', parentId: '5' },
  ];
  await live.catchUp(here.guildId);
  await live.heard({ guildId: here.guildId, channelId: '6', messageId: late(1), pictureIds: ['1'] });
  expect(sent).toEqual([]);
  await heard(4);
  live.left(here.guildId);
  await live.flush();
  expect(await here.indexedChannels.cursors()).toEqual(new Map());
});

it('a message that cannot be seen into is left as it is', async () => {
  reader.messages = [message('5', '1', ['10'])];
  await settle();
  expect(await outcomes()).toHaveLength(1);
  reader.messages = [message('5', '1', [], { isHidden: true })];
  await settle();
  reader.unreadable.set('5', 'no-permission');
  await settle();
  expect(await outcomes()).toHaveLength(1);
  reader.unreadable.clear();
  reader.messages = [];
  await settle();
  expect(await outcomes()).toEqual([]);
});

it('a picture waits its turn, and one that ends workers is skipped', async () => {
  reader.messages = [message('5', '1', ['10'])];
  const busy = new UserError('busy', { retryAfterSeconds: 0.01 });
  looks = [() => Promise.reject(busy), async () => nothing];
  await settle();
  expect(await outcomes()).toEqual([{ outcome: 'looked', reason: null }]);

  reader.messages = [message('5', '1', ['10', '11'])];
  looks = [() => Promise.reject(new UserError('analysis-failed', {}))];
  await settle();
  expect(await outcomes()).toContainEqual({ outcome: 'skipped', reason: 'analysis-failed' });
  looks = [() => Promise.reject(new UserError('restarting', {}))];
  await expect(settle()).rejects.toMatchObject({ code: 'restarting' });
});

it('a message is a job when it has pictures, and its channel is followed once that is known', async () => {
  await live.catchUp(here.guildId);
  await heard(1);
  expect(sent).toEqual(['message']);
  reader.channels = [channel(null)];
  await live.heard({ guildId: here.guildId, channelId: '5', messageId: late(2), pictureIds: [] });
  expect(sent).toEqual(['message']);
  await live.flush();
  expect(await here.indexedChannels.cursors()).toEqual(new Map([['5', late(2)]]));
});

it('a channel that was followed further meanwhile is written down again', async () => {
  reader.channels = [channel(null)];
  await live.catchUp(here.guildId);
  await heard(1);
  const flushing = live.flush();
  await heard(2);
  await flushing;
  await live.flush();
  expect(await here.indexedChannels.cursors()).toEqual(new Map([['5', late(2)]]));
});

it('a message that was changed is looked at when its pictures are others', async () => {
  reader.messages = [message('5', '1', ['10', '11'])];
  await settle();
  const change = (pictureIds: string[]) =>
    live.changed({ guildId: here.guildId, channelId: '5', messageId: '1', pictureIds });
  await change(['11', '10']);
  expect(sent).toEqual([]);
  await change(['10']);
  await change(['10', '12']);
  expect(sent).toEqual(['message', 'message']);
});

it('what was posted before a channel was indexed is not caught up with', async () => {
  await here.indexedChannels.heard(new Map([['5', '1']]));
  reader.channels = [channel('2')];
  await live.catchUp(here.guildId);
  expect(sent).toEqual([]);
});

it('a server that was forgotten meanwhile is not caught up with', async () => {
  await live.catchUp(here.guildId);
  await db.sql('delete from guild where guild_id = $1', [here.guildId]);
  reader.channels = [channel(late(1))];
  await live.catchUp(here.guildId);
  expect(sent).toEqual([]);
});

it('pictures are looked at only where they are indexed, allowed, and may be of somebody', async () => {
  reader.messages = [message('5', '1', ['10'])];
  await here.settings.merge({ indexingScope: 'enrolled' });
  await settle();
  await here.settings.merge({ indexingScope: 'everyone', excludedChannelIds: ['5'] });
  await settle();
  await here.settings.merge({ excludedChannelIds: [] });
  await here.indexedChannels.remove('5');
  await settle();
  await here.indexedChannels.add('5');
  reader.seesContent = false;
  await settle();
  expect(await outcomes()).toEqual([]);
  reader.seesContent = true;
  await settle();
  expect(await outcomes()).toHaveLength(1);
});

it('a picture that two messages show is one of the first', async () => {
  reader.messages = [message('5', '1', ['10', '10'])];
  looks = [async () => nothing, () => Promise.reject(new Error('it is looked at twice'))];
  await settle();
  expect(await outcomes()).toHaveLength(1);
});
