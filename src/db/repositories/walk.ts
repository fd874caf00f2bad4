import type { Walk, WalkClaim, WalkRepository } from '../indexing-types.ts';
import type { Scope, Statement } from '../scope.ts';
import { THE_GUILD } from './guild.ts';

/** Open, not paused with its backfill, and still whoever claimed it last. */
const MINE = `walk.guild_id = $1 and walk.walk_id = $2 and walk.claim = $3 and walk.state = 'open'
  and not exists (
    select from backfill
    where backfill.guild_id = $1 and backfill.backfill_id = walk.backfill_id and backfill.state <> 'running'
  )`;

const TAKE_OVER = `update walk set claim = claim + 1, touched_at = now()
where guild_id = $1 and state = 'open'
  and not exists (
    select from backfill
    where backfill.guild_id = $1 and backfill.backfill_id = walk.backfill_id and backfill.state <> 'running'
  )`;

const CLAIM = `returning walk_id as "walkId", claim`;

export const statements = {
  // A channel that could not be begun is settled at once.
  add: {
    name: 'walk.add',
    text: `insert into walk (guild_id, backfill_id, channel_id, parent_id, until_id, top_id, picture_limit, state, reason)
select the_guild.guild_id, $2::bigint, $3::bigint, $4::bigint, $5::bigint, $6::bigint, $7::integer,
  case when $8::text is null then 'open' else 'failed' end, $8
from ${THE_GUILD}
on conflict (guild_id, backfill_id, channel_id) do nothing
returning walk_id as "walkId", claim, state`,
  },
  find: {
    name: 'walk.find',
    text: `select walk_id as "walkId", backfill_id as "backfillId", channel_id as "channelId", parent_id as "parentId",
  before_id as "beforeId", until_id as "untilId", picture_limit as "pictureLimit", pictures
from walk where ${MINE}`,
  },
  // Counted from what is written down of the page's pictures, so that a page that was begun by a job that is gone,
  // and finished by another, is counted as if one had read it.
  advance: {
    name: 'walk.advance',
    text: `with page as (
  select attachment.*, looked_at < (select started_at from walk where guild_id = $1 and walk_id = $2) as known
  from attachment where guild_id = $1 and attachment_id = any($6::bigint[])
), reasons as (
  select reason, count(*) as number from page where outcome = 'skipped' and not known group by reason
)
update walk set before_id = $4, messages = messages + $5, touched_at = now(),
  top_id = coalesce(top_id, $4),
  pictures = pictures + cardinality($6::bigint[]),
  known = known + (select count(*) from page where known),
  looked = looked + (select count(*) from page where outcome = 'looked' and not known),
  faces_found = faces_found + (select coalesce(sum(page.faces_found), 0) from page where outcome = 'looked' and not known),
  faces_kept = faces_kept + (select coalesce(sum(page.faces_kept), 0) from page where outcome = 'looked' and not known),
  skipped = skipped || (
    select coalesce(jsonb_object_agg(reasons.reason, reasons.number + coalesce((skipped ->> reasons.reason)::integer, 0)), '{}')
    from reasons
  )
where ${MINE} and before_id is not distinct from $7
returning walk_id`,
  },
  end: {
    name: 'walk.end',
    text: `update walk set state = case when $4::text is null then 'done' else 'failed' end, reason = $4, touched_at = now()
where ${MINE} and backfill_id is not null`,
  },
  dropCaughtUp: {
    name: 'walk.drop-caught-up',
    text: `delete from walk where ${MINE} and backfill_id is null`,
  },
  takeOver: {
    name: 'walk.take-over',
    text: `${TAKE_OVER} and touched_at <= now() - make_interval(secs => $2) ${CLAIM}`,
  },
  takeOverOf: {
    name: 'walk.take-over-of',
    text: `${TAKE_OVER} and backfill_id = $2 ${CLAIM}`,
  },
} as const satisfies Record<string, Statement>;

export function walkRepository(scope: Scope): WalkRepository {
  return {
    async add({ backfillId, channelId, parentId, untilId, topId, pictureLimit, failure }) {
      const [row] = await scope.run<WalkClaim & { state: string }>(statements.add, [
        backfillId,
        channelId,
        parentId,
        untilId,
        topId,
        pictureLimit,
        failure ?? null,
      ]);
      return row?.state === 'open' ? { walkId: row.walkId, claim: row.claim } : null;
    },
    async find({ walkId, claim }) {
      return (await scope.run<Walk>(statements.find, [walkId, claim]))[0] ?? null;
    },
    async advance({ walkId, claim }, { fromId, beforeId, messages, attachmentIds }) {
      const rows = await scope.run(statements.advance, [
        walkId,
        claim,
        beforeId,
        messages,
        attachmentIds,
        fromId,
      ]);
      return rows.length === 1;
    },
    async end({ walkId, claim }, failure) {
      await scope.run(statements.end, [walkId, claim, failure]);
      await scope.run(statements.dropCaughtUp, [walkId, claim]);
    },
    takeOver: (idleSeconds) => scope.run<WalkClaim>(statements.takeOver, [idleSeconds]),
    takeOverOf: (backfillId) => scope.run<WalkClaim>(statements.takeOverOf, [backfillId]),
  };
}
