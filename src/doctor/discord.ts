import { type ApplicationState, inspectApplication } from '../bot/inspect-application.ts';
import { tokenRefused } from '../bot/login.ts';
import { inviteLink } from '../bot/permissions.ts';
import type { Config } from '../config/config.ts';
import { reasonOf } from '../errors/reason-of.ts';
import { broken, type Finding, note, ok } from './finding.ts';

/** Times that Kith shows and timetables that it keeps are off by as much. The header has whole seconds. */
const tolerableMs = 5_000;

/** Asks Discord about the bot of the token. */
export async function examineDiscord({ discordApi, discordToken }: Config): Promise<Finding[]> {
  let state: Awaited<ReturnType<typeof inspectApplication>>;
  try {
    state = await inspectApplication(discordApi, discordToken);
  } catch (error) {
    return [
      broken(
        'Discord',
        `It cannot be asked (${reasonOf(error)}). Check this machine's network and discordstatus.com.`,
      ),
    ];
  }
  return state === 'token-refused' ? [broken('Token', tokenRefused().message)] : applicationFindings(state);
}

export function applicationFindings(state: ApplicationState): Finding[] {
  return [
    ok('Token', 'Discord takes it'),
    intentFinding(state),
    ...permissionFindings(state),
    clockFinding(state),
    ok('Invite', inviteLink(state.applicationId)),
  ];
}

function intentFinding({ readsContent }: ApplicationState): Finding {
  return readsContent
    ? ok('Intents', '"Message Content Intent" is ticked')
    : note(
        'Intents',
        '"Message Content Intent" is not ticked: commands work, indexing the pictures of channels does not. ' +
          'Tick it under "Bot" at https://discord.com/developers/applications.',
      );
}

function permissionFindings({ servers, missing }: ApplicationState): Finding[] {
  if (servers === 0) return [note('Servers', 'Kith is in no server yet: open the link below.')];
  if (missing.size === 0) return [ok('Permissions', `all that Kith needs, in each of ${servers} servers`)];
  const list = [...missing].map(([name, count]) => `"${name}" in ${count} of ${servers} servers`).join(', ');
  return [
    note('Permissions', `Kith lacks ${list}. Give them to its role there, or open the link below once more.`),
  ];
}

function clockFinding({ clockAheadMs }: ApplicationState): Finding {
  const seconds = Math.round(Math.abs(clockAheadMs) / 1_000);
  const direction = clockAheadMs > 0 ? 'ahead of' : 'behind';
  return Math.abs(clockAheadMs) <= tolerableMs
    ? ok('Clock', "as Discord's")
    : note(
        'Clock',
        `It is ${seconds} s ${direction} Discord's: turn on time synchronisation (NTP) on this machine.`,
      );
}
