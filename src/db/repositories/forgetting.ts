import type { ForgettingRepository } from '../indexing-types.ts';
import { onlyRow, type Scope, type Statement } from '../scope.ts';

// Far below the limit for a statement's time, whatever a picture takes along with it.
const BATCH = 1_000;

/** Deletes from `picture` and from `attachment` by the same condition, and counts the pictures. */
const forget = (name: string, pictures: string, attachments: string): Statement => ({
  name: `forgetting.${name}`,
  text: `with pictures as (
  delete from picture where guild_id = $1 and ${pictures} returning picture_id
), attachments as (
  delete from attachment where guild_id = $1 and ${attachments} returning attachment_id
)
select (select count(*) from pictures)::integer as pictures, (select count(*) from attachments)::integer as attachments`,
});

export const statements = {
  attachments: forget(
    'attachments',
    `attachment_id = any($2::bigint[])`,
    `attachment_id = any($2::bigint[])`,
  ),
  messages: forget('messages', `message_id = any($2::bigint[])`, `message_id = any($2::bigint[])`),
  // When a channel goes, Discord does not tell of the threads in it.
  channel: forget(
    'channel',
    `(channel_id = $2 or attachment_id in (
    select attachment_id from attachment where guild_id = $1 and parent_id = $2))`,
    `(channel_id = $2 or parent_id = $2)`,
  ),
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
  // $2 also as the id that a message of that moment has.
  postedBefore: forget(
    'posted-before',
    `picture_id in (
    select picture_id from picture where guild_id = $1 and posted_at < $2 order by posted_at limit ${BATCH})`,
    `attachment_id in (
    select attachment_id from attachment where guild_id = $1
      and message_id < (floor(extract(epoch from $2::timestamptz) * 1000)::bigint - 1420070400000) << 22
    order by message_id limit ${BATCH})`,
  ),
  someOfGuild: forget(
    'some-of-guild',
    `picture_id in (select picture_id from picture where guild_id = $1 limit ${BATCH})`,
    `attachment_id in (select attachment_id from attachment where guild_id = $1 limit ${BATCH})`,
  ),
  guild: {
    name: 'forgetting.guild',
    text: `delete from guild where guild_id = $1`,
  },
} as const satisfies Record<string, Statement>;

export function forgettingRepository(scope: Scope): ForgettingRepository {
  const run = async (statement: Statement, values: readonly unknown[]) =>
    onlyRow(await scope.run<{ pictures: number; attachments: number }>(statement, values));
  return {
    async attachments(attachmentIds) {
      return attachmentIds.length === 0 ? 0 : (await run(statements.attachments, [attachmentIds])).pictures;
    },
    async messages(messageIds) {
      return messageIds.length === 0 ? 0 : (await run(statements.messages, [messageIds])).pictures;
    },
    async channel(channelId) {
      await scope.run(statements.channelWalks, [channelId]);
      await scope.run(statements.channelTarget, [channelId]);
      await scope.run(statements.channelCursor, [channelId]);
      return (await run(statements.channel, [channelId])).pictures;
    },
    async postedBefore(cutoff) {
      const { pictures, attachments } = await run(statements.postedBefore, [cutoff]);
      return { pictures, isDone: pictures < BATCH && attachments < BATCH };
    },
    async someOfGuild() {
      const { pictures, attachments } = await run(statements.someOfGuild, []);
      if (pictures > 0 || attachments > 0) return false;
      await scope.run(statements.guild, []);
      return true;
    },
  };
}
