import type { RateLimit } from '../../services/rate-limit/rate-limits.ts';
import { textsFor } from '../../texts/texts.ts';
import type { AnywhereInvocation } from '../invocation.ts';
import type { Services } from '../services.ts';
import { exportReplies, optInReply, optOutReply, type Server, statusReply, withdrawReply } from './reply.ts';

/** Room for the rest of a message with a file. */
const messageBytes = 64 * 1024;

interface Action {
  readonly limit?: RateLimit;
  run(invocation: AnywhereInvocation, services: Services, server: Server): Promise<void>;
}

const status: Action = {
  async run({ actor, locale, editReply }, { privacy, settings }, server) {
    const [status, current] = await Promise.all([
      privacy.status(server.guildId, actor.id),
      settings.of(server.guildId),
    ]);
    await editReply(statusReply(server, status, current, textsFor(locale)));
  },
};

const exportAll: Action = {
  limit: 'export',
  async run({ actor, locale, attachmentSizeLimit, editReply, followUp }, { privacy }, { guildId }) {
    const held = await privacy.export(guildId, actor.id, attachmentSizeLimit - messageBytes);
    const [first, ...others] = exportReplies(held, textsFor(locale));
    if (first !== undefined) {
      await editReply(first);
    }
    for (const reply of others) {
      await followUp(reply);
    }
  },
};

const withdraw: Action = {
  async run({ actor, locale, editReply }, { privacy }, { guildId }) {
    const status = await privacy.requireHeld(guildId, actor.id);
    await editReply(withdrawReply(guildId, status, textsFor(locale)));
  },
};

const optOut: Action = {
  async run({ actor, locale, editReply }, { privacy }, { guildId }) {
    await editReply(optOutReply(await privacy.optOut(guildId, actor.id), textsFor(locale)));
  },
};

const optIn: Action = {
  async run({ actor, locale, editReply }, { privacy }, { guildId }) {
    await editReply(optInReply(await privacy.optIn(guildId, actor.id), textsFor(locale)));
  },
};

/** What somebody can do about what one server holds of them: in the server, or from outside. */
export const privacyActions = { status, export: exportAll, withdraw, 'opt-out': optOut, 'opt-in': optIn };

export type PrivacyAction = keyof typeof privacyActions;

export function isPrivacyAction(text: string): text is PrivacyAction {
  return Object.hasOwn(privacyActions, text);
}

/** Does it for one server, if it was not asked for too often there. */
export async function perform(
  action: PrivacyAction,
  invocation: AnywhereInvocation,
  services: Services,
  server: Server,
): Promise<void> {
  const { limit, run } = privacyActions[action];
  if (limit !== undefined) {
    services.rateLimits.take(limit, invocation.actor.id, server.guildId);
  }
  await run(invocation, services, server);
}
