import { textsFor } from '../../texts/texts.ts';
import { askerOf } from '../asker.ts';
import { type ComponentHandler, defineCommand } from '../command.ts';
import { enrollDefinition } from './definition.ts';
import { declinedReply, enrolmentReply, workingReply } from './reply.ts';

const accept: ComponentHandler = {
  who: 'everyone',
  reply: 'update',
  async run(invocation, { enrolment }) {
    const texts = textsFor(invocation.locale);
    await invocation.editReply(workingReply(texts));
    const step = await enrolment.accept(invocation.argument, invocation.actor.id);
    await invocation.editReply(enrolmentReply(step, texts));
  },
};

const decline: ComponentHandler = {
  who: 'everyone',
  reply: 'update',
  async run(invocation, { enrolment }) {
    await enrolment.decline(invocation.argument, invocation.actor.id);
    await invocation.editReply(declinedReply(textsFor(invocation.locale)));
  },
};

const choose: ComponentHandler = {
  who: 'everyone',
  reply: 'update',
  async run(invocation, { enrolment }) {
    const faceNumber = Number(invocation.values[0]);
    const step = await enrolment.choose(invocation.argument, invocation.actor.id, faceNumber);
    await invocation.editReply(enrolmentReply(step, textsFor(invocation.locale)));
  },
};

export const enroll = defineCommand(
  enrollDefinition,
  {
    who: 'everyone',
    limit: 'enrol',
    reply: 'private',
    async run(invocation, { enrolment }) {
      const { photo, person, name } = invocation.options;
      const step = await enrolment.begin({
        guildId: invocation.guildId,
        asker: askerOf(invocation.actor),
        photo,
        ...(person !== undefined && { person }),
        ...(name !== undefined && { name }),
      });
      await invocation.editReply(enrolmentReply(step, textsFor(invocation.locale)));
    },
  },
  { components: { accept, decline, choose } },
);
