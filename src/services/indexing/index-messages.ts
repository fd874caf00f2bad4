import type { Snowflake } from '../../db/ids.ts';
import { deferred } from '../../vision/deferred.ts';
import type { GuildSettings } from '../settings/schema.ts';
import type { PostedMessage, PostedPicture } from './channels.ts';
import { type IndexPicturePorts, indexPicture, passingReasons } from './index-picture.ts';
import type { Slots } from './slots.ts';

export interface Batch {
  readonly guildId: Snowflake;
  readonly parentId: Snowflake | null;
  readonly messages: readonly PostedMessage[];
  readonly settings: GuildSettings;
}

export interface RunningBatch {
  /** Every attachment of it once, those that need no look included. */
  readonly attachmentIds: readonly Snowflake[];
  /** The last picture has begun: there is room for more soon. */
  readonly begun: Promise<void>;
  /** All outcomes are written down. Rejects, when everything has stopped, with the first failure. */
  readonly done: Promise<void>;
}

interface Entry {
  readonly picture: PostedPicture;
  readonly message: PostedMessage;
}

/** Looks at the pictures of some messages of one channel, those that need it. */
export async function beginBatch(
  ports: IndexPicturePorts,
  slots: Slots,
  { guildId, parentId, messages, settings }: Batch,
  signal: AbortSignal,
): Promise<RunningBatch> {
  const repositories = ports.database.forGuild(guildId);
  const found = new Map<Snowflake, Entry>();
  for (const message of await withoutOptedOut(repositories.optOuts, messages)) {
    for (const picture of message.pictures) {
      // A forwarded picture is the same attachment: it belongs to the first message.
      if (!found.has(picture.attachmentId)) found.set(picture.attachmentId, { picture, message });
    }
  }
  // In the order of their ids, as everywhere: two that write down the same pictures do not wait for one another.
  const entries = [...found.values()].sort((a, b) =>
    BigInt(a.picture.attachmentId) < BigInt(b.picture.attachmentId) ? -1 : 1,
  );
  const wanted = await repositories.attachments.begin(
    entries.map(({ picture, message }) => ({
      attachmentId: picture.attachmentId,
      channelId: message.channelId,
      parentId,
      messageId: message.messageId,
    })),
    {
      modelVersion: ports.analyser.modelVersion,
      everyone: settings.indexingScope === 'everyone',
      passingReasons,
    },
  );

  const failed = new AbortController();
  const stop = AbortSignal.any([signal, failed.signal]);
  const looks = entries
    .filter(({ picture }) => wanted.includes(picture.attachmentId))
    .map((entry) => lookSoon(ports, slots, guildId, entry, stop));
  const done = allOrFirstFailure(
    looks.map(({ done: look }) =>
      look.catch((error: unknown) => {
        failed.abort(error);
        throw error;
      }),
    ),
  );
  // Whoever awaits it may come to it later than it fails.
  done.catch(() => {});
  const attachmentIds = entries.map(({ picture }) => picture.attachmentId);
  return { attachmentIds, begun: Promise.all(looks.map(({ begun }) => begun)).then(() => {}), done };
}

function lookSoon(
  ports: IndexPicturePorts,
  slots: Slots,
  guildId: Snowflake,
  entry: Entry,
  signal: AbortSignal,
): { readonly begun: Promise<void>; readonly done: Promise<void> } {
  const { promise: begun, resolve } = deferred<void>();
  const done = slots.run(
    async () => {
      signal.throwIfAborted();
      await indexPicture(ports, guildId, entry, signal);
    },
    () => resolve(),
  );
  return { begun, done };
}

/** Nothing is left running behind a failure. */
async function allOrFirstFailure(works: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(works);
  const failure = results.find((result) => result.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
}

/** Who wants nothing to do with Kith: their pictures are not looked at. */
async function withoutOptedOut(
  optOuts: { has(memberId: Snowflake): Promise<boolean> },
  messages: readonly PostedMessage[],
): Promise<PostedMessage[]> {
  const withPictures = messages.filter(({ pictures }) => pictures.length > 0);
  const authors = [...new Set(withPictures.map(({ authorId }) => authorId))];
  const out = new Set<Snowflake>();
  for (const author of authors) {
    if (await optOuts.has(author)) out.add(author);
  }
  return withPictures.filter(({ authorId }) => !out.has(authorId));
}
