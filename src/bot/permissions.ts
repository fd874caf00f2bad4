import { OAuth2Scopes, PermissionFlagsBits } from 'discord-api-types/v10';

/** What Kith asks for when it is invited, as Discord calls it, and for what; nothing else. */
export const neededPermissions = [
  { name: 'View Channels', bit: PermissionFlagsBits.ViewChannel, why: 'to see what the asker may see' },
  {
    name: 'Read Message History',
    bit: PermissionFlagsBits.ReadMessageHistory,
    why: 'to index pictures and link to them',
  },
  {
    name: 'Send Messages',
    bit: PermissionFlagsBits.SendMessages,
    why: 'for progress, the record and questions of consent',
  },
  { name: 'Attach Files', bit: PermissionFlagsBits.AttachFiles, why: 'for pictures with numbered faces' },
  { name: 'Embed Links', bit: PermissionFlagsBits.EmbedLinks, why: 'for previews of what was found' },
] as const;

/** All of them, as one number of Discord's. */
export const permissionBits = neededPermissions.reduce((all, { bit }) => all | bit, 0n);

/** Those of a server that lets an application do `granted`, by name. */
export function missingPermissions(granted: bigint): string[] {
  if ((granted & PermissionFlagsBits.Administrator) !== 0n) return [];
  return neededPermissions.filter(({ bit }) => (granted & bit) === 0n).map(({ name }) => name);
}

/** Whoever opens it chooses a server and lets Kith in with just these permissions. */
export function inviteLink(applicationId: string): string {
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: [OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands].join(' '),
    permissions: permissionBits.toString(),
  });
  return `https://discord.com/oauth2/authorize?${query}`;
}
