import { textsFor } from '../../texts/texts.ts';
import { defineSubcommands } from '../command.ts';
import { picturesPerPage } from '../pictures.ts';
import { personComponents, viewerOf } from './components.ts';
import { personDefinition } from './definition.ts';
import {
  findReply,
  listReply,
  mergedReply,
  peoplePerPage,
  rejectedReply,
  removeReply,
  renamedReply,
  sheetReply,
  unmergedReply,
} from './reply.ts';
import { resolveMerged, resolvePerson, suggestMerged, suggestPeople } from './resolve.ts';

export const person = defineSubcommands(
  personDefinition,
  {
    find: {
      who: 'searchers',
      limit: 'search',
      reply: ({ share }) => (share === true ? 'shared' : 'private'),
      suggest: { person: suggestPeople },
      async run(invocation, { people }) {
        const { guildId, options } = invocation;
        const shared = options.share === true;
        const { personId } = await resolvePerson(people, guildId, options.person);
        const found = await people.find(viewerOf(invocation, shared), personId, 1, picturesPerPage);
        const texts = textsFor(shared ? invocation.guildLocale : invocation.locale);
        await invocation.editReply(findReply(found, 1, shared, texts));
      },
    },
    list: {
      who: 'moderators',
      reply: 'private',
      async run({ guildId, locale, editReply }, { people }) {
        await editReply(listReply(await people.list(guildId, 1, peoplePerPage), textsFor(locale)));
      },
    },
    show: {
      who: 'moderators',
      reply: 'private',
      suggest: { person: suggestPeople },
      async run(invocation, { people }) {
        const { guildId, options, locale } = invocation;
        const { personId } = await resolvePerson(people, guildId, options.person);
        const sheet = await people.sheet(guildId, personId);
        const pictures = await people.pictures(viewerOf(invocation), personId, 1, picturesPerPage);
        await invocation.editReply(sheetReply(sheet, pictures, 1, textsFor(locale)));
      },
    },
    rename: {
      who: 'moderators',
      reply: 'private',
      suggest: { person: suggestPeople },
      async run({ guildId, actor, options, locale, editReply }, { people, moderation }) {
        const found = await resolvePerson(people, guildId, options.person);
        const name = await moderation.rename({ guildId, actorId: actor.id }, found, options.name);
        await editReply(renamedReply(found.displayName, name, textsFor(locale)));
      },
    },
    merge: {
      who: 'moderators',
      reply: 'private',
      suggest: { person: suggestPeople, into: suggestPeople },
      async run({ guildId, actor, options, locale, editReply }, { people, moderation }) {
        const one = await resolvePerson(people, guildId, options.person);
        const other = await resolvePerson(people, guildId, options.into);
        const merged = await moderation.merge({ guildId, actorId: actor.id }, one, other);
        await editReply(mergedReply(merged, textsFor(locale)));
      },
    },
    unmerge: {
      who: 'moderators',
      reply: 'private',
      suggest: { person: suggestMerged },
      async run({ guildId, actor, options, locale, editReply }, { people, moderation }) {
        const merged = await resolveMerged(people, guildId, options.person);
        await moderation.unmerge({ guildId, actorId: actor.id }, merged);
        await editReply(unmergedReply(merged, textsFor(locale)));
      },
    },
    'not-this-person': {
      who: 'moderators',
      limit: 'search',
      reply: 'private',
      suggest: { person: suggestPeople },
      async run({ guildId, actor, options, locale, editReply }, { people, corrections }) {
        const found = await resolvePerson(people, guildId, options.person);
        await corrections.rejectPhoto({ guildId, actorId: actor.id }, found, options.photo);
        await editReply(rejectedReply(found, textsFor(locale)));
      },
    },
    remove: {
      who: 'moderators',
      reply: 'private',
      suggest: { person: suggestPeople },
      async run({ guildId, options, locale, editReply }, { people }) {
        const { personId } = await resolvePerson(people, guildId, options.person);
        await editReply(removeReply(await people.sheet(guildId, personId), textsFor(locale)));
      },
    },
  },
  { components: personComponents },
);
