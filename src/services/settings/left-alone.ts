import type { Snowflake } from '../../db/ids.ts';
import type { GuildSettings } from './schema.ts';

/** Where a channel or thread stands in its server. */
export interface ChannelPlace {
  readonly channelId: Snowflake;
  /** The channel that a thread is in; null outside of threads. */
  readonly parentId: Snowflake | null;
  /** Null outside of categories; of a thread it is its channel's. */
  readonly categoryId: Snowflake | null;
}

/** Whether the settings keep Kith out of a channel, the channel of a thread, or the category of either. */
export function isLeftAlone(
  { channelId, parentId, categoryId }: ChannelPlace,
  { excludedChannelIds }: Pick<GuildSettings, 'excludedChannelIds'>,
): boolean {
  return [channelId, parentId, categoryId].some((id) => id !== null && excludedChannelIds.includes(id));
}
