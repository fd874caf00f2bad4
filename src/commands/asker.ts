import { PermissionFlagsBits } from 'discord-api-types/v10';
import type { Standing } from '../services/access/access.ts';
import type { Asker } from '../services/photo.ts';
import type { Actor } from './invocation.ts';

const adminPermissions = PermissionFlagsBits.ManageGuild | PermissionFlagsBits.Administrator;

/** Whoever may time members out, or run the server, answers for it here as well. */
const moderatorPermissions = PermissionFlagsBits.ModerateMembers | adminPermissions;

/** What of the actor decides what they may do. */
export function standingOf({ permissions, roleIds }: Pick<Actor, 'permissions' | 'roleIds'>): Standing {
  return {
    isModerator: (permissions & moderatorPermissions) !== 0n,
    isAdmin: (permissions & adminPermissions) !== 0n,
    roleIds,
  };
}

/** The actor in the words of the services. */
export function askerOf(actor: Actor): Asker {
  const { id, displayName } = actor;
  return { id, displayName, isModerator: standingOf(actor).isModerator };
}
