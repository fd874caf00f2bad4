/**
 * What an error may say in the log: its type, code, stack and causes. The fields that PostgreSQL, discord.js and
 * undici hang on their errors (row details, request bodies, URLs) are left out.
 */
export function describeError(error: unknown): unknown {
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

// Each begins only where a run of its characters does, so that a long one is not tried from every place in it.
const secrets: readonly (readonly [pattern: RegExp, instead: string])[] = [
  // Interaction tokens stand in the paths of webhook URLs.
  [/(\/(?:webhooks|interactions)\/\d+\/)[\w.-]+/g, '$1[token]'],
  // Signatures stand in the queries of attachment URLs.
  [/(https?:\/\/[^\s?"']+)\?[^\s"']*/g, '$1?[query]'],
  [/((?<![a-z])[a-z]+:\/\/)[^\s@/]*@/g, '$1[credentials]@'],
  // A bot's token: its id, a time and a secret.
  [/(?<![\w-])[\w-]{18,}\.[\w-]{6,}\.[\w-]{25,}/g, '[token]'],
  // 32 bytes in base64: a master key.
  [/(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{43}=/g, '[key]'],
  // Any other long run of random characters, such as an interaction's token on its own.
  [/(?<![\w+-])(?=[\w+-]*[a-z])(?=[\w+-]*[A-Z])(?=[\w+-]*\d)[\w+-]{40,}/g, '[secret]'],
  // A descriptor or landmarks, as text or as an array in a message.
  [/(?<![\d.e+-])-?\d[\d.e+-]*(?:[\s,]+-?\d[\d.e+-]*){7,}/g, '[numbers]'],
  [/<Buffer [^<>]*>/g, '[bytes]'],
];

/** More than any message or stack of use: the patterns take their time over a text without end. */
const longest = 8_000;

/** The text without what looks like a token, a key, a signature, a password, a picture or a descriptor. */
export function withoutSecrets(text: string): string {
  return secrets.reduce(
    (cleaned, [pattern, instead]) => cleaned.replace(pattern, instead),
    text.slice(0, longest),
  );
}
