import type { APIUser, Locale, UserFlags } from 'discord-api-types/v10';
import type { UserRecord } from './records.ts';
import type { World } from './world.ts';

export interface NewUser {
  readonly name: string;
  readonly bot?: boolean;
  readonly locale?: `${Locale}`;
}

export function createUser(world: World, options: NewUser): UserRecord {
  const user: UserRecord = {
    id: world.ids.next(),
    name: options.name,
    bot: options.bot ?? false,
    locale: options.locale ?? 'en-US',
    acceptsDirectMessages: true,
  };
  world.users.set(user.id, user);
  return user;
}

export function userJson(user: UserRecord): APIUser {
  return {
    id: user.id,
    username: user.name.toLowerCase().replace(/[^a-z0-9_.]/g, '_'),
    discriminator: user.bot ? '0001' : '0',
    global_name: user.bot ? null : user.name,
    avatar: null,
    ...(user.bot ? { bot: true } : {}),
    public_flags: 0 as UserFlags,
  };
}
