import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { EngineName } from '../src/vision/engine.ts';
import type { EngineOptions } from '../src/vision/types.ts';
import { InputError } from './problems.ts';

export interface RunOptions {
  readonly engine: EngineName | 'auto';
  readonly effort: EngineOptions['effort'];
  readonly workers: number;
  readonly limit?: number;
  readonly seed: number;
  /** Files to write, absolute. */
  readonly json?: string;
  readonly descriptors?: string;
}

export type EvalRequest =
  | ({ readonly kind: 'help' } & RunOptions)
  | ({ readonly kind: 'pairs'; readonly pairs: string; readonly images: string } & RunOptions)
  | ({ readonly kind: 'gallery'; readonly gallery: string; readonly probes: string } & RunOptions);

const engines = ['auto', 'native', 'face-api'] as const;

export const usage = `Measures how well faces are told apart.

  npm run eval -- --pairs FILE --images DIR      verification, on pairs in LFW's format
  npm run eval -- --gallery DIR --probes DIR     identification; a folder a person in each

  --engine native|face-api   default: the native one where it loads
  --effort thorough|fast     default: thorough, as for /whois
  --workers N                default: one a processor
  --limit N                  N pairs, spread over the file; or N people of each folder
  --seed N                   of the random galleries; default 1
  --json FILE                writes every figure, and the points of the ROC
  --descriptors FILE         writes the descriptors: 128 little-endian 32-bit floats a face. Personal data.

docs/evaluation.md says how each figure is made.`;

/** @throws InputError with all that is wrong. */
export function parseArguments(args: readonly string[]): EvalRequest {
  const { values, problems } = parse(args);
  const { help, pairs, images, gallery, probes, json, descriptors } = values;
  const options: RunOptions = {
    engine: oneOf('engine', values.engine, engines, problems),
    effort: oneOf('effort', values.effort, ['thorough', 'fast'], problems),
    workers: count('workers', values.workers, problems) ?? availableParallelism(),
    seed: count('seed', values.seed, problems) ?? 1,
    ...optional('limit', count('limit', values.limit, problems)),
    ...optional('json', json && resolve(json)),
    ...optional('descriptors', descriptors && resolve(descriptors)),
  };
  if (help) return { kind: 'help', ...options };
  const isPairs = pairs !== undefined || images !== undefined;
  const isGallery = gallery !== undefined || probes !== undefined;
  if (isPairs && isGallery) problems.push('--pairs with --images, or --gallery with --probes, but not both');
  else if (!isPairs && !isGallery)
    problems.push('say --pairs FILE --images DIR, or --gallery DIR --probes DIR');
  for (const [given, missing, name] of [
    [pairs, images, '--pairs needs --images DIR'],
    [images, pairs, '--images needs --pairs FILE'],
    [gallery, probes, '--gallery needs --probes DIR'],
    [probes, gallery, '--probes needs --gallery DIR'],
  ] as const) {
    if (given !== undefined && missing === undefined) problems.push(name);
  }
  if (problems.length > 0) throw new InputError(problems);
  return isPairs
    ? { kind: 'pairs', pairs: resolve(pairs ?? ''), images: resolve(images ?? ''), ...options }
    : { kind: 'gallery', gallery: resolve(gallery ?? ''), probes: resolve(probes ?? ''), ...options };
}

const text = { type: 'string' } as const;

function parse(args: readonly string[]) {
  const options = {
    help: { type: 'boolean', short: 'h', default: false },
    pairs: text,
    images: text,
    gallery: text,
    probes: text,
    engine: { type: 'string', default: 'auto' },
    effort: { type: 'string', default: 'thorough' },
    workers: text,
    limit: text,
    seed: text,
    json: text,
    descriptors: text,
  } as const;
  try {
    return { values: parseArgs({ args: [...args], options }).values, problems: [] as string[] };
  } catch (error) {
    if (error instanceof TypeError) throw new InputError([error.message]);
    throw error;
  }
}

function oneOf<Choice extends string>(
  name: string,
  value: string,
  choices: readonly [Choice, ...Choice[]],
  problems: string[],
): Choice {
  const chosen = choices.find((choice) => choice === value);
  if (chosen === undefined) problems.push(`--${name} is one of ${choices.join(', ')}, not "${value}"`);
  return chosen ?? choices[0];
}

function count(name: string, value: string | undefined, problems: string[]): number | undefined {
  if (value !== undefined && !/^[1-9]\d{0,8}$/.test(value)) {
    problems.push(`--${name} is a whole number from 1, not "${value}"`);
  }
  return value === undefined ? undefined : Number(value);
}

function optional<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): { readonly [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]?: Value });
}
