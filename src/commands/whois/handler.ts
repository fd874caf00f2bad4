import { textsFor } from '../../texts/texts.ts';
import { askerOf } from '../asker.ts';
import { defineCommand } from '../command.ts';
import { whoisComponents, whoisModals } from './components.ts';
import { whoisDefinition } from './definition.ts';
import { pictureLimit, whoisReply } from './reply.ts';

export const whois = defineCommand(
  whoisDefinition,
  {
    who: 'searchers',
    limit: 'search',
    reply: ({ share }) => (share === true ? 'shared' : 'private'),
    async run(invocation, { identifier }) {
      const { photo, share } = invocation.options;
      const shared = share === true;
      const asker = askerOf(invocation.actor);
      const identification = await identifier.identify({
        guildId: invocation.guildId,
        channelId: invocation.channelId,
        asker,
        photo,
        shared,
        pictureLimit,
      });
      const texts = textsFor(shared ? invocation.guildLocale : invocation.locale);
      await invocation.editReply(whoisReply(identification, asker, texts));
    },
  },
  { components: whoisComponents, modals: whoisModals },
);
