import { UserError } from '../../errors/user-error.ts';
import type { Backfills } from '../../services/backfill/backfills.ts';
import { checkTimetable, checkTimeZone, type Preset, presets } from '../../services/backfill/timetable.ts';
import { textsFor } from '../../texts/texts.ts';
import { type CommandHandler, type ComponentHandler, defineSubcommands } from '../command.ts';
import { sentence } from '../layout.ts';
import { dateMarkup } from '../markup.ts';
import type { SubcommandsOf } from '../options.ts';
import { backfillDefinition } from './definition.ts';
import { overviewReply, progressMessage } from './reply.ts';

type Options = SubcommandsOf<typeof backfillDefinition>;
type Of<Name extends keyof Options> = CommandHandler<Options[Name]>;

const moderators = { who: 'moderators', reply: 'private' } as const;

const start: Of<'start'> = {
  ...moderators,
  async run({ guildId, channelId, actor, locale, options, editReply }, { backfills, progress }) {
    const { backfill } = textsFor(locale);
    const backfillId = await backfills.start({
      guildId,
      actorId: actor.id,
      channelId: options.channel?.id ?? null,
      since: options.since === undefined ? null : dayOf(options.since),
      pictureLimit: options.limit ?? null,
    });
    const shown = await progress.open(guildId, channelId, backfillId);
    await editReply(sentence('good', shown ? backfill.started : backfill.startedUnseen));
  },
};

const pause: Of<'pause'> = {
  ...moderators,
  async run({ guildId, actor, locale, editReply }, { backfills }) {
    const paused = await backfills.pause(guildId, actor.id);
    await editReply(sentence('good', textsFor(locale).backfill.paused(paused)));
  },
};

const resume: Of<'resume'> = {
  ...moderators,
  async run({ guildId, actor, locale, editReply }, { backfills }) {
    const resumed = await backfills.resume(guildId, actor.id);
    await editReply(sentence('good', textsFor(locale).backfill.resumed(resumed)));
  },
};

const cancel: Of<'cancel'> = {
  ...moderators,
  async run({ guildId, actor, locale, options, editReply }, { backfills }) {
    await backfills.cancel(guildId, actor.id, options.channel?.id ?? null);
    await editReply(sentence('good', textsFor(locale).backfill.cancelled));
  },
};

const status: Of<'status'> = {
  ...moderators,
  async run({ guildId, locale, editReply }, { backfills, progress }) {
    const overview = await backfills.overview(guildId);
    await editReply(
      overviewReply(guildId, overview, (one) => progress.paceOf(guildId, one), textsFor(locale)),
    );
  },
};

const schedule: Of<'schedule'> = {
  ...moderators,
  suggest: {
    async time_zone(typed) {
      const wanted = typed.trim().toLowerCase().replaceAll(' ', '_');
      return ['UTC', ...Intl.supportedValuesOf('timeZone')]
        .filter((name) => name.toLowerCase().includes(wanted))
        .map((name) => ({ name, value: name }));
    },
  },
  async run({ guildId, actor, locale, options, editReply }, { backfills }) {
    const { backfill } = textsFor(locale);
    const { when } = options;
    if (when === 'never') {
      await backfills.unschedule(guildId, actor.id);
      await editReply(sentence('good', backfill.noSchedule));
      return;
    }
    const timeZone = checkTimeZone(options.time_zone ?? 'UTC');
    const cron = when in presets ? presets[when as Preset] : (options.cron ?? '');
    const timetable = checkTimetable({ cron, timeZone }, new Date());
    const nextAt = await backfills.schedule(guildId, actor.id, timetable);
    await editReply(sentence('good', backfill.schedule(timetable.cron, timeZone, dateMarkup(nextAt))));
  },
};

/** A button of the progress message, which shows at once what came of it. */
const button = (
  act: (backfills: Backfills, guildId: string, actorId: string, backfillId: string) => Promise<unknown>,
): ComponentHandler => ({
  who: 'moderators',
  reply: 'update',
  async run({ guildId, actor, guildLocale, argument, editReply }, { backfills, progress }) {
    if (!/^\d{1,18}$/.test(argument)) throw new UserError('no-backfill', {});
    await act(backfills, guildId, actor.id, argument);
    const status = await backfills.status(guildId, argument);
    await editReply(
      progressMessage(guildId, status, progress.paceOf(guildId, status), textsFor(guildLocale)),
    );
  },
});

const again: ComponentHandler = {
  who: 'moderators',
  reply: 'update',
  async run({ guildId, actor, locale, editReply }, { backfills }) {
    const started = await backfills.again(guildId, actor.id);
    await editReply(sentence('good', textsFor(locale).backfill.startedAgain(started)));
  },
};

export const backfill = defineSubcommands(
  backfillDefinition,
  { start, pause, resume, cancel, status, schedule },
  {
    components: {
      pause: button((backfills, guildId, actorId, id) => backfills.pause(guildId, actorId, id)),
      resume: button((backfills, guildId, actorId, id) => backfills.resume(guildId, actorId, id)),
      cancel: button((backfills, guildId, actorId, id) => backfills.cancelOne(guildId, actorId, id)),
      again,
    },
  },
);

/** The beginning of a day, in UTC. @throws UserError `since-invalid` */
function dayOf(written: string): Date {
  const day = new Date(`${written}T00:00:00Z`);
  // The thirtieth of February would be taken for the first of March.
  const isDay = !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === written;
  if (!isDay || day > new Date()) {
    throw new UserError('since-invalid', {});
  }
  return day;
}
