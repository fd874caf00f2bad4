import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { z } from 'zod';
import { DISCORD_CDN_ORIGINS, parseOrigins } from '../attachments/allowed-origins.ts';
import { type MasterKeys, parseMasterKey } from '../db/protection/master-key.ts';
import type { HttpAddress } from '../observe/http-server.ts';
import { parseShards, type ShardRange } from './shards.ts';

const origins = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .refine(areOrigins, {
    error: 'must be a comma-separated list of public https origins such as https://cdn.discordapp.com',
  });

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be a URL that starts with https://' });

const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'must be a URL of the form postgresql://user:password@host:5432/database',
});

const masterKeyText = z.string().transform((text, context) => {
  try {
    return parseMasterKey(text);
  } catch {
    context.addIssue({
      code: 'custom',
      message: 'must be the base64 of 32 random bytes (openssl rand -base64 32)',
    });
    return z.NEVER;
  }
});

const shardRange = z.string().transform((text, context) => {
  const range = parseShards(text);
  if (typeof range !== 'string') return range;
  context.addIssue({ code: 'custom', message: range });
  return z.NEVER;
});

const wholeNumber = (minimum: number, maximum: number) =>
  z.coerce
    .number({ error: `must be a whole number from ${minimum} to ${maximum}` })
    .int({ error: `must be a whole number from ${minimum} to ${maximum}` })
    .min(minimum, { error: `must be at least ${minimum}` })
    .max(maximum, { error: `must be at most ${maximum}` });

/** Every environment variable that Kith reads. `.env.example` explains each; a test compares the two. */
export const environmentSchema = z.object({
  DISCORD_TOKEN: z.string().min(1, { error: 'is missing' }),
  DATABASE_URL: postgresUrl.optional(),
  KITH_DATA_DIR: z.string().min(1).default('data'),
  KITH_MASTER_KEY: masterKeyText.optional(),
  KITH_EARLIER_MASTER_KEYS: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(masterKeyText))
    .optional(),
  KITH_ROLE: z.enum(['all', 'bot', 'worker'], { error: 'must be one of all, bot, worker' }).default('all'),
  KITH_SHARDS: shardRange.optional(),
  KITH_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be one of fatal, error, warn, info, debug, trace, silent',
    })
    .default('info'),
  KITH_ENGINE: z
    .enum(['auto', 'native', 'face-api'], { error: 'must be one of auto, native, face-api' })
    .default('auto'),
  KITH_VISION_WORKERS: wholeNumber(1, 64).default(Math.min(availableParallelism(), 2)),
  KITH_MAX_IMAGE_MB: wholeNumber(1, 100).default(25),
  KITH_SEARCHES_PER_MINUTE: wholeNumber(1, 10_000).default(20),
  KITH_HTTP_HOST: z
    .union([z.ipv4(), z.ipv6()], { error: 'must be an IP address such as 127.0.0.1' })
    .default('127.0.0.1'),
  KITH_HTTP_PORT: wholeNumber(0, 65_535).default(9464),
  KITH_DISCORD_API: httpUrl.default('https://discord.com/api'),
  KITH_ATTACHMENT_ORIGINS: origins.default([...DISCORD_CDN_ORIGINS]),
});

type Variables = z.infer<typeof environmentSchema>;

/**
 * What a process does. `bot` connects to the gateway and answers commands, `worker` does the queue's jobs without a
 * gateway, `all` does both.
 */
export type Role = Variables['KITH_ROLE'];

/** Parsed once, at start, and handed down from there. */
export interface Config {
  readonly discordToken: string;
  readonly role: Role;
  /** Absent: as many as Discord recommends, all of them. */
  readonly shards?: ShardRange;
  /** Absent: an embedded PostgreSQL under `dataDirectory`. */
  readonly databaseUrl?: string;
  /** Absolute path. */
  readonly dataDirectory: string;
  /** Absent: the key in the file `master-key` under `dataDirectory`. */
  readonly masterKeys?: MasterKeys;
  readonly logLevel: Variables['KITH_LOG_LEVEL'];
  readonly engine: 'auto' | 'native' | 'face-api';
  readonly visionWorkers: number;
  readonly maximumImageBytes: number;
  /** Of one member; a whole server may do ten times as many. */
  readonly searchesPerMinute: number;
  /** Where `/metrics`, `/healthz` and `/readyz` are; absent: nowhere. */
  readonly http?: HttpAddress;
  readonly discordApi: string;
  readonly attachmentOrigins: readonly string[];
}

/** Names every wrong variable and what is wrong with it; never a value, which may be a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const tokenHelp = [
  'Kith needs the token of a Discord bot in DISCORD_TOKEN.',
  '',
  '  1. Open https://discord.com/developers/applications and choose "New Application".',
  '  2. Under "Bot", choose "Reset Token" and copy the token into the file .env: DISCORD_TOKEN=…',
  '     (No privileged intent is needed for /enroll and /whois. Indexing the pictures of channels',
  '     needs "Message Content Intent", on the same page.)',
  '  3. Start Kith again, and open the link that it prints: it invites the bot to your server, with the',
  '     permissions that it needs.',
  '',
  'To see Kith at work without a Discord account: npm run demo',
].join('\n');

/**
 * @param environment such as `process.env`; empty variables count as absent.
 * @throws ConfigError
 */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = environmentSchema.superRefine(requireSharing).safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(explain(parsed.error, given.DISCORD_TOKEN === undefined));
  }
  const variables = parsed.data;
  return {
    discordToken: variables.DISCORD_TOKEN,
    role: variables.KITH_ROLE,
    ...(variables.KITH_SHARDS !== undefined && { shards: variables.KITH_SHARDS }),
    ...(variables.DATABASE_URL !== undefined && { databaseUrl: variables.DATABASE_URL }),
    dataDirectory: resolve(variables.KITH_DATA_DIR),
    ...(variables.KITH_MASTER_KEY !== undefined && {
      masterKeys: { current: variables.KITH_MASTER_KEY, earlier: variables.KITH_EARLIER_MASTER_KEYS ?? [] },
    }),
    logLevel: variables.KITH_LOG_LEVEL,
    engine: variables.KITH_ENGINE,
    visionWorkers: variables.KITH_VISION_WORKERS,
    searchesPerMinute: variables.KITH_SEARCHES_PER_MINUTE,
    ...(variables.KITH_HTTP_PORT !== 0 && {
      http: { host: variables.KITH_HTTP_HOST, port: variables.KITH_HTTP_PORT },
    }),
    maximumImageBytes: variables.KITH_MAX_IMAGE_MB * 2 ** 20,
    discordApi: variables.KITH_DISCORD_API,
    attachmentOrigins: variables.KITH_ATTACHMENT_ORIGINS,
  };
}

/** Processes that share the work share one database, and not each connects to the gateway. */
function requireSharing(
  { DATABASE_URL: url, KITH_ROLE: role, KITH_SHARDS: shards }: Variables,
  context: z.RefinementCtx,
): void {
  const refuse = (path: keyof Variables, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message });
  const alone = 'must not be set without DATABASE_URL: the embedded database serves one process alone';
  if (url === undefined && role !== 'all') {
    refuse('KITH_ROLE', `${alone}, which does everything`);
  }
  if (url === undefined && shards !== undefined && shards.ids.length < shards.count) {
    refuse('KITH_SHARDS', `${alone}, which needs every shard`);
  }
  if (role === 'worker' && shards !== undefined) {
    refuse('KITH_SHARDS', 'must not be set for a worker: it has no shards');
  }
}

/**
 * Where the embedded database is, for programs that need neither a token nor Discord.
 * @throws ConfigError when Kith is set to use a database of one's own, which has its own tools for backups.
 */
export function parseDataDirectory(environment: Readonly<Record<string, string | undefined>>): string {
  if (environment.DATABASE_URL !== undefined && environment.DATABASE_URL.trim() !== '') {
    throw new ConfigError('DATABASE_URL is set: use pg_dump and pg_restore for that database.');
  }
  return resolve(environment.KITH_DATA_DIR?.trim() || environmentSchema.shape.KITH_DATA_DIR.parse(undefined));
}

function explain(error: z.ZodError, tokenMissing: boolean): string {
  const problems = new Map<string, string>();
  for (const issue of error.issues) {
    const variable = String(issue.path[0]);
    if (!(tokenMissing && variable === 'DISCORD_TOKEN') && !problems.has(variable)) {
      problems.set(variable, issue.message);
    }
  }
  const lines = [...problems].map(([variable, message]) => `  ${variable} ${message}`);
  const list =
    lines.length === 0 ? [] : ['These settings are wrong (see .env.example for what each may be):', ...lines];
  return [...(tokenMissing ? [tokenHelp, ...(lines.length > 0 ? [''] : [])] : []), ...list].join('\n');
}

function areOrigins(texts: readonly string[]): boolean {
  try {
    return parseOrigins(texts).size > 0;
  } catch {
    // Which of them, and why, would be told with its value; the message names the rule instead.
    return false;
  }
}
