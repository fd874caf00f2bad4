import { describeError, withoutSecrets } from './redaction.ts';

/** What a field of a log line may hold, and how it is made sure that it holds no more. */
const kinds = {
  number: (value: unknown) => (typeof value === 'number' ? value : redacted),
  flag: (value: unknown) => (typeof value === 'boolean' ? value : redacted),
  /** A word or an id of ours or of Discord's. */
  text: (value: unknown): string => (typeof value === 'string' ? shortened(withoutSecrets(value)) : redacted),
  texts: (value: unknown) =>
    Array.isArray(value) && value.every((item) => typeof item === 'string')
      ? value.map((item) => shortened(withoutSecrets(item)))
      : redacted,
  code: (value: unknown) => (typeof value === 'number' ? value : kinds.text(value)),
  /** The one address whose query is no secret. */
  invite: (value: unknown) =>
    typeof value === 'string' && /^https:\/\/discord\.com\/oauth2\/authorize\?[\w=&+.%-]*$/.test(value)
      ? value
      : redacted,
  error: describeError,
} as const;

interface Values {
  readonly number: number;
  readonly flag: boolean;
  readonly text: string;
  readonly texts: readonly string[];
  readonly code: string | number;
  readonly invite: string;
  readonly error: unknown;
}

/**
 * Everything that a line may hold beside its message. What is not named here, or is of another kind, does not compile,
 * and does not reach the log either: there is no way for a token, a name, a picture, a descriptor or a signed URL.
 */
export const logFields = {
  assigned: 'number',
  changed: 'flag',
  channel: 'text',
  checks: 'texts',
  code: 'code',
  count: 'number',
  engine: 'text',
  err: 'error',
  event: 'text',
  expired: 'number',
  face: 'text',
  file: 'text',
  global: 'flag',
  gone: 'number',
  guild: 'text',
  guilds: 'number',
  id: 'text',
  interaction: 'text',
  invite: 'invite',
  job: 'text',
  method: 'text',
  migrations: 'texts',
  modelVersion: 'text',
  moved: 'number',
  ms: 'number',
  outcome: 'text',
  port: 'number',
  reason: 'text',
  replayed: 'number',
  role: 'text',
  route: 'text',
  runtime: 'text',
  shard: 'number',
  shards: 'number',
  signal: 'text',
  /** What an error could not be told to a user about, when telling failed as well. */
  told: 'error',
  timeToReset: 'number',
  upgraded: 'number',
  workers: 'number',
} as const satisfies Record<string, keyof typeof kinds>;

export type LogFields = {
  readonly [Name in keyof typeof logFields]?: Values[(typeof logFields)[Name]] | undefined;
};

export const redacted = '[redacted]';

/** Names, paths and reasons are short; what is long is something else. */
const longest = 500;

function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** The fields as they may be written. */
export function permitted(fields: object): Record<string, unknown> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([name, value]) => {
      const kind = Object.hasOwn(logFields, name) ? logFields[name as keyof typeof logFields] : undefined;
      return [name, kind === undefined ? redacted : kinds[kind](value)];
    }),
  );
}
