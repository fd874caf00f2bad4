import { UserError } from '../../errors/user-error.ts';
import { picturesOfMessage } from '../../services/identification/search-results.ts';
import { sentenceFor, type Texts, textsFor } from '../../texts/texts.ts';
import { askerOf } from '../asker.ts';
import { defineMessageCommand } from '../command.ts';
import type { ReplyMessage } from '../invocation.ts';
import { container, heading, text } from '../layout.ts';
import { pictureLimit, whoisReply } from '../whois/reply.ts';
import { whoIsThisDefinition } from './definition.ts';

/** The same as /whois, for each picture of a message that is there already: one search and one reply a picture. */
export const whoIsThis = defineMessageCommand('who-is-this', whoIsThisDefinition, {
  who: 'searchers',
  limit: 'search',
  reply: 'private',
  async run(invocation, { identifier, rateLimits }) {
    const { images } = invocation.target;
    if (images.length === 0) {
      throw new UserError('no-pictures', {});
    }
    const asker = askerOf(invocation.actor);
    const texts = textsFor(invocation.locale);
    let send = invocation.editReply;
    for (const [index, photo] of images.slice(0, picturesOfMessage).entries()) {
      const place = { number: index + 1, count: images.length };
      const { guildId, channelId } = invocation;
      try {
        // The first was counted when the command came in.
        if (index > 0) {
          rateLimits.take('search', asker.id, guildId);
        }
      } catch (error) {
        await invocation.followUp(problemReply(error, place, texts));
        return;
      }
      const request = { guildId, channelId, asker, photo, shared: false, pictureLimit };
      await send(
        await identifier.identify(request).then(
          (identification) => whoisReply(identification, asker, texts, place),
          (error: unknown) => problemReply(error, place, texts),
        ),
      );
      send = invocation.followUp;
    }
    if (images.length > picturesOfMessage) {
      const said = text(texts.whois.onlyFirst(picturesOfMessage));
      await invocation.followUp({ components: [container('problem', [said])] });
    }
  },
});

/** One picture of several that cannot be read is no reason to keep quiet about the others. */
function problemReply(
  error: unknown,
  { number, count }: { number: number; count: number },
  texts: Texts,
): ReplyMessage {
  if (!(error instanceof UserError) || count === 1) {
    throw error;
  }
  const said = [heading(texts.whois.picture(number, count)), text(sentenceFor(error, texts))];
  return { components: [container('problem', said)] };
}
