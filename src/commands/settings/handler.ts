import { UserError } from '../../errors/user-error.ts';
import type { GuildSettings } from '../../services/settings/schema.ts';
import type { SettingsChange } from '../../services/settings/settings.ts';
import { textsFor } from '../../texts/texts.ts';
import { type ComponentHandler, defineCommand, type ModalHandler, type ModalOpener } from '../command.ts';
import type { Invocation } from '../invocation.ts';
import { container, sentence, text } from '../layout.ts';
import type { Services } from '../services.ts';
import { settingsDefinition } from './definition.ts';
import { everyoneReply, retentionForm, settingsReply } from './reply.ts';

async function show(
  { guildId, locale, editReply }: Invocation,
  { messenger }: Services,
  current: GuildSettings,
): Promise<void> {
  const { searchRoleId, logChannelId, excludedChannelIds } = current;
  const ids = [searchRoleId, logChannelId, ...excludedChannelIds].filter((id) => id !== null);
  await editReply(settingsReply(current, new Set(await messenger.existing(guildId, ids)), textsFor(locale)));
}

async function change(
  invocation: Invocation,
  services: Services,
  changes: SettingsChange['changes'],
): Promise<void> {
  const { guildId, actor } = invocation;
  const current = await services.settings.change({ guildId, actorId: actor.id, changes });
  await show(invocation, services, current);
}

/** A menu that sets one setting to what was picked. */
const picks = (changeOf: (values: readonly string[]) => SettingsChange['changes']): ComponentHandler => ({
  who: 'admins',
  reply: 'update',
  run: (invocation, services) => change(invocation, services, changeOf(invocation.values)),
});

const scope: ComponentHandler = {
  who: 'admins',
  reply: 'update',
  async run(invocation, services) {
    if (invocation.values[0] !== 'everyone') {
      await change(invocation, services, { indexingScope: invocation.values[0] });
      return;
    }
    // Not yet: the panel goes back to what holds, and a warning asks.
    await show(invocation, services, await services.settings.of(invocation.guildId));
    await invocation.followUp(everyoneReply(textsFor(invocation.locale)));
  },
};

const everyone: ComponentHandler = {
  who: 'admins',
  reply: 'update',
  async run({ guildId, actor, locale, editReply }, { settings }) {
    await settings.change({ guildId, actorId: actor.id, changes: { indexingScope: 'everyone' } });
    await editReply(sentence('good', textsFor(locale).settings.changed));
  },
};

const cancel: ComponentHandler = {
  who: 'admins',
  reply: 'update',
  async run({ locale, editReply }) {
    await editReply(sentence('neutral', textsFor(locale).common.nothingChanged));
  },
};

const logChannel: ComponentHandler = {
  who: 'admins',
  reply: 'update',
  async run(invocation, services) {
    const { guildId, guildLocale, values } = invocation;
    const [channelId] = values;
    if (channelId !== undefined) {
      const hello = { components: [container('neutral', [text(textsFor(guildLocale).audit.feedBegins)])] };
      if (!(await services.messenger.post(guildId, channelId, hello))) {
        throw new UserError('cannot-post', { channelId });
      }
    }
    await change(invocation, services, { logChannelId: channelId ?? null });
  },
};

const openRetention: ModalOpener = {
  who: 'admins',
  reply: 'modal',
  async open({ guildId, locale }, { settings }) {
    return retentionForm(await settings.of(guildId), textsFor(locale));
  },
};

const retention: ModalHandler = {
  who: 'admins',
  reply: 'update',
  async run(invocation, services) {
    const { pictures, audit } = invocation.fields;
    const days = (typed: string | undefined) => (typed === undefined ? null : Number(typed.trim()));
    await change(invocation, services, {
      pictureRetentionDays: days(pictures?.[0]),
      auditRetentionDays: days(audit?.[0]),
    });
  },
};

export const settings = defineCommand(
  settingsDefinition,
  {
    who: 'admins',
    reply: 'private',
    async run(invocation, services) {
      await show(invocation, services, await services.settings.of(invocation.guildId));
    },
  },
  {
    components: {
      'consent-mode': picks(([consentMode]) => ({ consentMode })),
      scope,
      everyone,
      cancel,
      bands: picks(([bandStrictness]) => ({ bandStrictness })),
      'search-role': picks(([searchRoleId = null]) => ({ searchRoleId })),
      excluded: picks((excludedChannelIds) => ({ excludedChannelIds })),
      'log-channel': logChannel,
      retention: openRetention,
    },
    modals: { retention },
  },
);
