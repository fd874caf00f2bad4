import type { RowId, Snowflake } from '../ids.ts';
import type {
  Backfill,
  BackfillRepository,
  BackfillSchedule,
  BackfillState,
  BackfillTotals,
  WalkFailure,
} from '../indexing-types.ts';
import { onlyRow, type Scope, type Statement } from '../scope.ts';
import { THE_GUILD, WITH_GUILD } from './guild.ts';

const COLUMNS = `backfill_id as "backfillId", target_id as "targetId", state, since, picture_limit as "pictureLimit",
  requested_by as "requestedBy", report_channel_id as "reportChannelId", report_message_id as "reportMessageId",
  started_at as "startedAt", finished_at as "finishedAt"`;

export const statements = {
  start: {
    name: 'backfill.start',
    text: `insert into backfill (guild_id, target_id, since, picture_limit, requested_by)
select the_guild.guild_id, $2::bigint, $3::timestamptz, $4::integer, $5::bigint from ${THE_GUILD}
on conflict (guild_id, target_id) where state in ('preparing', 'running', 'paused') do nothing
returning backfill_id as "backfillId"`,
  },
  find: {
    name: 'backfill.find',
    text: `select ${COLUMNS} from backfill where guild_id = $1 and backfill_id = $2`,
  },
  open: {
    name: 'backfill.open',
    text: `select ${COLUMNS} from backfill
where guild_id = $1 and state in ('preparing', 'running', 'paused') order by backfill_id`,
  },
  latest: {
    name: 'backfill.latest',
    text: `select ${COLUMNS} from backfill where guild_id = $1 order by backfill_id desc limit 1`,
  },
  // Ids grow evenly with time, so the share of a channel's ids that were passed is that of its time.
  totals: {
    name: 'backfill.totals',
    text: `select count(*)::integer as channels,
  count(*) filter (where state <> 'open')::integer as "channelsDone",
  coalesce(sum(messages), 0)::integer as messages, coalesce(sum(pictures), 0)::integer as pictures,
  coalesce(sum(known), 0)::integer as known, coalesce(sum(looked), 0)::integer as looked,
  coalesce(sum(faces_found), 0)::integer as "facesFound", coalesce(sum(faces_kept), 0)::integer as "facesKept",
  coalesce(avg(case
    when state <> 'open' then 1
    when before_id is null or top_id is null then 0
    else least(1, greatest(0, (top_id - before_id)::float8 / greatest(1, top_id - greatest(until_id, channel_id))))
  end), 0)::float8 as share,
  (select coalesce(jsonb_object_agg(reason, number), '{}') from (
    select key as reason, sum(value::integer) as number
    from walk as one cross join lateral jsonb_each_text(one.skipped)
    where one.guild_id = $1 and one.backfill_id = $2 group by key
  ) as reasons) as skipped
from walk where guild_id = $1 and backfill_id = $2`,
  },
  failures: {
    name: 'backfill.failures',
    text: `select channel_id as "channelId", reason from walk
where guild_id = $1 and backfill_id = $2 and state = 'failed' order by channel_id`,
  },
  change: {
    name: 'backfill.change',
    text: `update backfill set state = $4,
  finished_at = case when $4 in ('cancelled', 'done') then now() end
where guild_id = $1 and backfill_id = $2 and state = any($3)
returning backfill_id`,
  },
  hold: {
    name: 'backfill.hold',
    text: `select from backfill where guild_id = $1 and backfill_id = $2 for update`,
  },
  finishWhenWalked: {
    name: 'backfill.finish-when-walked',
    text: `update backfill set state = 'done', finished_at = now()
where guild_id = $1 and backfill_id = $2 and state = 'running'
  and not exists (
    select from walk where walk.guild_id = $1 and walk.backfill_id = backfill.backfill_id and walk.state = 'open'
  )
returning backfill_id`,
  },
  setReport: {
    name: 'backfill.set-report',
    text: `update backfill set report_channel_id = $3, report_message_id = $4
where guild_id = $1 and backfill_id = $2`,
  },
  setReported: {
    name: 'backfill.set-reported',
    text: `update backfill set reported = true where guild_id = $1 and backfill_id = $2`,
  },
  unreported: {
    name: 'backfill.unreported',
    text: `select ${COLUMNS} from backfill
where guild_id = $1 and state in ('cancelled', 'done') and report_message_id is not null and not reported`,
  },
  removeOlderThan: {
    name: 'backfill.remove-older-than',
    text: `delete from backfill where guild_id = $1 and finished_at < now() - make_interval(days => $2)`,
  },
  setSchedule: {
    name: 'backfill.set-schedule',
    text: `${WITH_GUILD}
insert into backfill_schedule (guild_id, cron, time_zone, next_at) values ($1, $2, $3, $4)
on conflict (guild_id) do update
set cron = excluded.cron, time_zone = excluded.time_zone, next_at = excluded.next_at`,
  },
  removeSchedule: {
    name: 'backfill.remove-schedule',
    text: `delete from backfill_schedule where guild_id = $1`,
  },
  schedule: {
    name: 'backfill.schedule',
    text: `select cron, time_zone as "timeZone", next_at as "nextAt" from backfill_schedule where guild_id = $1`,
  },
  // JavaScript's dates have no microseconds.
  moveOn: {
    name: 'backfill.move-on',
    text: `update backfill_schedule set next_at = $3
where guild_id = $1 and date_trunc('milliseconds', next_at) = $2 and next_at <= now() returning guild_id`,
  },
} as const satisfies Record<string, Statement>;

type Row = Omit<Backfill, 'report'> & {
  reportChannelId: Snowflake | null;
  reportMessageId: Snowflake | null;
};

export function backfillRepository(scope: Scope): BackfillRepository {
  const several = async (statement: Statement, values: readonly unknown[] = []): Promise<Backfill[]> =>
    (await scope.run<Row>(statement, values)).map(toBackfill);
  const changed = async (statement: Statement, values: readonly unknown[]): Promise<boolean> =>
    (await scope.run(statement, values)).length === 1;
  const schedule = async (): Promise<BackfillSchedule | null> =>
    (await scope.run<BackfillSchedule>(statements.schedule, []))[0] ?? null;
  return {
    async start({ targetId, since, pictureLimit, requestedBy }) {
      const [row] = await scope.run<{ backfillId: RowId }>(statements.start, [
        targetId,
        since,
        pictureLimit,
        requestedBy,
      ]);
      return row?.backfillId ?? null;
    },
    async find(backfillId) {
      return (await several(statements.find, [backfillId]))[0] ?? null;
    },
    open: () => several(statements.open),
    async latest() {
      return (await several(statements.latest))[0] ?? null;
    },
    async totals(backfillId) {
      const totals = onlyRow(
        await scope.run<Omit<BackfillTotals, 'failures'>>(statements.totals, [backfillId]),
      );
      const failures = await scope.run<{ channelId: Snowflake; reason: WalkFailure }>(statements.failures, [
        backfillId,
      ]);
      return { ...totals, failures };
    },
    change: (backfillId: RowId, from: readonly BackfillState[], to: BackfillState) =>
      changed(statements.change, [backfillId, from, to]),
    async hold(backfillId) {
      await scope.run(statements.hold, [backfillId]);
    },
    finishWhenWalked: (backfillId) => changed(statements.finishWhenWalked, [backfillId]),
    async setReport(backfillId, { channelId, messageId }) {
      await scope.run(statements.setReport, [backfillId, channelId, messageId]);
    },
    async setReported(backfillId) {
      await scope.run(statements.setReported, [backfillId]);
    },
    unreported: () => several(statements.unreported),
    async setSchedule(wanted) {
      if (wanted === null) await scope.run(statements.removeSchedule, []);
      else await scope.run(statements.setSchedule, [wanted.cron, wanted.timeZone, wanted.nextAt]);
    },
    schedule,
    async removeOlderThan(days) {
      await scope.run(statements.removeOlderThan, [days]);
    },
    async takeDue(next) {
      const due = await schedule();
      if (due === null) return null;
      return (await changed(statements.moveOn, [due.nextAt, next(due)])) ? due : null;
    },
  };
}

function toBackfill({ reportChannelId, reportMessageId, ...row }: Row): Backfill {
  const report =
    reportChannelId === null || reportMessageId === null
      ? null
      : { channelId: reportChannelId, messageId: reportMessageId };
  return { ...row, report };
}
