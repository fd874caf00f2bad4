import type { Snowflake } from '../ids.ts';
import type { AttachmentPlace, AttachmentRepository } from '../indexing-types.ts';
import { onlyRow, type Scope, type Statement } from '../scope.ts';
import { THE_GUILD } from './guild.ts';

export const PLACE = `attachment_id as "attachmentId", channel_id as "channelId", parent_id as "parentId",
  message_id as "messageId"`;

// An enrolment is committed some time after the moment that its faces are dated with, and transactions end within
// half a minute: what was looked at within a minute after it may have missed it.
const LAST_ENROLMENT = `(select max(created_at) + interval '1 minute' from face
    where guild_id = $1 and origin = 'enrolment' and model_version = $2)`;

export const statements = {
  begin: {
    name: 'attachment.begin',
    text: `insert into attachment (guild_id, model_version, attachment_id, channel_id, parent_id, message_id)
select the_guild.guild_id, $2, place.*
from ${THE_GUILD}, unnest($5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[]) as place
on conflict (guild_id, attachment_id) do update
set outcome = 'pending', reason = null, model_version = excluded.model_version
where attachment.outcome = 'pending' or attachment.model_version <> excluded.model_version
  or attachment.reason = any($4)
  or (attachment.faces_kept < attachment.faces_found
    and ($3 or attachment.looked_at <= (select max(created_at) + interval '1 minute' from face
      where face.guild_id = $1 and face.origin = 'enrolment' and face.model_version = $2)))
returning attachment_id as "attachmentId"`,
  },
  hold: {
    name: 'attachment.hold',
    text: `select from attachment where guild_id = $1 and attachment_id = $2 for update`,
  },
  looked: {
    name: 'attachment.looked',
    text: `update attachment set outcome = 'looked', faces_found = $3, faces_kept = $4, looked_at = now()
where guild_id = $1 and attachment_id = $2`,
  },
  skipped: {
    name: 'attachment.skipped',
    text: `update attachment set outcome = 'skipped', reason = $3, looked_at = now()
where guild_id = $1 and attachment_id = $2`,
  },
  ofMessage: {
    name: 'attachment.of-message',
    text: `select attachment_id as "attachmentId" from attachment where guild_id = $1 and message_id = $2`,
  },
  toCheck: {
    name: 'attachment.to-check',
    text: `select ${PLACE} from attachment where guild_id = $1 and faces_kept > 0 and check_at <= now()
order by check_at, attachment_id limit $2`,
  },
  countKept: {
    name: 'attachment.count-kept',
    text: `select count(*)::integer as count from attachment where guild_id = $1 and faces_kept > 0`,
  },
  between: {
    name: 'attachment.between',
    text: `select ${PLACE} from attachment
where guild_id = $1 and channel_id = $2 and message_id between $3 and $4`,
  },
  checked: {
    name: 'attachment.checked',
    text: `update attachment set check_at = now() + interval '7 days' where guild_id = $1 and attachment_id = any($2::bigint[])`,
  },
  doubt: {
    name: 'attachment.doubt',
    text: `update attachment set check_at = '-infinity'
from picture
where attachment.guild_id = $1 and picture.guild_id = $1 and picture.author_id = $2
  and picture.attachment_id = attachment.attachment_id
returning attachment.attachment_id`,
  },
  missedEnrolment: {
    name: 'attachment.missed-enrolment',
    text: `select exists (
  select from attachment where guild_id = $1 and model_version = $2 and faces_kept < faces_found
    and looked_at <= ${LAST_ENROLMENT}
) as missed`,
  },
} as const satisfies Record<string, Statement>;

export function attachmentRepository(scope: Scope): AttachmentRepository {
  return {
    async begin(places, { modelVersion, everyone, passingReasons }) {
      if (places.length === 0) return [];
      const rows = await scope.run<{ attachmentId: Snowflake }>(statements.begin, [
        modelVersion,
        everyone,
        passingReasons,
        places.map((place) => place.attachmentId),
        places.map((place) => place.channelId),
        places.map((place) => place.parentId),
        places.map((place) => place.messageId),
      ]);
      return rows.map(({ attachmentId }) => attachmentId);
    },
    async hold(attachmentId) {
      return (await scope.run(statements.hold, [attachmentId])).length === 1;
    },
    async looked(attachmentId, { found, kept }) {
      await scope.run(statements.looked, [attachmentId, found, kept]);
    },
    async skipped(attachmentId, reason) {
      await scope.run(statements.skipped, [attachmentId, reason]);
    },
    async ofMessage(messageId) {
      const rows = await scope.run<{ attachmentId: Snowflake }>(statements.ofMessage, [messageId]);
      return rows.map(({ attachmentId }) => attachmentId);
    },
    toCheck: (limit) => scope.run<AttachmentPlace>(statements.toCheck, [limit]),
    async countKept() {
      return onlyRow(await scope.run<{ count: number }>(statements.countKept, [])).count;
    },
    between: (channelId, oldest, newest) =>
      scope.run<AttachmentPlace>(statements.between, [channelId, oldest, newest]),
    async checked(attachmentIds) {
      await scope.run(statements.checked, [attachmentIds]);
    },
    async doubt(authorId) {
      return (await scope.run(statements.doubt, [authorId])).length;
    },
    async missedEnrolment(modelVersion) {
      return onlyRow(await scope.run<{ missed: boolean }>(statements.missedEnrolment, [modelVersion])).missed;
    },
  };
}
