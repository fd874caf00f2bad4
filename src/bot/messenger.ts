import {
  type Client,
  DiscordAPIError,
  type GuildTextBasedChannel,
  PermissionFlagsBits,
  RESTJSONErrorCodes,
} from 'discord.js';
import type { ReplyMessage } from '../commands/invocation.ts';
import type { Messenger } from '../commands/messenger.ts';
import type { Logger } from '../log/logger.ts';
import type { Guilds } from './guilds.ts';
import { toNewMessage } from './plain-values.ts';
import { mayWrite, textChannel } from './text-channel.ts';

const refusals: ReadonlySet<number | string> = new Set([
  RESTJSONErrorCodes.CannotSendMessagesToThisUser,
  RESTJSONErrorCodes.MissingAccess,
  RESTJSONErrorCodes.MissingPermissions,
  RESTJSONErrorCodes.UnknownChannel,
  RESTJSONErrorCodes.UnknownUser,
]);

export class DiscordMessenger implements Messenger {
  readonly #client: Client;
  readonly #guilds: Guilds;
  readonly #log: Logger;

  constructor(client: Client, guilds: Guilds, log: Logger) {
    this.#client = client;
    this.#guilds = guilds;
    this.#log = log;
  }

  async ask({
    guildId,
    channelId,
    memberId,
    message,
  }: Parameters<Messenger['ask']>[0]): Promise<'direct' | 'channel' | 'nowhere'> {
    const direct = await this.#unlessRefused(async () => {
      const channel = await this.#client.users.createDM(memberId);
      return await channel.send(toNewMessage(message));
    });
    if (direct !== null) {
      return 'direct';
    }
    const channel = await this.#channel(guildId, channelId);
    const member = await channel?.guild.members.fetch(memberId);
    if (channel === null || member === undefined) {
      return 'nowhere';
    }
    const readable = channel.permissionsFor(member).has(PermissionFlagsBits.ViewChannel);
    return readable && (await this.post(guildId, channelId, { ...message, pings: [memberId] }))
      ? 'channel'
      : 'nowhere';
  }

  async post(guildId: string, channelId: string, message: ReplyMessage): Promise<boolean> {
    const channel = await this.#channel(guildId, channelId);
    if (channel === null || !mayWrite(channel)) {
      return false;
    }
    return (await this.#unlessRefused(() => channel.send(toNewMessage(message)))) !== null;
  }

  async existing(guildId: string, ids: readonly string[]): Promise<string[]> {
    const guild = await this.#guilds.find(guildId);
    return ids.filter((id) => guild?.roles.cache.has(id) || guild?.channels.cache.has(id));
  }

  async server(guildId: string): Promise<{ readonly name: string; readonly locale: string } | null> {
    try {
      const guild = await this.#guilds.find(guildId);
      return guild === null ? null : { name: guild.name, locale: guild.preferredLocale };
    } catch (error) {
      // What is done about a server does not fail because its name cannot be had.
      this.#log.warn({ guild: guildId, err: error }, 'the name of a server could not be asked for');
      return null;
    }
  }

  async #channel(guildId: string, channelId: string): Promise<GuildTextBasedChannel | null> {
    return await this.#unlessRefused(() => textChannel(this.#guilds, guildId, channelId));
  }

  /** @returns null when Discord says that this may not be; other failures are thrown. */
  async #unlessRefused<T>(act: () => Promise<T>): Promise<T | null> {
    try {
      return await act();
    } catch (error) {
      if (error instanceof DiscordAPIError && refusals.has(error.code)) {
        this.#log.debug({ code: error.code }, 'a message was refused');
        return null;
      }
      throw error;
    }
  }
}
