import {
  type Client,
  DiscordAPIError,
  type GuildBasedChannel,
  type GuildTextBasedChannel,
  PermissionFlagsBits,
  RESTJSONErrorCodes,
} from 'discord.js';
import type { ReplyMessage } from '../commands/invocation.ts';
import type { Messenger } from '../commands/messenger.ts';
import type { Logger } from '../log/logger.ts';
import { toNewMessage } from './plain-values.ts';

const toWrite = PermissionFlagsBits.ViewChannel | PermissionFlagsBits.SendMessages;

const refusals: ReadonlySet<number | string> = new Set([
  RESTJSONErrorCodes.CannotSendMessagesToThisUser,
  RESTJSONErrorCodes.MissingAccess,
  RESTJSONErrorCodes.MissingPermissions,
  RESTJSONErrorCodes.UnknownChannel,
  RESTJSONErrorCodes.UnknownUser,
]);

export class DiscordMessenger implements Messenger {
  readonly #client: Client;
  readonly #log: Logger;

  constructor(client: Client, log: Logger) {
    this.#client = client;
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
      await channel.send(toNewMessage(message));
    });
    if (direct) {
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
    const me = channel?.guild.members.me;
    if (channel === null || me === null || me === undefined || !channel.permissionsFor(me).has(toWrite)) {
      return false;
    }
    return await this.#unlessRefused(() => channel.send(toNewMessage(message)));
  }

  existing(guildId: string, ids: readonly string[]): string[] {
    const guild = this.#client.guilds.cache.get(guildId);
    return ids.filter((id) => guild?.roles.cache.has(id) || guild?.channels.cache.has(id));
  }

  server(guildId: string): { readonly name: string; readonly locale: string } | null {
    const guild = this.#client.guilds.cache.get(guildId);
    return guild === undefined ? null : { name: guild.name, locale: guild.preferredLocale };
  }

  async #channel(guildId: string, channelId: string): Promise<GuildTextBasedChannel | null> {
    const guild = this.#client.guilds.cache.get(guildId);
    const found: { channel?: GuildBasedChannel | null | undefined } = {};
    await this.#unlessRefused(async () => {
      found.channel = await guild?.channels.fetch(channelId);
    });
    return found.channel?.isTextBased() ? found.channel : null;
  }

  /** @returns false when Discord says that this may not be; other failures are thrown. */
  async #unlessRefused(write: () => Promise<unknown>): Promise<boolean> {
    try {
      await write();
      return true;
    } catch (error) {
      if (error instanceof DiscordAPIError && refusals.has(error.code)) {
        this.#log.debug({ code: error.code }, 'a message was refused');
        return false;
      }
      throw error;
    }
  }
}
