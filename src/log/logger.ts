import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/**
 * Paths that never reach the log even if somebody passes them by mistake: tokens, signed URLs, names, pictures,
 * descriptors and SQL parameters. The first rule is not to pass them at all.
 */
const redactedPaths = [
  'token',
  'password',
  'url',
  'displayName',
  'name',
  'username',
  'bytes',
  'data',
  'descriptor',
  'descriptors',
  'values',
  'parameters',
].flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);

/**
 * What an error may say in the log: its type, code, stack and causes. The fields that PostgreSQL, discord.js and
 * undici hang on their errors (row details, request bodies, URLs) are left out.
 */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) {
    return { type: typeof error };
  }
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: withoutSecrets(error.message),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    stack: withoutSecrets(error.stack ?? ''),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  };
}

/** Interaction tokens stand in the paths of webhook URLs, signatures in the queries of attachment URLs. */
function withoutSecrets(text: string): string {
  return text
    .replace(/(\/(?:webhooks|interactions)\/\d+\/)[\w.-]+/g, '$1[token]')
    .replace(/(https?:\/\/[^\s?"']+)\?[^\s"']*/g, '$1?[query]')
    .replace(/(postgres(?:ql)?:\/\/)[^\s@/]*@/g, '$1[credentials]@');
}

/** @param destination where lines go; standard output when absent. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    redact: { paths: redactedPaths, censor: '[redacted]' },
    serializers: { err: describeError },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
