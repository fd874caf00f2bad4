import { PermissionFlagsBits } from 'discord-api-types/v10';
import type { Asker } from '../services/photo.ts';
import type { Actor } from './invocation.ts';

/** Whoever may time members out, or run the server, answers for it here as well. */
const moderatorPermissions =
  PermissionFlagsBits.ModerateMembers | PermissionFlagsBits.ManageGuild | PermissionFlagsBits.Administrator;

/** The actor in the words of the services. */
export function askerOf({ id, displayName, permissions }: Actor): Asker {
  return { id, displayName, isModerator: (permissions & moderatorPermissions) !== 0n };
}
