import type { Snowflake } from '../../db/ids.ts';
import type { Database } from '../../db/types.ts';
import type { JobPayloads, Jobs } from '../../jobs/jobs.ts';
import type { Logger } from '../../log/logger.ts';
import type { ChannelReader } from '../indexing/channels.ts';

export interface ForgettingPorts {
  readonly database: Database;
  readonly reader: ChannelReader;
  readonly jobs: Jobs;
  readonly log: Logger;
}

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
    const { database } = this.#ports;
    const pictures = await database.forGuild(guildId).forgetting.messages(messageIds);
    await this.#record(guildId, pictures);
  }

  /** A channel, with its threads, or a thread. */
  async channel(guildId: Snowflake, channelId: Snowflake): Promise<void> {
    const { database } = this.#ports;
    const pictures = await database.forGuild(guildId).forgetting.channel(channelId);
    await this.#record(guildId, pictures);
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
    const { forgetting } = database.forGuild(guildId);
    do {
      signal.throwIfAborted();
      if ((await reader.membership(guildId)) !== 'removed') return;
    } while (!(await forgetting.someOfGuild()));
    log.info({ guild: guildId }, 'everything of a server that removed kith was erased');
  }

  async #record(guildId: Snowflake, pictures: number): Promise<void> {
    if (pictures === 0) return;
    const entry = { actorId: null, action: 'picture-gone', personId: null, details: { pictures } } as const;
    await this.#ports.database.forGuild(guildId).audit.write(entry);
  }
}
