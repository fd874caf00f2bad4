import type { AuditEntry } from '../../db/audit-types.ts';
import type { Snowflake } from '../../db/ids.ts';
import type { Database, GuildRepositories } from '../../db/types.ts';

/** What of each repository only reads. A new method can write until it is named here. */
interface Reading {
  people: 'find' | 'findByMember' | 'findByName';
  consents: 'standingVersion';
  pictures: 'storedCopy' | 'countEnrolments';
  erasure: 'lastWithdrawal';
  faces: 'nearestPeople' | 'nearestFaces' | 'channelsOfFaces' | 'countEnrolments' | 'count';
  audit: 'list';
  settings: 'read';
  optOuts: 'has';
  proposals: 'find' | 'findByMember';
  directory: 'search' | 'named' | 'list' | 'count' | 'searchMerged' | 'findMerged' | 'mergedInto';
  gallery: 'channels' | 'page' | 'count' | 'faces';
  holdings: 'consent' | 'counts' | 'pictures' | 'posted' | 'countPosted' | 'faces' | 'rejections';
  backfills: 'find' | 'open' | 'latest' | 'totals' | 'schedule';
  indexedChannels: 'all';
  attachments: 'missedEnrolment';
}

/** A guild's repositories, to read only. */
export type GuildReaders = {
  readonly [Name in keyof Reading]: Pick<
    GuildRepositories[Name],
    Reading[Name] & keyof GuildRepositories[Name]
  >;
};

/** A guild's repositories, to change it. The record is only read: its entry is what the change returns. */
export type AuditedRepositories = Omit<GuildRepositories, 'audit'> & Pick<GuildReaders, 'audit'>;

/** Is told what was recorded, once it is. Must not throw. */
export type AuditListener = (guildId: Snowflake, entry: AuditEntry) => void;

/**
 * The database as the services of people, consent and settings see it: whoever changes something must say what
 * to record, and both happen in one transaction or not at all. Forgetting is a type error.
 */
export class AuditedDatabase {
  readonly #database: Database;
  readonly #listeners: AuditListener[] = [];

  constructor(database: Database) {
    this.#database = database;
  }

  read(guildId: Snowflake): GuildReaders {
    return this.#database.forGuild(guildId);
  }

  /** Runs `work` in a transaction together with its record. Throw to change, and record, nothing. */
  async change<T>(
    guildId: Snowflake,
    work: (repositories: AuditedRepositories) => Promise<{ readonly result: T; readonly entry: AuditEntry }>,
  ): Promise<T> {
    const { result, entry } = await this.#database.transaction(guildId, async (repositories) => {
      const done = await work(repositories);
      await repositories.audit.write(done.entry);
      return done;
    });
    this.#tell(guildId, entry);
    return result;
  }

  /**
   * What Kith does by itself, as often as not with nothing to do: recorded where any number that `work` returns is
   * not zero.
   * @returns those numbers.
   */
  async upkeep<Details extends Readonly<Record<string, number>>>(
    guildId: Snowflake,
    action: 'expire' | 'picture-gone',
    work: (repositories: AuditedRepositories) => Promise<Details>,
  ): Promise<Details> {
    const { details, entry } = await this.#database.transaction(guildId, async (repositories) => {
      const done = await work(repositories);
      const own = { actorId: null, action, personId: null, details: done } as const;
      if (Object.values(done).every((count) => count === 0)) return { details: done, entry: null };
      await repositories.audit.write(own);
      return { details: done, entry: own };
    });
    if (entry !== null) this.#tell(guildId, entry);
    return details;
  }

  /** So long the record is kept, of backfills too. */
  async forgetRecords(guildId: Snowflake, days: number): Promise<void> {
    const { audit, backfills } = this.#database.forGuild(guildId);
    await audit.removeOlderThan(days);
    await backfills.removeOlderThan(days);
  }

  /** Records what changed nothing: that somebody searched, or declined. */
  async record(guildId: Snowflake, entry: AuditEntry): Promise<void> {
    await this.#database.forGuild(guildId).audit.write(entry);
    this.#tell(guildId, entry);
  }

  /** The guilds that hold something of a user. */
  async guildsOf(userId: Snowflake): Promise<Snowflake[]> {
    return await this.#database.guildsOf(userId);
  }

  onRecorded(listener: AuditListener): void {
    this.#listeners.push(listener);
  }

  #tell(guildId: Snowflake, entry: AuditEntry): void {
    for (const listener of this.#listeners) {
      listener(guildId, entry);
    }
  }
}
