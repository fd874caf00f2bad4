import { proposalDays } from '../../services/consent/proposals.ts';
import type { EnrolmentStep } from '../../services/enrolment/enrolment.ts';
import type { Delivery } from '../../texts/en/enroll.ts';
import { sentenceFor, type Texts } from '../../texts/texts.ts';
import { formatComponentId } from '../component-id.ts';
import type { ReplyMessage } from '../invocation.ts';
import { button, container, gallery, heading, menu, row, sentence, text } from '../layout.ts';
import { escapeMarkup, mention } from '../markup.ts';

type StepOf<Kind extends EnrolmentStep['kind']> = Extract<EnrolmentStep, { kind: Kind }>;

const photoName = 'faces.webp';

/** The reply for where an enrolment stands; for a proposal, once the member was asked. */
export function enrolmentReply(
  step: Exclude<EnrolmentStep, { kind: 'proposed' }>,
  texts: Texts,
): ReplyMessage {
  switch (step.kind) {
    case 'notice':
      return noticeReply(step, texts);
    case 'choice':
      return choiceReply(step, texts);
    case 'enrolled':
      return enrolledReply(step, texts);
  }
}

/** Shown while a photo is looked at after a click, so that nothing can be clicked twice. */
export function workingReply(texts: Texts): ReplyMessage {
  return sentence('neutral', texts.enroll.working);
}

export function declinedReply(texts: Texts): ReplyMessage {
  return sentence('neutral', texts.enroll.declined);
}

function noticeReply({ subject, token }: StepOf<'notice'>, { enroll }: Texts): ReplyMessage {
  const name = escapeMarkup(subject.displayName);
  const [title, body, yes, no] =
    subject.kind === 'self'
      ? [enroll.noticeTitle, enroll.notice(), enroll.accept, enroll.decline]
      : [enroll.attestationTitle(name), enroll.attestation(name), enroll.confirm, enroll.cancel];
  return {
    components: [
      container('neutral', [
        heading(title),
        text(body),
        row(
          button(formatComponentId('enroll', 'accept', token), yes, 'success'),
          button(formatComponentId('enroll', 'decline', token), no),
        ),
      ]),
    ],
  };
}

function choiceReply(step: StepOf<'choice'>, texts: Texts): ReplyMessage {
  const { enroll } = texts;
  const options = step.faces
    .filter(({ problem }) => problem === null)
    .map(({ number }) => ({ label: enroll.face(number), value: String(number) }));
  const unusable = step.faces.flatMap(({ number, problem }) =>
    problem === null ? [] : [`${enroll.face(number)}: ${sentenceFor(problem, texts)}`],
  );
  return {
    components: [
      container('neutral', [
        heading(enroll.chooseTitle),
        text(enroll.choose(step.faces.length)),
        gallery([{ url: `attachment://${photoName}`, alt: enroll.markedAlt(step.faces.length) }]),
        ...(unusable.length === 0 ? [] : [text(unusable.join('\n'))]),
        row(menu(formatComponentId('enroll', 'choose', step.token), enroll.choosePlaceholder, options)),
        row(button(formatComponentId('enroll', 'decline', step.token), enroll.cancel)),
      ]),
    ],
    files: [{ name: photoName, data: step.marked, description: enroll.markedAlt(step.faces.length) }],
  };
}

function enrolledReply(
  { subject, photos }: Pick<StepOf<'enrolled'>, 'subject' | 'photos'>,
  { enroll }: Texts,
): ReplyMessage {
  const body =
    subject.kind === 'self'
      ? enroll.enrolledSelf(photos)
      : enroll.enrolledNamed(escapeMarkup(subject.displayName), photos);
  return { components: [container('good', [heading(enroll.enrolledTitle), text(body)])] };
}

/** For the moderator, once the member was asked. */
export function proposedReply(memberId: string, delivery: Delivery, { enroll }: Texts): ReplyMessage {
  const body = enroll.proposed(mention(memberId), proposalDays, delivery);
  return { components: [container('good', [heading(enroll.proposedTitle), text(body)])] };
}

export interface ProposalReference {
  readonly guildId: string;
  readonly proposalId: string;
}

const argumentOf = ({ guildId, proposalId }: ProposalReference): string => `${guildId}.${proposalId}`;

/** The button that leads to a proposal, wherever it stands. */
export function lookButton(proposal: ProposalReference, { enroll }: Texts) {
  return row(button(formatComponentId('enroll', 'proposal', argumentOf(proposal)), enroll.look, 'primary'));
}

/** What the member is asked with. It shows nothing of the photo: others may read it where it stands. */
export function invitation(
  proposal: ProposalReference & { readonly proposedBy: string; readonly memberId: string },
  server: string,
  texts: Texts,
): ReplyMessage {
  const { enroll } = texts;
  const body = `${mention(proposal.memberId)}\n${enroll.invitation(mention(proposal.proposedBy), escapeMarkup(server))}`;
  return {
    components: [
      container('neutral', [heading(enroll.invitationTitle), text(body), lookButton(proposal, texts)]),
    ],
  };
}

/** The photo with the notice, for the member alone. */
export function proposalReply(
  proposal: ProposalReference & { readonly marked: Uint8Array },
  said: { readonly by: string; readonly at: string; readonly until: string },
  { enroll }: Texts,
): ReplyMessage {
  const argument = argumentOf(proposal);
  return {
    components: [
      container('neutral', [
        heading(enroll.invitationTitle),
        text(enroll.proposal(said.by, said.at, said.until)),
        gallery([{ url: `attachment://${photoName}`, alt: enroll.markedAlt(1) }]),
        text(enroll.notice()),
        row(
          button(formatComponentId('enroll', 'proposal-accept', argument), enroll.accept, 'success'),
          button(formatComponentId('enroll', 'proposal-decline', argument), enroll.decline),
          button(formatComponentId('enroll', 'proposal-never', argument), enroll.never, 'danger'),
        ),
      ]),
    ],
    files: [{ name: photoName, data: proposal.marked, description: enroll.markedAlt(1) }],
  };
}

export function proposalAccepted(
  kept: Pick<StepOf<'enrolled'>, 'subject' | 'photos'>,
  texts: Texts,
): ReplyMessage {
  return enrolledReply(kept, texts);
}

export function proposalDeclined(forGood: boolean, { enroll }: Texts): ReplyMessage {
  return sentence('neutral', forGood ? enroll.declinedForGood : enroll.declined);
}
