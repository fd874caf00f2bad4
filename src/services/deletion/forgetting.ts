import { isDeadlock } from '../../db/errors.ts';
import type { Snowflake } from '../../db/ids.ts';
import type { Forgotten } from '../../db/indexing-types.ts';
import type { Database, GuildRepositories } from '../../db/types.ts';
import type { JobPayloads, Jobs } from '../../jobs/jobs.ts';
import type { Logger } from '../../log/logger.ts';
import { inAttempts } from '../attempts.ts';
import type { AuditedDatabase } from '../audit/audited-database.ts';
import type { ChannelReader } from '../indexing/channels.ts';

export interface ForgettingPorts {
  readonly audited: AuditedDatabase;
  readonly database: Database;
  readonly reader: ChannelReader;
  readonly jobs: Jobs;
  readonly log: Logger;
}

type Forget = (repositories: Pick<GuildRepositories, 'forgetting'>) => Promise<Forgotten>;

/**
 * What is deleted in Discord is deleted here, at once. Should that fail, or nobody have listened, the re-check finds
 * it later.
 */
export class Forgetting {
  readonly #ports: ForgettingPorts;

  constructor(ports: ForgettingPorts) {
    this.#ports = ports;
  }

  async messages(guildId: Snowflake, messageIds: readonly Snowflake[]): Promise<void> {
    await this.#forget(guildId, ({ forgetting }) => forgetting.messages(messageIds));
  }

  /** @returns pictures of which a face was kept. */
  async attachments(guildId: Snowflake, attachmentIds: readonly Snowflake[]): Promise<number> {
    return await this.#forget(guildId, ({ forgetting }) => forgetting.attachments(attachmentIds));
  }

  /** A channel, with its threads, or a thread. @returns pictures of which a face was kept. */
  async channel(guildId: Snowflake, channelId: Snowflake): Promise<number> {
    return await this.#forget(guildId, ({ forgetting }) => forgetting.channel(channelId));
  }

  /** Somebody was banned: their messages may have been deleted, which Discord does not tell of one by one. */
  async banned(guildId: Snowflake, memberId: Snowflake): Promise<void> {
    const { attachments, chores } = this.#ports.database.forGuild(guildId);
    if ((await attachments.doubt(memberId)) === 0) return;
    await chores.hurry('recheck');
    await this.#ports.jobs.send('chore', { guildId, name: 'recheck' });
  }

  /** Kith was removed from a server. An outage is no removal. */
  async guild(guildId: Snowflake): Promise<void> {
    await this.#ports.jobs.send('forget-guild', { guildId });
  }

  /** The job: piece by piece, and only while Kith is not in that server again. */
  async forgetGuild({ guildId }: JobPayloads['forget-guild'], signal: AbortSignal): Promise<void> {
    const { database, reader, log } = this.#ports;
    do {
      signal.throwIfAborted();
      if ((await reader.membership(guildId)) !== 'removed') return;
    } while (!(await database.transaction(guildId, ({ forgetting }) => forgetting.someOfGuild())));
    log.info({ guild: guildId }, 'everything of a server that removed kith was erased');
  }

  async #forget(guildId: Snowflake, forget: Forget): Promise<number> {
    let pictures = 0;
    for (let isDone = false; !isDone; ) {
      const batch = await inAttempts(() => this.#batch(guildId, forget), isDeadlock);
      pictures += batch.pictures;
      isDone = batch.isDone;
    }
    return pictures;
  }

  async #batch(guildId: Snowflake, forget: Forget): Promise<Forgotten> {
    let isDone = false;
    const { pictures } = await this.#ports.audited.upkeep(guildId, 'picture-gone', async (repositories) => {
      const batch = await forget(repositories);
      isDone = batch.isDone;
      return { pictures: batch.pictures };
    });
    return { pictures, isDone };
  }
}
