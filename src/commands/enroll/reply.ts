import {
  type APIButtonComponentWithCustomId,
  type APISelectMenuOption,
  ButtonStyle,
  ComponentType,
} from 'discord-api-types/v10';
import type { EnrolmentStep } from '../../services/enrolment/enrolment.ts';
import { sentenceFor, type Texts } from '../../texts/texts.ts';
import { formatComponentId } from '../component-id.ts';
import type { ReplyMessage } from '../invocation.ts';
import { container, gallery, heading, sentence, text } from '../layout.ts';
import { escapeMarkup } from '../markup.ts';

type StepOf<Kind extends EnrolmentStep['kind']> = Extract<EnrolmentStep, { kind: Kind }>;

const photoName = 'faces.webp';

/** The reply for where an enrolment stands. */
export function enrolmentReply(step: EnrolmentStep, texts: Texts): ReplyMessage {
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
        {
          type: ComponentType.ActionRow,
          components: [
            button('accept', token, yes, ButtonStyle.Success),
            button('decline', token, no, ButtonStyle.Secondary),
          ],
        },
      ]),
    ],
  };
}

function choiceReply(step: StepOf<'choice'>, texts: Texts): ReplyMessage {
  const { enroll } = texts;
  const options = step.faces
    .filter(({ problem }) => problem === null)
    .map(({ number }): APISelectMenuOption => ({ label: enroll.face(number), value: String(number) }));
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
        {
          type: ComponentType.ActionRow,
          components: [
            {
              type: ComponentType.StringSelect,
              custom_id: formatComponentId('enroll', 'choose', step.token),
              placeholder: enroll.choosePlaceholder,
              options,
            },
          ],
        },
        {
          type: ComponentType.ActionRow,
          components: [button('decline', step.token, enroll.cancel, ButtonStyle.Secondary)],
        },
      ]),
    ],
    files: [{ name: photoName, data: step.marked, description: enroll.markedAlt(step.faces.length) }],
  };
}

function enrolledReply({ subject, photos }: StepOf<'enrolled'>, { enroll }: Texts): ReplyMessage {
  const body =
    subject.kind === 'self'
      ? enroll.enrolledSelf(photos)
      : enroll.enrolledNamed(escapeMarkup(subject.displayName), photos);
  return { components: [container('good', [heading(enroll.enrolledTitle), text(body)])] };
}

function button(
  action: string,
  token: string,
  label: string,
  style: APIButtonComponentWithCustomId['style'],
): APIButtonComponentWithCustomId {
  return { type: ComponentType.Button, custom_id: formatComponentId('enroll', action, token), label, style };
}
