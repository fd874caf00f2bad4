import { type Client, DiscordjsError, DiscordjsErrorCodes, Events } from 'discord.js';
import { StartError } from '../errors/start-error.ts';

/**
 * Connects and resolves when every server's channels and roles are known.
 *
 * @throws StartError when Discord refuses the token or an intent.
 */
export async function login(client: Client, token: string): Promise<Client<true>> {
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  try {
    await client.login(token);
  } catch (error) {
    throw explain(error);
  }
  return await ready;
}

export function tokenRefused(cause?: Error): StartError {
  return new StartError(
    'Discord refuses the token in DISCORD_TOKEN. Make a new one under "Bot", "Reset Token", at ' +
      'https://discord.com/developers/applications and put it into .env.',
    { cause },
  );
}

function explain(error: unknown): unknown {
  if (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) {
    return tokenRefused(error);
  }
  if (error instanceof Error && error.message.includes('disallowed intents')) {
    return new StartError(
      'Discord refuses the intents that Kith asks for. Tick "Message Content Intent" under "Bot" at ' +
        'https://discord.com/developers/applications.',
      { cause: error },
    );
  }
  return error;
}
