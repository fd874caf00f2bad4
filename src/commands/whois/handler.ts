import { textsFor } from '../../texts/texts.ts';
import { askerOf } from '../asker.ts';
import { defineCommand } from '../command.ts';
import { whoisDefinition } from './definition.ts';
import { pictureLimit, whoisReply } from './reply.ts';

export const whois = defineCommand(whoisDefinition, async (invocation, { identifier }) => {
  const { photo, share } = invocation.options;
  const shared = share === true;
  await invocation.deferReply(shared ? 'shared' : 'private');
  const identification = await identifier.identify({
    guildId: invocation.guildId,
    channelId: invocation.channelId,
    asker: askerOf(invocation.actor),
    photo,
    shared,
    pictureLimit,
  });
  const texts = textsFor(shared ? invocation.guildLocale : invocation.locale);
  await invocation.editReply(whoisReply(identification, texts));
});
