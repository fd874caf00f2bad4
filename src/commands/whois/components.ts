import { UserError } from '../../errors/user-error.ts';
import { textsFor } from '../../texts/texts.ts';
import { askerOf } from '../asker.ts';
import type { ComponentHandler, ModalHandler, ModalOpener } from '../command.ts';
import { answer } from '../enroll/answer.ts';
import { container, heading, text } from '../layout.ts';
import { escapeMarkup } from '../markup.ts';
import { namedFace, nameForm } from './name-form.ts';
import { whereElseComponents } from './where-else.ts';

/** Names an unknown face of a result: the same as enrolling with that photo, with the same questions. */
const openForm: ModalOpener = {
  who: 'searchers',
  reply: 'modal',
  async open({ argument, actor, guildId, locale }, { results }) {
    const result = results.look(argument, actor.id, guildId);
    return nameForm(result, askerOf(actor).isModerator, textsFor(locale));
  },
};

const name: ModalHandler = {
  who: 'searchers',
  limit: 'enrol',
  reply: 'private',
  async run(invocation, services) {
    const { argument, actor, guildId, fields, members } = invocation;
    const result = services.results.look(argument, actor.id, guildId);
    const faceNumber = namedFace(result, fields.face?.[0]);
    if (faceNumber === undefined) {
      throw new UserError('choice-expired', {});
    }
    const [memberId] = fields.member ?? [];
    const [displayName] = fields.name ?? [];
    if (memberId === undefined && displayName === undefined) {
      throw new UserError('nobody-named', {});
    }
    const step = await services.enrolment.begin({
      guildId,
      asker: askerOf(actor),
      photo: result.photo,
      faceNumber,
      ...(memberId !== undefined && { person: { id: memberId, isMember: members.includes(memberId) } }),
      ...(displayName !== undefined && { name: displayName }),
    });
    await answer(invocation, services, step);
  },
};

const notThisPerson: ComponentHandler = {
  who: 'searchers',
  reply: 'private',
  async run({ argument, actor, guildId, values, locale, editReply }, { results, corrections }) {
    const result = results.look(argument, actor.id, guildId);
    const by = { actorId: actor.id, isModerator: askerOf(actor).isModerator };
    const displayName = await corrections.rejectResult(by, result, Number(values[0]));
    const { whois } = textsFor(locale);
    await editReply({
      components: [
        container('good', [heading(whois.notThisTitle), text(whois.notThisDone(escapeMarkup(displayName)))]),
      ],
    });
  },
};

export const whoisComponents = { name: openForm, not: notThisPerson, ...whereElseComponents };
export const whoisModals = { name };
