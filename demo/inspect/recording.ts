import type { Analysis } from '../../src/vision/types.ts';
import type { Look, Span, StatementUse, TableChange, Trace } from '../protocol.ts';
import type { MadeRequest } from './requests.ts';
import { compareRows, type Rows } from './rows.ts';

/** More are not drawn: a backfill has thousands. */
const maximumSpans = 120;
const maximumLooks = 12;

/** A run of a named statement. Times by `performance.now()`. */
export interface StatementRun {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly rowCount: number;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** What is kept of a picture for the drawer to show. */
export interface LookedAt {
  readonly bytes: Uint8Array;
  readonly analysis: Analysis;
}

/** Collects what happens below one command, until the next begins. */
export class Recording {
  readonly id: number;
  readonly #title: string;
  readonly #by: string;
  readonly #startedAt = performance.now();
  readonly #date = new Date();
  readonly #before: Rows;
  readonly #spans: Span[] = [];
  readonly #looks: LookedAt[] = [];
  readonly #statements = new Map<string, { use: StatementUse; last: StatementRun }>();
  #answeredMs: number | null = null;
  #changes: readonly TableChange[] = [];

  /** @param before the rows as they were when it began. */
  constructor(id: number, about: { readonly title: string; readonly by: string }, before: Rows) {
    this.id = id;
    this.#title = about.title;
    this.#by = about.by;
    this.#before = before;
  }

  answered(): void {
    this.#answeredMs = performance.now() - this.#startedAt;
  }

  requested({ method, path, startedAt, endedAt }: MadeRequest): void {
    const isFile = path.includes('attachments/');
    const label = isFile ? (path.split('/').at(-1) ?? path) : inWords(`${method} ${withoutIds(path)}`);
    this.#span(isFile ? 'download' : 'Discord', label, startedAt, endedAt);
  }

  looked(looked: LookedAt, startedAt: number, endedAt: number): void {
    const { decode, analyse } = looked.analysis.timings;
    const began = Math.max(startedAt, endedAt - decode - analyse);
    if (began - startedAt > 1) this.#span('vision', 'waits for a worker', startedAt, began);
    this.#span('vision', 'decode', began, began + decode);
    this.#span('vision', 'find and describe faces', began + decode, endedAt);
    if (this.#looks.length < maximumLooks) this.#looks.push(looked);
  }

  ran(run: StatementRun): void {
    const { name, text, rowCount, startedAt, endedAt } = run;
    const known = this.#statements.get(name)?.use;
    const use = {
      name,
      text,
      runs: (known?.runs ?? 0) + 1,
      totalMs: (known?.totalMs ?? 0) + endedAt - startedAt,
      rows: (known?.rows ?? 0) + rowCount,
      explainable: onlyReads(text),
    };
    this.#statements.set(name, { use, last: run });
    this.#span('database', name, startedAt, endedAt);
  }

  found(now: Rows): void {
    this.#changes = compareRows(this.#before, now);
  }

  /** The last run of a statement, with its values. */
  runOf(name: string): StatementRun | undefined {
    return this.#statements.get(name)?.last;
  }

  /** The last runs of all statements. */
  get runs(): readonly StatementRun[] {
    return [...this.#statements.values()].map(({ last }) => last);
  }

  photo(index: number): LookedAt | undefined {
    return this.#looks[index];
  }

  get trace(): Trace {
    return {
      id: this.id,
      title: this.#title,
      by: this.#by,
      startedAt: this.#date.toISOString(),
      answeredMs: this.#answeredMs,
      spans: this.#spans,
      looks: this.#looks.map(({ analysis }, index) =>
        lookView(analysis, `/api/traces/${this.id}/photos/${index}`),
      ),
      statements: [...this.#statements.values()].map(({ use }) => use),
      changes: this.#changes,
    };
  }

  #span(lane: Span['lane'], label: string, startedAt: number, endedAt: number): void {
    if (this.#spans.length < maximumSpans) {
      const startMs = startedAt - this.#startedAt;
      this.#spans.push({ lane, label, startMs, durationMs: endedAt - startedAt });
    }
  }
}

function lookView({ picture, faces, timings, modelVersion }: Analysis, photoUrl: string): Look {
  return {
    photoUrl,
    width: picture.width,
    height: picture.height,
    decodeMs: timings.decode,
    analyseMs: timings.analyse,
    modelVersion,
    faces: faces.map(({ box, score, quality }) => ({
      box,
      score,
      size: quality.size,
      sharpness: quality.sharpness,
    })),
  };
}

/** Ids and tokens say nothing to whoever reads it, and the tokens are keys. */
function withoutIds(path: string): string {
  return path
    .replace(/^\/api\/v10/, '')
    .replace(/\d{15,}/g, ':id')
    .replace(/[\w-]{60,}/g, ':token');
}

const words = new Map([
  ['POST /interactions/:id/:token/callback', 'acknowledge'],
  ['PATCH /webhooks/:id/:token/messages/@original', 'answer'],
  ['POST /webhooks/:id/:token', 'answer further'],
]);

const inWords = (request: string): string => words.get(request) ?? request;

/** A guess by the words; the database itself sees to it that nothing is written. */
const onlyReads = (text: string): boolean =>
  /^\s*(select|with)\b/i.test(text) && !/\b(insert|update|delete)\b/i.test(text);
