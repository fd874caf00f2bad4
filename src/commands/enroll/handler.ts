import { textsFor } from '../../texts/texts.ts';
import { askerOf } from '../asker.ts';
import { type ComponentHandler, defineCommand } from '../command.ts';
import { answer } from './answer.ts';
import { enrollDefinition } from './definition.ts';
import { proposalComponents } from './proposal.ts';
import { declinedReply, workingReply } from './reply.ts';

const accept: ComponentHandler = {
  who: 'everyone',
  reply: 'update',
  async run(invocation, services) {
    await invocation.editReply(workingReply(textsFor(invocation.locale)));
    const step = await services.enrolment.accept(invocation.argument, invocation.actor.id);
    await answer(invocation, services, step);
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
  async run(invocation, services) {
    const faceNumber = Number(invocation.values[0]);
    const step = await services.enrolment.choose(invocation.argument, invocation.actor.id, faceNumber);
    await answer(invocation, services, step);
  },
};

export const enroll = defineCommand(
  enrollDefinition,
  {
    who: 'everyone',
    limit: 'enrol',
    reply: 'private',
    async run(invocation, services) {
      const { photo, person, name } = invocation.options;
      const step = await services.enrolment.begin({
        guildId: invocation.guildId,
        asker: askerOf(invocation.actor),
        photo,
        ...(person !== undefined && { person }),
        ...(name !== undefined && { name }),
      });
      await answer(invocation, services, step);
    },
  },
  { components: { accept, decline, choose, ...proposalComponents } },
);
