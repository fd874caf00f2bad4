import { UserError } from '../../errors/user-error.ts';
import { textsFor } from '../../texts/texts.ts';
import type { ComponentHandler } from '../command.ts';
import { dateMarkup, mention, relativeMarkup } from '../markup.ts';
import { proposalAccepted, proposalDeclined, proposalReply, workingReply } from './reply.ts';

/** @throws UserError `proposal-over` for an id that Kith did not make. */
function parse(argument: string): { guildId: string; proposalId: string } {
  const [, guildId, proposalId] = /^(\d{1,20})\.(\d{1,18})$/.exec(argument) ?? [];
  if (guildId === undefined || proposalId === undefined) {
    throw new UserError('proposal-over', {});
  }
  return { guildId, proposalId };
}

/** Shows the photo to the member who is asked, and to nobody else. */
const show: ComponentHandler = {
  who: 'everyone',
  where: 'anywhere',
  reply: 'private',
  async run({ argument, actor, locale, editReply }, { proposals }) {
    const { guildId, proposalId } = parse(argument);
    const { proposedBy, proposedAt, expiresAt, marked } = await proposals.show(guildId, proposalId, actor.id);
    const said = {
      by: mention(proposedBy),
      at: dateMarkup(proposedAt),
      until: relativeMarkup(expiresAt),
    };
    await editReply(proposalReply({ guildId, proposalId, marked }, said, textsFor(locale)));
  },
};

const accept: ComponentHandler = {
  who: 'everyone',
  where: 'anywhere',
  reply: 'update',
  async run({ argument, actor, locale, editReply }, { proposals }) {
    const { guildId, proposalId } = parse(argument);
    const texts = textsFor(locale);
    await editReply(workingReply(texts));
    const kept = await proposals.accept(guildId, proposalId, actor);
    await editReply(proposalAccepted(kept, texts));
  },
};

const declineWith = (forGood: boolean): ComponentHandler => ({
  who: 'everyone',
  where: 'anywhere',
  reply: 'update',
  async run({ argument, actor, locale, editReply }, { proposals }) {
    const { guildId, proposalId } = parse(argument);
    await proposals.decline(guildId, proposalId, actor.id, forGood);
    await editReply(proposalDeclined(forGood, textsFor(locale)));
  },
});

export const proposalComponents = {
  proposal: show,
  'proposal-accept': accept,
  'proposal-decline': declineWith(false),
  'proposal-never': declineWith(true),
};
