import type { Snowflake } from '../../db/ids.ts';
import type { ChoreName } from '../../db/indexing-types.ts';
import type { Database } from '../../db/types.ts';
import type { JobPayloads, Jobs } from '../../jobs/jobs.ts';
import type { Logger } from '../../log/logger.ts';
import type { Backfills } from '../backfill/backfills.ts';
import type { OnProgress } from '../backfill/progress.ts';
import type { Forgetting } from '../deletion/forgetting.ts';
import { type Recheck, recheckEverySeconds } from '../deletion/recheck.ts';
import { rekeyEverySeconds, rekeyIfDue } from '../protection/rekey.ts';
import { type ExpirePorts, expire, expireEverySeconds } from '../retention/expire.ts';
import { upgradeEnrolments, upgradeEverySeconds } from '../upgrade/upgrade-enrolments.ts';
import { type UpgradePicturesPorts, upgradePictures } from '../upgrade/upgrade-pictures.ts';
import type { ChannelReader } from './channels.ts';
import { type MatchPorts, matchEnrolled, matchEverySeconds } from './match-enrolled.ts';

export interface ChoresPorts extends ExpirePorts, MatchPorts, UpgradePicturesPorts {
  readonly database: Database;
  readonly reader: ChannelReader;
  readonly jobs: Jobs;
  readonly backfills: Backfills;
  readonly forgetting: Forgetting;
  readonly recheck: Recheck;
  readonly onProgress: OnProgress;
  readonly log: Logger;
}

const everySeconds: { readonly [Name in ChoreName]: number } = {
  recheck: recheckEverySeconds,
  expire: expireEverySeconds,
  match: matchEverySeconds,
  rekey: rekeyEverySeconds,
  upgrade: upgradeEverySeconds,
};

const names = Object.keys(everySeconds) as ChoreName[];

/** A walk that has not come further for so long has lost its job. */
const idleSeconds = 600;

/** Regular work, and what was left behind by a process that ended. */
export class Chores {
  readonly #ports: ChoresPorts;

  constructor(ports: ChoresPorts) {
    this.#ports = ports;
  }

  /** While nobody does jobs: goes on at once with whatever was under way when the last process ended. */
  async resume(): Promise<void> {
    for (const guildId of await this.#ports.database.allGuilds()) {
      await this.#goOn(guildId, 0);
    }
  }

  /** Every minute. */
  async tick(): Promise<void> {
    const { database } = this.#ports;
    for (const guildId of await database.guildsWithWork(names, idleSeconds)) {
      await this.#tickOf(guildId);
    }
  }

  /** Somebody enrolled: faces that were kept before without a name may be theirs. */
  enrolled(guildId: Snowflake): void {
    const { database, jobs, log } = this.#ports;
    const ask = async () => {
      await database.forGuild(guildId).chores.hurry('match');
      await jobs.send('chore', { guildId, name: 'match' });
    };
    // The daily run does what could not be asked for now.
    ask().catch((error: unknown) => log.warn({ err: error }, 'earlier pictures are matched later'));
  }

  async run({ guildId, name, after }: JobPayloads['chore'], signal: AbortSignal): Promise<void> {
    const { jobs, log, recheck } = this.#ports;
    switch (name) {
      case 'recheck': {
        if (await this.#isAway(guildId)) return;
        const gone = await recheck.run(guildId, signal);
        log.debug({ guild: guildId, gone }, 're-checked pictures');
        return;
      }
      case 'expire': {
        const expired = await expire(this.#ports, guildId);
        log.debug({ guild: guildId, expired }, 'expired pictures');
        return;
      }
      case 'match': {
        const assigned = await matchEnrolled(this.#ports, guildId, signal);
        log.debug({ guild: guildId, assigned }, 'matched pictures to people who enrolled');
        return;
      }
      case 'rekey': {
        const moved = await rekeyIfDue(this.#ports, guildId, signal);
        log.debug({ guild: guildId, moved }, 'put faces under a new key');
        return;
      }
      case 'upgrade': {
        // First those that others are compared with.
        const upgraded = after === undefined ? await upgradeEnrolments(this.#ports, guildId, signal) : 0;
        const turn = await upgradePictures(this.#ports, guildId, after ?? '0', signal);
        if (turn.after !== null) await jobs.send('chore', { guildId, name, after: turn.after });
        log.debug({ guild: guildId, upgraded, count: turn.looked }, 'encoded faces anew');
      }
    }
  }

  async #tickOf(guildId: Snowflake): Promise<void> {
    const { database, jobs, backfills, onProgress } = this.#ports;
    const repositories = database.forGuild(guildId);
    for (const name of names) {
      if (await repositories.chores.take(name, everySeconds[name]))
        await jobs.send('chore', { guildId, name });
    }
    await backfills.startDue(guildId);
    await this.#goOn(guildId, idleSeconds);
    for (const { backfillId } of await repositories.backfills.unreported()) {
      onProgress(guildId, backfillId);
    }
  }

  /** Backfills whose job was lost: the walks among them that have not come further for so long. */
  async #goOn(guildId: Snowflake, idle: number): Promise<void> {
    const { database, jobs, onProgress } = this.#ports;
    const { backfills, walks } = database.forGuild(guildId);
    for (const { backfillId, state } of await backfills.open()) {
      if (state === 'preparing') await jobs.send('prepare', { guildId, backfillId });
      // The last walk may have ended otherwise than by its own job: its channel was deleted.
      else if (await backfills.finishWhenWalked(backfillId)) onProgress(guildId, backfillId, true);
    }
    for (const claim of await walks.takeOver(idle)) {
      await jobs.send('walk', { guildId, ...claim });
    }
  }

  /** A server that removed Kith while nobody listened is forgotten; one in an outage is left alone. */
  async #isAway(guildId: Snowflake): Promise<boolean> {
    const { reader, forgetting } = this.#ports;
    const membership = await reader.membership(guildId);
    if (membership === 'removed') await forgetting.guild(guildId);
    return membership !== 'member';
  }
}
