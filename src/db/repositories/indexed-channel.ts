import type { Snowflake } from '../ids.ts';
import type { IndexedChannelRepository } from '../indexing-types.ts';
import type { Scope, Statement } from '../scope.ts';
import { THE_GUILD, WITH_GUILD } from './guild.ts';

export const statements = {
  add: {
    name: 'indexed-channel.add',
    text: `${WITH_GUILD}
insert into indexed_channel (guild_id, target_id) values ($1, $2) on conflict do nothing`,
  },
  remove: {
    name: 'indexed-channel.remove',
    text: `delete from indexed_channel where guild_id = $1 and target_id = $2`,
  },
  all: {
    name: 'indexed-channel.all',
    text: `select target_id as "targetId", since from indexed_channel where guild_id = $1 order by since, target_id`,
  },
  heard: {
    name: 'indexed-channel.heard',
    text: `insert into channel_cursor (guild_id, channel_id, message_id)
select the_guild.guild_id, heard.* from ${THE_GUILD}, unnest($2::bigint[], $3::bigint[]) as heard
on conflict (guild_id, channel_id) do update
set message_id = greatest(channel_cursor.message_id, excluded.message_id)
where channel_cursor.guild_id = $1`,
  },
  cursors: {
    name: 'indexed-channel.cursors',
    text: `select channel_id as "channelId", message_id as "messageId" from channel_cursor where guild_id = $1`,
  },
} as const satisfies Record<string, Statement>;

export function indexedChannelRepository(scope: Scope): IndexedChannelRepository {
  return {
    async add(targetId) {
      await scope.run(statements.add, [targetId]);
    },
    async remove(targetId) {
      await scope.run(statements.remove, [targetId]);
    },
    all: () => scope.run<{ targetId: Snowflake; since: Date }>(statements.all, []),
    async heard(cursors) {
      await scope.run(statements.heard, [[...cursors.keys()], [...cursors.values()]]);
    },
    async cursors() {
      const rows = await scope.run<{ channelId: Snowflake; messageId: Snowflake }>(statements.cursors, []);
      return new Map(rows.map(({ channelId, messageId }) => [channelId, messageId]));
    },
  };
}
