import { DiscordAPIError, REST } from 'discord.js';
import { ApplicationFlags, type RESTGetCurrentApplicationResult, Routes } from 'discord-api-types/v10';
import { tokenRefused } from './login.ts';

const granted = ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited;

/** @param flags of the application */
export function mayReadContent(flags: number): boolean {
  return (flags & granted) !== 0;
}

/**
 * Whether "Message Content Intent" is ticked for the bot. Asked before connecting, because asking for an intent that
 * is not granted ends the connection, and commands work without it.
 *
 * @throws StartError when Discord refuses the token.
 */
export async function seesMessageContent(api: string, token: string): Promise<boolean> {
  const rest = new REST({ api, timeout: 30_000, retries: 3 }).setToken(token);
  try {
    const { flags = 0 } = (await rest.get(Routes.currentApplication())) as RESTGetCurrentApplicationResult;
    return mayReadContent(flags);
  } catch (error) {
    if (error instanceof DiscordAPIError && error.status === 401) throw tokenRefused(error);
    throw error;
  }
}
