import { BATCH } from '../batch.ts';
import type { Snowflake } from '../ids.ts';
import type { ForgettingRepository, Forgotten } from '../indexing-types.ts';
import type { Scope, Statement } from '../scope.ts';

// Whoever indexes a picture holds its row of `attachment` from before to after the picture is there: so these rows come
// first, and the pictures by a later statement, which sees what was stored until then.
const hold = (name: string, attachments: string): Statement => ({
  name: `forgetting.hold-${name}`,
  text: `select attachment_id as "attachmentId" from attachment
where guild_id = $1 and attachment_id in (
  select attachment_id from attachment where guild_id = $1 and ${attachments} limit ${BATCH})
order by attachment_id for update`,
});

// Of pictures that were never indexed but enrolled with, there is no row in `attachment`.
const others = (name: string, pictures: string): Statement => ({
  name: `forgetting.others-${name}`,
  text: `delete from picture where guild_id = $1 and picture_id in (
  select picture_id from picture where guild_id = $1 and ${pictures} limit ${BATCH})
returning picture_id`,
});

export const statements = {
  holdAttachments: hold('attachments', `attachment_id = any($2::bigint[])`),
  othersOfAttachments: others('attachments', `attachment_id = any($2::bigint[])`),
  holdMessages: hold('messages', `message_id = any($2::bigint[])`),
  othersOfMessages: others('messages', `message_id = any($2::bigint[])`),
  // When a channel goes, Discord does not tell of the threads in it.
  holdChannel: hold('channel', `(channel_id = $2 or parent_id = $2)`),
  othersOfChannel: others('channel', `channel_id = $2`),
  channelWalks: {
    name: 'forgetting.channel-walks',
    text: `update walk set state = 'failed', reason = 'gone'
where guild_id = $1 and (channel_id = $2 or parent_id = $2) and state = 'open'`,
  },
  channelTarget: {
    name: 'forgetting.channel-target',
    text: `delete from indexed_channel where guild_id = $1 and target_id = $2`,
  },
  channelCursor: {
    name: 'forgetting.channel-cursor',
    text: `delete from channel_cursor where guild_id = $1 and channel_id = $2`,
  },
  // $2 as the id that a message of that moment has.
  holdPostedBefore: hold(
    'posted-before',
    `message_id < (floor(extract(epoch from $2::timestamptz) * 1000)::bigint - 1420070400000) << 22
  order by message_id`,
  ),
  othersPostedBefore: others('posted-before', `posted_at < $2 order by posted_at`),
  holdOfGuild: hold('of-guild', 'true'),
  othersOfGuild: others('of-guild', 'true'),
  picturesOf: {
    name: 'forgetting.pictures-of',
    text: `delete from picture where guild_id = $1 and attachment_id = any($2::bigint[]) returning picture_id`,
  },
  attachmentsOf: {
    name: 'forgetting.attachments-of',
    text: `delete from attachment where guild_id = $1 and attachment_id = any($2::bigint[])`,
  },
  guild: {
    name: 'forgetting.guild',
    text: `delete from guild where guild_id = $1`,
  },
} as const satisfies Record<string, Statement>;

export function forgettingRepository(scope: Scope): ForgettingRepository {
  const batch = async (held: Statement, rest: Statement, values: readonly unknown[]): Promise<Forgotten> => {
    const rows = await scope.run<{ attachmentId: Snowflake }>(held, values);
    if (rows.length === 0) {
      const { length: pictures } = await scope.run(rest, values);
      return { pictures, isDone: pictures < BATCH };
    }
    const attachmentIds = rows.map(({ attachmentId }) => attachmentId);
    const { length: pictures } = await scope.run(statements.picturesOf, [attachmentIds]);
    await scope.run(statements.attachmentsOf, [attachmentIds]);
    return { pictures, isDone: false };
  };
  return {
    attachments: (ids) => batch(statements.holdAttachments, statements.othersOfAttachments, [ids]),
    messages: (ids) => batch(statements.holdMessages, statements.othersOfMessages, [ids]),
    async channel(channelId) {
      await scope.run(statements.channelWalks, [channelId]);
      await scope.run(statements.channelTarget, [channelId]);
      await scope.run(statements.channelCursor, [channelId]);
      return await batch(statements.holdChannel, statements.othersOfChannel, [channelId]);
    },
    postedBefore: (cutoff) => batch(statements.holdPostedBefore, statements.othersPostedBefore, [cutoff]),
    async someOfGuild() {
      const { isDone } = await batch(statements.holdOfGuild, statements.othersOfGuild, []);
      if (isDone) await scope.run(statements.guild, []);
      return isDone;
    },
  };
}
