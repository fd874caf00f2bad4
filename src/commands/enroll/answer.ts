import type { EnrolmentStep } from '../../services/enrolment/enrolment.ts';
import { textsFor } from '../../texts/texts.ts';
import { standingOf } from '../asker.ts';
import { againOffer } from '../backfill/reply.ts';
import type { Invocation } from '../invocation.ts';
import type { Services } from '../services.ts';
import { enrolmentReply, invitation, proposedReply } from './reply.ts';

/** Shows where an enrolment stands; a member who is proposed is asked first. */
export async function answer(
  invocation: Invocation,
  { messenger, backfills }: Services,
  step: EnrolmentStep,
): Promise<void> {
  const texts = textsFor(invocation.locale);
  if (step.kind !== 'proposed') {
    await invocation.editReply(enrolmentReply(step, texts));
    // A further photo of somebody makes recognition surer, but seldom finds what the first did not.
    const isNew = step.kind === 'enrolled' && step.photos === 1;
    if (isNew && (await backfills.wouldHelpAgain(invocation.guildId))) {
      await invocation.followUp(againOffer(standingOf(invocation.actor).isModerator, texts));
    }
    return;
  }
  const { guildId, channelId, actor } = invocation;
  const { memberId, proposalId } = step;
  const server = await messenger.server(guildId);
  const theirs = textsFor(server?.locale ?? invocation.guildLocale);
  const message = invitation(
    { guildId, proposalId, memberId, proposedBy: actor.id },
    server?.name ?? guildId,
    theirs,
  );
  const delivery = await messenger.ask({ guildId, channelId, memberId, message });
  await invocation.editReply(proposedReply(memberId, delivery, texts));
}
