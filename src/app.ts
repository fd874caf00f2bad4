import { setTimeout as sleep } from 'node:timers/promises';
import { createDownloader } from './attachments/download.ts';
import { createClient } from './bot/client.ts';
import { registerCommands } from './bot/command-registration.ts';
import { Guilds } from './bot/guilds.ts';
import { InteractionRouter } from './bot/interaction-router.ts';
import { closedForGood, login, loginWithoutGateway } from './bot/login.ts';
import { gatewayProblem, measureClient } from './bot/measured-client.ts';
import { seesMessageContent } from './bot/message-content.ts';
import { DiscordMessenger } from './bot/messenger.ts';
import { inviteLink } from './bot/permissions.ts';
import { DiscordPictureLinks } from './bot/picture-links.ts';
import { auditFeed } from './commands/audit/feed.ts';
import { commands } from './commands/commands.ts';
import type { Services } from './commands/services.ts';
import type { Config } from './config/config.ts';
import { openDatabase } from './db/open-database.ts';
import type { StartError } from './errors/start-error.ts';
import { startIndexing } from './indexing.ts';
import type { Logger } from './log/logger.ts';
import { startHttpServer } from './observe/http-server.ts';
import { measuredAnalyser, poolObserver, watchPool } from './observe/measured-analyser.ts';
import { measuredDatabase, watchDatabase } from './observe/measured-database.ts';
import { Metrics } from './observe/metrics.ts';
import { timed } from './observe/timed.ts';
import { AuditTrail } from './services/audit/audit-trail.ts';
import { AuditedDatabase } from './services/audit/audited-database.ts';
import { Proposals } from './services/consent/proposals.ts';
import { Enrolment } from './services/enrolment/enrolment.ts';
import { Identifier } from './services/identification/identification.ts';
import { SearchResults } from './services/identification/search-results.ts';
import { WhereElse } from './services/identification/where-else.ts';
import { Corrections } from './services/people/corrections.ts';
import { Moderation } from './services/people/moderation.ts';
import { People } from './services/people/people.ts';
import type { PhotoReference } from './services/photo.ts';
import { Privacy } from './services/privacy/privacy.ts';
import { allowancesFor, RateLimits } from './services/rate-limit/rate-limits.ts';
import { Settings } from './services/settings/settings.ts';
import { stopAll } from './stop-all.ts';
import { createVisionPool } from './vision/pool.ts';
import type { AnalyseRequest } from './vision/types.ts';

/** A running Kith. */
export interface Kith {
  /**
   * Lets what was begun finish, for a few seconds, tells whoever waits for longer, then leaves Discord and stops the
   * database it started.
   */
  stop(): Promise<void>;
  /** Resolves when Discord has shut Kith out, with what to do about it: it is to be stopped then. */
  readonly shutOut: Promise<StartError>;
}

/** Container engines commonly grant 10 s between SIGTERM and SIGKILL; the database needs the last of them. */
const drainMs = 7_000;

/** For telling those whose answer did not come by then. */
const farewellMs = 1_000;

/**
 * Puts the parts together and resolves when commands are answered, jobs are done, or both, as the role says.
 *
 * @throws an error that says what to do when the database, the models or Discord cannot be had; whatever was
 *   started by then is stopped again.
 */
export async function startKith(config: Config, log: Logger): Promise<Kith> {
  const stops: (() => Promise<void>)[] = [];
  const stop = (): Promise<void> => stopAll(stops.splice(0).reverse(), log);
  try {
    const metrics = new Metrics();
    const opened = await openDatabase({
      dataDirectory: config.dataDirectory,
      log,
      ...(config.databaseUrl !== undefined && { databaseUrl: config.databaseUrl }),
      ...(config.masterKeys !== undefined && { masterKeys: config.masterKeys }),
    });
    stops.push(() => opened.close());
    const database = measuredDatabase(opened, metrics);
    watchDatabase(opened, metrics);

    const pool = await createVisionPool({
      workers: config.visionWorkers,
      engine: config.engine,
      maximumBytes: config.maximumImageBytes,
      observer: poolObserver(metrics),
      log,
    });
    stops.push(() => pool.close());
    const analyser = measuredAnalyser(pool, metrics);
    watchPool(pool, metrics);

    const downloader = createDownloader({
      allowedOrigins: config.attachmentOrigins,
      maximumBytes: config.maximumImageBytes,
    });
    stops.push(() => downloader.close());

    const download = (
      { url, size }: PhotoReference,
      priority: AnalyseRequest['priority'],
      signal?: AbortSignal,
    ): Promise<Uint8Array> =>
      timed(
        () =>
          downloader.download(url, {
            ...(signal !== undefined && { signal }),
            ...(size !== undefined && { declaredBytes: size }),
          }),
        (outcome, seconds) => metrics.downloadSeconds.observe({ priority, outcome }, seconds),
      );
    const seesContent = await seesMessageContent(config.discordApi, config.discordToken);
    const client = createClient({ api: config.discordApi, seesContent, shards: config.shards, log });
    const guilds = new Guilds(client);
    measureClient(client, metrics);
    if (config.http !== undefined) {
      const checks = {
        ...(config.role !== 'worker' && { gateway: () => gatewayProblem(client) }),
        database: () => opened.ping().then(() => null),
        vision: () => (pool.hasWorker ? null : 'no worker is up'),
      };
      const http = await startHttpServer(config.http, { metrics, checks, log });
      stops.push(() => http.close());
    }
    const audited = new AuditedDatabase(database);
    const settings = new Settings(audited);
    const results = new SearchResults();
    const basics = {
      database: audited,
      settings,
      results,
      analyser,
      fetchPhoto: (photo: PhotoReference) => download(photo, 'interactive'),
      pictures: pool,
      links: new DiscordPictureLinks(guilds, { cdnOrigins: config.attachmentOrigins, seesContent, log }),
    };
    const proposals = new Proposals(basics);
    const messenger = new DiscordMessenger(client, guilds, log);
    const indexing = await startIndexing({
      ...{ client, guilds, seesContent, database, audited, settings, analyser, metrics, log },
      cdnOrigins: config.attachmentOrigins,
      visionWorkers: config.visionWorkers,
      commands: {
        get isIdle() {
          return router.isIdle;
        },
        idle: () => router.idle(),
      },
      download: (picture, signal) => download(picture, 'background', signal),
    });
    audited.onRecorded(auditFeed(settings, messenger, log));
    const services: Services = {
      enrolment: new Enrolment({ ...basics, proposals }),
      proposals,
      identifier: new Identifier(basics),
      results,
      whereElse: new WhereElse(basics),
      people: new People(basics),
      moderation: new Moderation(audited),
      corrections: new Corrections(basics),
      privacy: new Privacy(audited),
      auditTrail: new AuditTrail(audited),
      settings,
      rateLimits: new RateLimits(allowancesFor(config.searchesPerMinute)),
      messenger,
      backfills: indexing.backfills,
      progress: indexing.progress,
    };

    const router = new InteractionRouter(
      commands,
      services,
      config.attachmentOrigins,
      (command, outcome, seconds) => metrics.commandSeconds.observe({ command, outcome }, seconds),
      log,
    );
    stops.push(async () => {
      router.refuseNew();
      const ended = Promise.all([indexing.stop(), router.idle()]);
      await Promise.race([ended, sleep(drainMs, undefined, { ref: false })]);
      await Promise.race([router.abandon(), sleep(farewellMs, undefined, { ref: false })]);
      await client.destroy();
    });

    const shutOut = closedForGood(client);
    if (config.role === 'worker') {
      await loginWithoutGateway(client, config.discordToken);
    } else {
      router.attach(client);
      indexing.listen();
      const ready = await login(client, config.discordToken);
      // One process has the first shard, and once is enough.
      if (ready.ws.shards.has(0)) await registerCommands(ready, commands, log);
      log.info({ invite: inviteLink(ready.application.id) }, 'this link invites kith to a server');
    }
    if (config.role !== 'bot') await indexing.work();
    log.info(
      {
        role: config.role,
        shards: client.ws.shards.size,
        guilds: client.guilds.cache.size,
        engine: config.engine,
      },
      'kith is ready',
    );
    return { stop, shutOut };
  } catch (error) {
    await stop();
    throw error;
  }
}
