import type { Snowflake } from '../db/ids.ts';
import type { MessageSource } from '../db/picture-types.ts';
import type { GuildSettings } from './settings/schema.ts';

/** Where a posted picture can be seen at this moment by the one who asks. */
export type PictureLink =
  | {
      readonly kind: 'visible';
      /** Goes to the message; never expires. */
      readonly jumpUrl: string;
      /** The picture itself, freshly signed: for this reply only, never stored. */
      readonly imageUrl: string;
    }
  /** The asker may not read the channel, it is left alone, or it is age-restricted and elsewhere. */
  | { readonly kind: 'hidden' }
  /** Message or attachment was deleted. */
  | { readonly kind: 'gone' }
  /** Discord could not be asked. */
  | { readonly kind: 'unreachable' };

/** For whom a reply is, and where it will stand. */
export interface Viewer {
  readonly guildId: Snowflake;
  readonly channelId: Snowflake;
  readonly memberId: Snowflake;
  /** Everyone in the channel will read the reply, so it may only show what all of them can see. */
  readonly shared: boolean;
}

/** With the channels that the server's settings leave alone: nothing of them is shown. */
export type SightRequest = Viewer & Pick<GuildSettings, 'excludedChannelIds'>;

/** What one viewer may see at this moment. Made for one reply: permissions change. */
export interface Sight {
  /** @returns those of the channels whose pictures may be shown, in their order. */
  visibleChannels(channelIds: readonly Snowflake[]): Promise<Snowflake[]>;
  /** @returns one link for each source, in their order. */
  resolve(sources: readonly MessageSource[]): Promise<PictureLink[]>;
}

/** Resolves links at reply time, with the viewer's permissions at that moment. */
export interface PictureLinks {
  asSeenBy(viewer: SightRequest): Promise<Sight>;
}
