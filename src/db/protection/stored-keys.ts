import { randomBytes } from 'node:crypto';
import { WITH_GUILD } from '../repositories/guild.ts';
import type { Scope, Statement } from '../scope.ts';
import { type GuildKey, SALT_BYTES } from './guild-key.ts';
import type { GuildKeys, KeyCache, SaltRow } from './guild-keys.ts';

export const statements = {
  list: {
    name: 'guild-key.list',
    text: `select key_id as "keyId", master_key_id as "masterKeyId", salt
from guild_key where guild_id = $1 order by generation`,
  },
  // Two that make the first one at once: the second waits for the first and makes none.
  first: {
    name: 'guild-key.first',
    text: `${WITH_GUILD}
insert into guild_key (guild_id, generation, master_key_id, salt) values ($1, 1, $2, $3)
on conflict (guild_id, generation) do nothing`,
  },
} as const satisfies Record<string, Statement>;

/** A guild's keys, from the cache as long as nobody found them out of date. */
export function storedKeys(cache: KeyCache, scope: Pick<Scope, 'guildId' | 'run'>): GuildKeys {
  const { guildId } = scope;
  const load = async (): Promise<readonly GuildKey[]> =>
    cache.put(guildId, await scope.run<SaltRow>(statements.list, []));
  const all = async () => cache.get(guildId) ?? (await load());
  return {
    masterKeyId: cache.masters.current.id,
    all,
    async newest() {
      const known = (await all()).at(-1);
      if (known !== undefined) return known;
      await scope.run(statements.first, [cache.masters.current.id, randomBytes(SALT_BYTES)]);
      const made = (await load()).at(-1);
      if (made === undefined) throw new Error('a guild key vanished as soon as it was made');
      return made;
    },
    async byId(keyId) {
      const isIt = (key: GuildKey) => key.keyId === keyId;
      const key = (await all()).find(isIt) ?? (await load()).find(isIt);
      if (key === undefined) throw new Error(`guild ${guildId} has no key ${keyId}`);
      return key;
    },
    forget: () => cache.delete(guildId),
  };
}
