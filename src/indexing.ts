import type { Client } from 'discord.js';
import { DiscordChannelReader } from './bot/channel-reader.ts';
import { GatewayEvents } from './bot/gateway-events.ts';
import type { Guilds } from './bot/guilds.ts';
import { DiscordProgressBoard } from './bot/progress-board.ts';
import type { Database } from './db/types.ts';
import type { JobHandlers } from './jobs/jobs.ts';
import { JobQueue } from './jobs/queue.ts';
import type { Logger } from './log/logger.ts';
import { measuredHandlers, watchQueue } from './observe/measured-jobs.ts';
import type { Metrics } from './observe/metrics.ts';
import type { AuditedDatabase } from './services/audit/audited-database.ts';
import { Backfills } from './services/backfill/backfills.ts';
import { Progress } from './services/backfill/progress.ts';
import { Walker } from './services/backfill/walker.ts';
import { Forgetting } from './services/deletion/forgetting.ts';
import { Recheck } from './services/deletion/recheck.ts';
import type { PostedPicture } from './services/indexing/channels.ts';
import { Chores } from './services/indexing/chores.ts';
import { type Commands, Courtesy } from './services/indexing/courtesy.ts';
import { IndexedChannels } from './services/indexing/indexed-channels.ts';
import { LiveIndexing } from './services/indexing/live.ts';
import { Slots } from './services/indexing/slots.ts';
import type { Settings } from './services/settings/settings.ts';
import { stopAll } from './stop-all.ts';
import type { FaceAnalyser } from './vision/types.ts';

export interface IndexingPorts {
  readonly client: Client;
  readonly guilds: Guilds;
  readonly seesContent: boolean;
  readonly cdnOrigins: readonly string[];
  readonly database: Database;
  readonly audited: AuditedDatabase;
  readonly settings: Settings;
  readonly analyser: FaceAnalyser;
  readonly visionWorkers: number;
  readonly commands: Commands;
  readonly download: (picture: PostedPicture, signal: AbortSignal) => Promise<Uint8Array>;
  readonly metrics: Metrics;
  readonly log: Logger;
}

/** Everything that happens without somebody waiting for it. */
export interface Indexing {
  readonly backfills: Backfills;
  readonly progress: Progress;
  /** Follows the gateway's events; before the client connects. */
  listen(): void;
  /** Goes on with what was under way and begins to work; once Discord is there. */
  work(): Promise<void>;
  stop(): Promise<void>;
}

/** Enough that each worker has its next picture ready while others are fetched; each is a file in memory. */
const backfillPictures = (visionWorkers: number): number => 2 * visionWorkers + 2;

/** New pictures have room of their own, so that a backfill cannot be before them. */
const livePictures = 2;

/** Puts the parts of indexing together. */
export async function startIndexing(ports: IndexingPorts): Promise<Indexing> {
  const { client, guilds, seesContent, cdnOrigins, visionWorkers } = ports;
  const { database, audited, settings, analyser, metrics, log } = ports;
  const jobs = await JobQueue.start(database.queue, log, (queue, waitedMs) =>
    metrics.jobWaitSeconds.observe({ queue }, waitedMs / 1_000),
  );
  watchQueue(jobs, metrics);
  const reader = new DiscordChannelReader(client, guilds, { seesContent, cdnOrigins });
  const indexed = new IndexedChannels(database);
  const progress = new Progress({ database, board: new DiscordProgressBoard(guilds), log });
  const onProgress = progress.changed.bind(progress);
  const forgetting = new Forgetting({ database, audited, reader, jobs, log });
  const basics = {
    forgetting,
    ...{ database, audited, settings, reader, indexed, jobs, analyser, onProgress, log },
    download: ports.download,
    courtesy: new Courtesy(visionWorkers, ports.commands),
    modelVersion: analyser.modelVersion,
  };
  const backfills = new Backfills(basics);
  const slots = new Slots(backfillPictures(visionWorkers));
  const walker = new Walker({ ...basics, slots });
  const live = new LiveIndexing({ ...basics, slots: new Slots(livePictures) });
  const chores = new Chores({ ...basics, slots, backfills, recheck: new Recheck(basics) });
  const events = new GatewayEvents(client, { guilds, live, forgetting, cdnOrigins, log });

  audited.onRecorded((guildId, { action }) => {
    if (action === 'enrol') chores.enrolled(guildId);
  });
  return {
    backfills,
    progress,
    listen: () => events.attach(),
    async work() {
      if (!seesContent) {
        log.warn('indexing stands still: "Message Content Intent" is not ticked for this bot');
      }
      await database.joinWorkers(async () => {
        await jobs.releaseActive();
        await chores.resume();
      });
      const handlers: JobHandlers = {
        prepare: (payload, signal) => backfills.prepare(payload, signal),
        walk: (payload, signal) => walker.walk(payload, signal),
        message: (payload, signal) => live.settle(payload, signal),
        chore: (payload, signal) => chores.run(payload, signal),
        'forget-guild': (payload, signal) => forgetting.forgetGuild(payload, signal),
        tick: () => chores.tick(),
      };
      await jobs.work(measuredHandlers(handlers, metrics));
    },
    stop: () => stopAll([() => events.stop(), () => jobs.stop(), () => progress.stop()], log),
  };
}
