import { describe, expect, it } from 'vitest';
import { requireSearcher, requireStanding, type Standing } from '../../../src/services/access/access.ts';
import type { Settings } from '../../../src/services/settings/settings.ts';

const nobody: Standing = { isModerator: false, isAdmin: false, roleIds: [] };
const moderator: Standing = { ...nobody, isModerator: true };
const admin: Standing = { ...nobody, isAdmin: true };

describe('who may', () => {
  it.each(['everyone', 'searchers'] as const)('is not decided by standing for %s', (who) => {
    for (const standing of [nobody, moderator, admin])
      expect(() => requireStanding(who, standing)).not.toThrow();
  });

  it('is only moderators for what is theirs', () => {
    expect(() => requireStanding('moderators', moderator)).not.toThrow();
    for (const standing of [nobody, admin]) {
      expect(() => requireStanding('moderators', standing)).toThrow(
        expect.objectContaining({ code: 'not-allowed', context: { permission: 'Timeout Members' } }),
      );
    }
  });

  it('is only administrators for what is theirs', () => {
    expect(() => requireStanding('admins', admin)).not.toThrow();
    for (const standing of [nobody, moderator]) {
      expect(() => requireStanding('admins', standing)).toThrow(
        expect.objectContaining({ code: 'admins-only', context: { permission: 'Manage Server' } }),
      );
    }
  });
});

describe('who may search', () => {
  /** Settings of a server that asks for this role. */
  const asking = (searchRoleId: string | null) => {
    const asked: string[] = [];
    const settings = {
      of: async (guildId: string) => {
        asked.push(guildId);
        return { searchRoleId };
      },
    } as unknown as Settings;
    return { settings, asked };
  };

  it('is everyone where no role is asked for', async () => {
    const { settings, asked } = asking(null);
    await expect(requireSearcher(settings, '7', nobody)).resolves.toBeUndefined();
    expect(asked).toEqual(['7']);
  });

  it('is who has the role, and moderators', async () => {
    const { settings } = asking('40');
    await expect(
      requireSearcher(settings, '7', { ...nobody, roleIds: ['39', '40'] }),
    ).resolves.toBeUndefined();
    await expect(requireSearcher(settings, '7', moderator)).resolves.toBeUndefined();
    for (const standing of [nobody, admin, { ...nobody, roleIds: ['39', '41'] }]) {
      await expect(requireSearcher(settings, '7', standing)).rejects.toMatchObject({
        code: 'searchers-only',
        context: { roleId: '40' },
      });
    }
  });
});
