import type { Snowflake } from '../../db/ids.ts';
import { UserError } from '../../errors/user-error.ts';
import type { Settings } from '../settings/settings.ts';

/** Who may do something: everyone, those that the server's settings let search, moderators, administrators. */
export type Who = 'everyone' | 'searchers' | 'moderators' | 'admins';

/** What of an actor decides what they may do, at this moment and as Discord says. */
export interface Standing {
  readonly isModerator: boolean;
  readonly isAdmin: boolean;
  readonly roleIds: readonly Snowflake[];
}

/**
 * What Discord has told of the actor is enough for this: no question goes anywhere.
 * @throws UserError `not-allowed`, `admins-only`
 */
export function requireStanding(who: Who, { isModerator, isAdmin }: Standing): void {
  if (who === 'admins' && !isAdmin) {
    throw new UserError('admins-only', { permission: 'Manage Server' });
  }
  if (who === 'moderators' && !isModerator) {
    throw new UserError('not-allowed', { permission: 'Timeout Members' });
  }
}

/** @throws UserError `searchers-only` for a member without the role that searching needs in this server. */
export async function requireSearcher(
  settings: Settings,
  guildId: Snowflake,
  standing: Standing,
): Promise<void> {
  const { searchRoleId } = await settings.of(guildId);
  if (searchRoleId === null || standing.isModerator || standing.roleIds.includes(searchRoleId)) {
    return;
  }
  throw new UserError('searchers-only', { roleId: searchRoleId });
}
