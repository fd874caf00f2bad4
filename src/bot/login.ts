import { type Client, type ClientUser, DiscordjsError, DiscordjsErrorCodes, Events } from 'discord.js';
import { GatewayCloseCodes, type RESTGetAPICurrentUserResult, Routes } from 'discord-api-types/v10';
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

/** For a process without a gateway: the REST API alone, as the bot that the token is of. */
export async function loginWithoutGateway(client: Client, token: string): Promise<void> {
  client.rest.setToken(token);
  // Else it comes with the gateway's first event. Kith's own permissions are those of this user.
  const { id } = (await client.rest.get(Routes.user())) as RESTGetAPICurrentUserResult;
  client.user = (await client.users.fetch(id)) as ClientUser;
}

export function tokenRefused(cause?: Error): StartError {
  return new StartError(
    'Discord refuses the token in DISCORD_TOKEN. Make a new one under "Bot", "Reset Token", at ' +
      'https://discord.com/developers/applications and put it into .env.',
    { cause },
  );
}

/** Resolves, with what to do about it, when Discord closes the connection and will not let the bot back in. */
export async function closedForGood(client: Client): Promise<StartError> {
  return await new Promise((resolve) => {
    client.once(Events.ShardDisconnect, ({ code }) => {
      const cause = new Error(`the gateway closed with ${code}`);
      if (code === GatewayCloseCodes.AuthenticationFailed) resolve(tokenRefused(cause));
      else if (code === GatewayCloseCodes.DisallowedIntents) resolve(intentsRefused(cause));
      else
        resolve(new StartError(`Discord has closed the connection for good, with code ${code}.`, { cause }));
    });
  });
}

function intentsRefused(cause: Error): StartError {
  return new StartError(
    'Discord refuses the intents that Kith asks for. Tick "Message Content Intent" under "Bot" at ' +
      'https://discord.com/developers/applications.',
    { cause },
  );
}

function explain(error: unknown): unknown {
  if (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) {
    return tokenRefused(error);
  }
  if (error instanceof Error && error.message.includes('disallowed intents')) {
    return intentsRefused(error);
  }
  return error;
}
