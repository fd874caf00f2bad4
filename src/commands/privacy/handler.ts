import { UserError } from '../../errors/user-error.ts';
import { textsFor } from '../../texts/texts.ts';
import { type CommandHandler, type ComponentHandler, defineSubcommands } from '../command.ts';
import { sentence } from '../layout.ts';
import type { Services } from '../services.ts';
import { isPrivacyAction, type PrivacyAction, perform, privacyActions } from './actions.ts';
import { privacyDefinition } from './definition.ts';
import { chooseServerReply, type Server, withdrawnReply } from './reply.ts';

async function serverOf(guildId: string, { messenger }: Services, locale: string): Promise<Server> {
  const { privacy } = textsFor(locale);
  return { guildId, name: (await messenger.server(guildId))?.name ?? privacy.unknownServer(guildId) };
}

/** In a server it is about that one; elsewhere about the one that holds something, or a choice of several. */
const about = (action: PrivacyAction): CommandHandler<Record<never, never>> => ({
  who: 'everyone',
  where: 'anywhere',
  reply: 'private',
  limitOnceKnown: privacyActions[action].limit,
  async run(invocation, services) {
    const { guildId, actor, locale, editReply } = invocation;
    const guildIds = guildId === null ? await services.privacy.servers(actor.id) : [guildId];
    const servers = await Promise.all(guildIds.map((id) => serverOf(id, services, locale)));
    const [only, another] = servers;
    if (only !== undefined && another === undefined) {
      await perform(action, invocation, services, only);
      return;
    }
    await editReply(chooseServerReply(action, servers, textsFor(locale)));
  },
});

const server: ComponentHandler = {
  who: 'everyone',
  where: 'anywhere',
  reply: 'update',
  async run(invocation, services) {
    const { argument, values, actor, locale } = invocation;
    const [chosen] = values;
    const own = await services.privacy.servers(actor.id);
    if (!isPrivacyAction(argument) || chosen === undefined || !own.includes(chosen)) {
      throw new UserError('choice-expired', {});
    }
    await perform(argument, invocation, services, await serverOf(chosen, services, locale));
  },
};

/** The second click. Whatever the id says, only what is the clicker's own can be erased. */
const withdraw: ComponentHandler = {
  who: 'everyone',
  where: 'anywhere',
  reply: 'update',
  async run({ argument, actor, locale, editReply }, { privacy, settings }) {
    if (!/^\d{1,19}$/.test(argument)) {
      throw new UserError('choice-expired', {});
    }
    await privacy.withdraw(argument, actor.id);
    await editReply(withdrawnReply(await settings.of(argument), textsFor(locale)));
  },
};

const cancel: ComponentHandler = {
  who: 'everyone',
  where: 'anywhere',
  reply: 'update',
  async run({ locale, editReply }) {
    await editReply(sentence('neutral', textsFor(locale).common.nothingChanged));
  },
};

export const privacy = defineSubcommands(
  privacyDefinition,
  {
    status: about('status'),
    export: about('export'),
    withdraw: about('withdraw'),
    'opt-out': about('opt-out'),
    'opt-in': about('opt-in'),
  },
  { components: { server, withdraw, cancel } },
);
