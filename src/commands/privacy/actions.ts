import type { Services } from '../../services/services.ts';
import { textsFor } from '../../texts/texts.ts';
import type { AnywhereInvocation } from '../invocation.ts';
import { exportReplies, optInReply, optOutReply, type Server, statusReply, withdrawReply } from './reply.ts';

/** Room for the rest of a message with a file. */
const messageBytes = 64 * 1024;

type Action = (invocation: AnywhereInvocation, services: Services, server: Server) => Promise<void>;

/** What somebody can do about what one server holds of them: in the server, or from outside. */
export const privacyActions = {
  async status({ actor, locale, editReply }, { privacy, settings }, server) {
    const [status, { auditRetentionDays }] = await Promise.all([
      privacy.status(server.guildId, actor.id),
      settings.of(server.guildId),
    ]);
    await editReply(statusReply(server, status, auditRetentionDays, textsFor(locale)));
  },

  async export(
    { actor, locale, attachmentSizeLimit, editReply, followUp },
    { privacy, rateLimits },
    { guildId },
  ) {
    rateLimits.take('export', actor.id, guildId);
    const held = await privacy.export(guildId, actor.id, attachmentSizeLimit - messageBytes);
    const [first, ...others] = exportReplies(held, textsFor(locale));
    if (first !== undefined) {
      await editReply(first);
    }
    for (const reply of others) {
      await followUp(reply);
    }
  },

  async withdraw({ actor, locale, editReply }, { privacy }, { guildId }) {
    const status = await privacy.requireHeld(guildId, actor.id);
    await editReply(withdrawReply(guildId, status, textsFor(locale)));
  },

  async 'opt-out'({ actor, locale, editReply }, { privacy }, { guildId }) {
    await editReply(optOutReply(await privacy.optOut(guildId, actor.id), textsFor(locale)));
  },

  async 'opt-in'({ actor, locale, editReply }, { privacy }, { guildId }) {
    await editReply(optInReply(await privacy.optIn(guildId, actor.id), textsFor(locale)));
  },
} as const satisfies Record<string, Action>;

export type PrivacyAction = keyof typeof privacyActions;

export function isPrivacyAction(text: string): text is PrivacyAction {
  return Object.hasOwn(privacyActions, text);
}
