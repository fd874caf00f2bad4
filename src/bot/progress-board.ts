import { DiscordAPIError, type Guild, RESTJSONErrorCodes } from 'discord.js';
import { progressMessage } from '../commands/backfill/reply.ts';
import type { Snowflake } from '../db/ids.ts';
import type { Pace } from '../services/backfill/pace.ts';
import type { ProgressBoard } from '../services/backfill/progress.ts';
import type { BackfillStatus } from '../services/backfill/status.ts';
import { textsFor } from '../texts/texts.ts';
import type { Guilds } from './guilds.ts';
import { toNewMessage, toPayload } from './plain-values.ts';
import { mayWrite, textChannel } from './text-channel.ts';

const outOfReach: ReadonlySet<number | string> = new Set([
  RESTJSONErrorCodes.UnknownChannel,
  RESTJSONErrorCodes.UnknownMessage,
  RESTJSONErrorCodes.MissingAccess,
  RESTJSONErrorCodes.MissingPermissions,
]);

/** Progress in the language of the server, as everyone in the channel sees it. */
export class DiscordProgressBoard implements ProgressBoard {
  readonly #guilds: Guilds;

  constructor(guilds: Guilds) {
    this.#guilds = guilds;
  }

  async post(guildId: Snowflake, channelId: Snowflake, status: BackfillStatus): Promise<Snowflake | null> {
    return await this.#unlessOutOfReach(async () => {
      const channel = await textChannel(this.#guilds, guildId, channelId);
      if (channel === null || !mayWrite(channel)) return null;
      const posted = await channel.send(toNewMessage(message(channel.guild, status, null)));
      return posted.id;
    });
  }

  async update(
    guildId: Snowflake,
    { channelId, messageId }: { readonly channelId: Snowflake; readonly messageId: Snowflake },
    status: BackfillStatus,
    pace: Pace | null,
  ): Promise<boolean> {
    const updated = await this.#unlessOutOfReach(async () => {
      const channel = await textChannel(this.#guilds, guildId, channelId);
      return await channel?.messages.edit(messageId, toPayload(message(channel.guild, status, pace)));
    });
    return updated != null;
  }

  /** @returns null where Kith can no longer write; what may pass is thrown. */
  async #unlessOutOfReach<T>(write: () => Promise<T>): Promise<T | null> {
    try {
      return await write();
    } catch (error) {
      if (error instanceof DiscordAPIError && outOfReach.has(error.code)) return null;
      throw error;
    }
  }
}

function message(guild: Guild, status: BackfillStatus, pace: Pace | null) {
  return progressMessage(guild.id, status, pace, textsFor(guild.preferredLocale));
}
