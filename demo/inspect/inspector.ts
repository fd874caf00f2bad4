import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { VisionPool } from '../../src/vision/pool.ts';
import type { Distances, Trace } from '../protocol.ts';
import { distancesOf } from './distances.ts';
import { observe } from './observe.ts';
import { Reader } from './reader.ts';
import { type LookedAt, Recording, type StatementRun } from './recording.ts';
import { observeRequests } from './requests.ts';
import { RowCamera } from './rows.ts';

/** As many commands as can be looked back at. */
const maximumRecordings = 20;

/** News come in bursts; they are told together. */
const burstMs = 150;

export interface Inspection {
  readonly databaseUrl: string;
  /** Where Kith reaches Discord. */
  readonly origin: string;
  /** Is told of a trace whenever there is something new in it. */
  readonly told: (trace: Trace) => void;
}

interface NamedQuery {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * What happens under the hood while somebody uses Kith: requests, stages, statements and rows. It watches the
 * process it is in from outside and reads the database by itself; the product knows nothing of it.
 */
export class Inspector {
  readonly #told: Inspection['told'];
  readonly #reader: Reader;
  readonly #camera: RowCamera;
  readonly #recordings: Recording[] = [];
  readonly #ends: (() => void)[];
  #telling: Promise<void> | null = null;
  #hasNews = false;
  #numbers = 0;

  private constructor({ told, origin }: Inspection, reader: Reader, camera: RowCamera) {
    this.#told = told;
    this.#reader = reader;
    this.#camera = camera;
    this.#ends = [
      observeRequests(origin, (request) => this.#note((recording) => recording.requested(request))),
      observe(VisionPool.prototype, 'analyse', ({ args: [bytes], result: analysis, startedAt, endedAt }) =>
        this.#note((recording) => recording.looked({ bytes, analysis }, startedAt, endedAt)),
      ),
      observe(
        pg.Client.prototype as unknown as { query(query: unknown): Promise<pg.QueryResult> },
        'query',
        ({ args: [query], result, startedAt, endedAt }) => {
          // Kith's statements have names; those of the queue and this inspector's own have none.
          if (isNamed(query)) {
            const run: StatementRun = {
              ...query,
              rows: result.rows,
              rowCount: result.rowCount ?? 0,
              startedAt,
              endedAt,
            };
            this.#note((recording) => recording.ran(run));
          }
        },
      ),
    ];
  }

  static async start(inspection: Inspection): Promise<Inspector> {
    const reader = await Reader.connect(inspection.databaseUrl);
    return new Inspector(inspection, reader, await RowCamera.aim(reader));
  }

  /** Newest first. */
  get traces(): Trace[] {
    return this.#recordings.map(({ trace }) => trace).reverse();
  }

  /** For what else wants to look into the database. */
  get reader(): Reader {
    return this.#reader;
  }

  /** From now on everything belongs to this command, also what it leaves to be done after its answer. */
  async begin(about: { readonly title: string; readonly by: string }): Promise<Recording> {
    const before = await this.#camera.take();
    this.#numbers += 1;
    const recording = new Recording(this.#numbers, about, before);
    this.#recordings.push(recording);
    if (this.#recordings.length > maximumRecordings) this.#recordings.shift();
    return recording;
  }

  /** The command of a recording was answered. */
  answered(recording: Recording): void {
    recording.answered();
    this.#tellSoon();
  }

  photo(traceId: number, index: number): LookedAt | undefined {
    return this.#recording(traceId)?.photo(index);
  }

  async distances(traceId: number): Promise<Distances | null> {
    const recording = this.#recording(traceId);
    return recording === undefined ? null : await distancesOf(this.#reader, recording);
  }

  /** How PostgreSQL runs a statement, by running it once more where nothing can be written. */
  async plan(traceId: number, statement: string): Promise<string | null> {
    const run = this.#recording(traceId)?.runOf(statement);
    if (run === undefined) {
      return null;
    }
    const lines = await this.#reader.read<{ 'QUERY PLAN': string }>(
      `explain (analyze, buffers) ${run.text}`,
      run.values,
      String(run.values[0]),
    );
    return lines.map((line) => shortened(line['QUERY PLAN'])).join('\n');
  }

  async stop(): Promise<void> {
    for (const end of this.#ends) end();
    await this.#telling;
    await this.#reader.close();
  }

  #recording(traceId: number): Recording | undefined {
    return this.#recordings.find(({ id }) => id === traceId);
  }

  #note(write: (recording: Recording) => void): void {
    const recording = this.#recordings.at(-1);
    if (recording !== undefined) {
      write(recording);
      this.#tellSoon();
    }
  }

  #tellSoon(): void {
    this.#hasNews = true;
    this.#telling ??= this.#tell().finally(() => {
      this.#telling = null;
    });
  }

  async #tell(): Promise<void> {
    while (this.#hasNews) {
      await sleep(burstMs);
      this.#hasNews = false;
      const recording = this.#recordings.at(-1);
      if (recording !== undefined) {
        recording.found(await this.#camera.take());
        this.#told(recording.trace);
      }
    }
  }
}

function isNamed(query: unknown): query is NamedQuery {
  return typeof query === 'object' && query !== null && 'name' in query && typeof query.name === 'string';
}

/** A cube of 64 numbers says nothing, and hides the rest. */
const shortened = (line: string): string => line.replace(/'\([-\d.e, ]{200,}\)'/g, "'(…)'");
