import { GatewayDispatchEvents as Event, GatewayIntentBits as Intent } from 'discord-api-types/v10';

/** Every intent there is, for telling nonsense from intents. */
export const allIntents = Object.values(Intent)
  .filter((value): value is Intent => typeof value === 'number')
  .reduce((all, bit) => all | bit, 0);

/** The intent each event needs in guilds; those not named need none. */
const inGuilds: Partial<Record<Event, Intent>> = {
  [Event.GuildCreate]: Intent.Guilds,
  [Event.GuildUpdate]: Intent.Guilds,
  [Event.GuildDelete]: Intent.Guilds,
  [Event.GuildRoleCreate]: Intent.Guilds,
  [Event.GuildRoleUpdate]: Intent.Guilds,
  [Event.GuildRoleDelete]: Intent.Guilds,
  [Event.ChannelCreate]: Intent.Guilds,
  [Event.ChannelUpdate]: Intent.Guilds,
  [Event.ChannelDelete]: Intent.Guilds,
  [Event.ThreadCreate]: Intent.Guilds,
  [Event.ThreadUpdate]: Intent.Guilds,
  [Event.ThreadDelete]: Intent.Guilds,
  [Event.ThreadListSync]: Intent.Guilds,
  [Event.ThreadMembersUpdate]: Intent.Guilds,
  [Event.GuildMemberAdd]: Intent.GuildMembers,
  [Event.GuildMemberUpdate]: Intent.GuildMembers,
  [Event.GuildMemberRemove]: Intent.GuildMembers,
  [Event.GuildBanAdd]: Intent.GuildModeration,
  [Event.GuildBanRemove]: Intent.GuildModeration,
  [Event.MessageCreate]: Intent.GuildMessages,
  [Event.MessageUpdate]: Intent.GuildMessages,
  [Event.MessageDelete]: Intent.GuildMessages,
  [Event.MessageDeleteBulk]: Intent.GuildMessages,
};

/** The same for direct messages. */
const inDirectMessages: Partial<Record<Event, Intent>> = {
  [Event.MessageCreate]: Intent.DirectMessages,
  [Event.MessageUpdate]: Intent.DirectMessages,
  [Event.MessageDelete]: Intent.DirectMessages,
};

export function listensTo(intents: number, event: Event, inGuild: boolean): boolean {
  const needed = (inGuild ? inGuilds : inDirectMessages)[event];
  return needed === undefined || (intents & needed) !== 0;
}
