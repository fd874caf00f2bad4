import type { Snowflake } from '../../db/ids.ts';
import type { Database } from '../../db/types.ts';
import type { ReadableChannel } from './channels.ts';

/** Another process may have changed it; half a minute late is soon enough for new pictures. */
const rememberedMs = 30_000;

interface Remembered {
  readonly targets: Promise<ReadonlyMap<Snowflake, Date>>;
  readonly until: number;
}

/** Which channels are indexed from now on, for asking at every message. */
export class IndexedChannels {
  readonly #database: Database;
  readonly #byGuild = new Map<Snowflake, Remembered>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** The targets of a server and since when each is one; of most servers there are none. */
  async of(guildId: Snowflake): Promise<ReadonlyMap<Snowflake, Date>> {
    const known = this.#byGuild.get(guildId);
    if (known !== undefined && known.until > performance.now()) return await known.targets;
    const targets = this.#read(guildId);
    this.#byGuild.set(guildId, { targets, until: performance.now() + rememberedMs });
    targets.catch(() => this.changed(guildId));
    return await targets;
  }

  /** Since when a channel is indexed; null when it is not. */
  async since(
    guildId: Snowflake,
    { channelId, parentId, categoryId }: Pick<ReadableChannel, 'channelId' | 'parentId' | 'categoryId'>,
  ): Promise<Date | null> {
    const targets = await this.of(guildId);
    const times = [guildId, categoryId, parentId, channelId].flatMap((id) => {
      const since = id === null ? undefined : targets.get(id);
      return since === undefined ? [] : [since.getTime()];
    });
    return times.length === 0 ? null : new Date(Math.min(...times));
  }

  changed(guildId: Snowflake): void {
    this.#byGuild.delete(guildId);
  }

  async #read(guildId: Snowflake): Promise<ReadonlyMap<Snowflake, Date>> {
    const rows = await this.#database.forGuild(guildId).indexedChannels.all();
    return new Map(rows.map(({ targetId, since }) => [targetId, since]));
  }
}
