import type { RowId, Snowflake } from '../db/ids.ts';
import type { ChoreName } from '../db/indexing-types.ts';

/**
 * What each job is told: ids and nothing else, as jobs are kept for a while after they are done. All else is read
 * when the job runs, so that a job that runs late, or twice, does what is right at that time.
 */
export interface JobPayloads {
  /** Lists the channels of a backfill. */
  prepare: { readonly guildId: Snowflake; readonly backfillId: RowId };
  /** Goes on with a walk, for some seconds. */
  walk: { readonly guildId: Snowflake; readonly walkId: RowId; readonly claim: number };
  /** Makes what is kept of a message equal to what it holds. */
  message: { readonly guildId: Snowflake; readonly channelId: Snowflake; readonly messageId: Snowflake };
  /** `after`: where an earlier turn of it stopped. */
  chore: { readonly guildId: Snowflake; readonly name: ChoreName; readonly after?: string };
  /** Kith was removed from a server. */
  'forget-guild': { readonly guildId: Snowflake };
  /** Looks for what is due, every minute. */
  tick: Record<string, never>;
}

export type JobName = keyof JobPayloads;

/** What services need of the queue. */
export interface Jobs {
  /** Durable when the promise resolves. */
  send<Name extends JobName>(name: Name, payload: JobPayloads[Name]): Promise<void>;
}

/** Does one job. Its effect must be that of once however often it runs. */
export type JobHandler<Name extends JobName> = (
  payload: JobPayloads[Name],
  signal: AbortSignal,
) => Promise<void>;

export type JobHandlers = { readonly [Name in JobName]: JobHandler<Name> };
