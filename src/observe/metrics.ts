import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { within } from './within.ts';

/** From what nobody notices to where Discord's patience ends (3 s to acknowledge) and a user's does. */
const secondsBuckets = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30, 60];

/** Prometheus gives up after 10 s by default. */
const readMs = 2_000;

export interface Reading<Label extends string> {
  readonly labels: Readonly<Record<Label, string>>;
  readonly value: number;
}

/**
 * Everything that is counted and timed. Labels are words of ours: command names, outcomes, kinds; never the id of a
 * server or a user, which would be personal data and without end. Each name is described once, here or where it is
 * `watch`ed, and listed in docs/observing.md.
 */
export class Metrics {
  readonly registry = new Registry();

  readonly commandSeconds = this.#seconds(
    'kith_command_seconds',
    'From when an interaction came in until it was answered, by command and outcome.',
    ['command', 'outcome'],
  );
  readonly downloadSeconds = this.#seconds('kith_download_seconds', 'Fetching one picture from Discord.', [
    'priority',
    'outcome',
  ]);
  readonly analysisSeconds = this.#seconds(
    'kith_analysis_seconds',
    'One picture in the vision pool: wait for a worker, decode, analyse.',
    ['stage', 'priority'],
  );
  readonly pictures = this.#count('kith_pictures_total', 'Pictures given to the vision pool, by outcome.', [
    'priority',
    'outcome',
  ]);
  readonly facesFound = this.#count('kith_faces_found_total', 'Faces found in pictures.', ['priority']);
  readonly facesKept = this.#count('kith_faces_kept_total', 'Faces stored, by why they may be.', ['origin']);
  readonly searchSeconds = this.#seconds(
    'kith_search_seconds',
    'One search by face in the database, for all faces of a picture.',
    ['for'],
  );
  readonly jobSeconds = this.#seconds('kith_job_seconds', 'One job of a queue.', ['queue', 'outcome']);
  readonly jobWaitSeconds = this.#seconds(
    'kith_job_wait_seconds',
    'From when a job was due until a worker took it.',
    ['queue'],
  );
  readonly requestSeconds = this.#seconds(
    'kith_discord_request_seconds',
    "One request to Discord's REST API, by what it is for and the answer.",
    ['purpose', 'status'],
  );
  readonly rateLimits = this.#count(
    'kith_discord_rate_limits_total',
    'Requests held back because a rate limit of Discord was reached.',
    ['scope'],
  );
  readonly gatewayReconnects = this.#count(
    'kith_gateway_reconnects_total',
    'Connections to the gateway that were lost and made again.',
    [],
  );
  readonly workersLost = this.#count(
    'kith_vision_workers_lost_total',
    'Vision workers that ended and were replaced, by reason.',
    ['reason'],
  );

  readonly #failures = this.#count(
    'kith_readings_failed_total',
    'Metrics that could not be read when somebody looked.',
    ['metric'],
  );

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /**
   * A value that is read whenever somebody looks.
   * @param read resolves with what there is now. When it fails or takes long, nothing is shown, and the failure counted:
   *   what else there is to see must not wait for a database that is away.
   */
  watch<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    read: () => readonly Reading<Label>[] | Promise<readonly Reading<Label>[]>,
  ): void {
    const failures = this.#failures;
    const gauge = new Gauge({
      name,
      help,
      labelNames,
      registers: [this.registry],
      async collect() {
        const readings = await within(readMs, read).catch(() => {
          failures.inc({ metric: name });
          return [];
        });
        gauge.reset();
        for (const { labels, value } of readings) gauge.set(labels, value);
      },
    });
  }

  #count<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  #seconds<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Histogram<Label> {
    return new Histogram({ name, help, labelNames, buckets: secondsBuckets, registers: [this.registry] });
  }
}
