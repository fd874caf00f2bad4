import { UserError } from '../../errors/user-error.ts';
import { textsFor } from '../../texts/texts.ts';
import type { ComponentHandler } from '../command.ts';
import type { Invocation } from '../invocation.ts';
import { sentence } from '../layout.ts';
import { escapeMarkup } from '../markup.ts';
import { picturesPerPage } from '../pictures.ts';
import { findReply, listReply, peoplePerPage, removePictureReply, sheetReply } from './reply.ts';

/** Two numbers of an id. Untrusted, but all they can lead to is of the asker's own server. */
function pair(argument: string): [string, string] {
  const [, first, second] = /^(\d{1,18})\.(\d{1,18})$/.exec(argument) ?? [];
  if (first === undefined || second === undefined) {
    throw new UserError('choice-expired', {});
  }
  return [first, second];
}

/** Who looks, in a reply that only they see. */
export const viewerOf = ({ guildId, channelId, actor }: Invocation, shared = false) => ({
  guildId,
  channelId,
  memberId: actor.id,
  shared,
});

const findPage: ComponentHandler = {
  who: 'searchers',
  limit: 'search',
  reply: 'update',
  async run(invocation, { people }) {
    const [personId, page] = pair(invocation.argument);
    const found = await people.find(viewerOf(invocation), personId, Number(page), picturesPerPage);
    await invocation.editReply(findReply(found, Number(page), false, textsFor(invocation.locale)));
  },
};

const listPage: ComponentHandler = {
  who: 'moderators',
  reply: 'update',
  async run({ argument, guildId, locale, editReply }, { people }) {
    await editReply(
      listReply(await people.list(guildId, Number(argument) || 1, peoplePerPage), textsFor(locale)),
    );
  },
};

const showPage: ComponentHandler = {
  who: 'moderators',
  reply: 'update',
  async run(invocation, { people }) {
    const [personId, page] = pair(invocation.argument);
    const sheet = await people.sheet(invocation.guildId, personId);
    const pictures = await people.pictures(viewerOf(invocation), personId, Number(page), picturesPerPage);
    await invocation.editReply(sheetReply(sheet, pictures, Number(page), textsFor(invocation.locale)));
  },
};

const picture: ComponentHandler = {
  who: 'moderators',
  reply: 'private',
  async run({ argument, values, guildId, locale, editReply }, { people }) {
    const [personId, pictureId] = pair(`${argument}.${values[0]}`);
    const person = await people.get(guildId, personId);
    await editReply(removePictureReply(person, pictureId, textsFor(locale)));
  },
};

const removePicture: ComponentHandler = {
  who: 'moderators',
  reply: 'update',
  async run({ argument, guildId, actor, locale, editReply }, { people, moderation }) {
    const [personId, pictureId] = pair(argument);
    const person = await people.get(guildId, personId);
    const origin = await moderation.removePicture({ guildId, actorId: actor.id }, person, pictureId);
    const texts = textsFor(locale).person;
    await editReply(sentence('good', origin === 'enrolment' ? texts.photoRemoved : texts.indexedRemoved));
  },
};

const remove: ComponentHandler = {
  who: 'moderators',
  reply: 'update',
  async run({ argument, guildId, actor, locale, editReply }, { people, moderation }) {
    const [personId] = pair(`${argument}.0`);
    const person = await people.get(guildId, personId);
    await moderation.remove({ guildId, actorId: actor.id }, person);
    await editReply(sentence('good', textsFor(locale).person.removed(escapeMarkup(person.displayName))));
  },
};

const cancel: ComponentHandler = {
  who: 'everyone',
  reply: 'update',
  async run({ locale, editReply }) {
    await editReply(sentence('neutral', textsFor(locale).common.nothingChanged));
  },
};

export const personComponents = {
  'find-page': findPage,
  'list-page': listPage,
  'show-page': showPage,
  picture,
  'picture-remove': removePicture,
  remove,
  cancel,
};
