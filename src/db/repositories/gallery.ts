import type { BoundingBox } from '../../vision/types.ts';
import type { RowId, Snowflake } from '../ids.ts';
import type { GalleryFace, GalleryPicture, GalleryRepository } from '../moderation-types.ts';
import { onlyRow, type Scope, type Statement } from '../scope.ts';
import { type SourceColumns, toSource } from './picture.ts';

const MAX_LIMIT = 100;

// A picture comes once, as an enrolment where the person was enrolled with it.
const OF_PERSON = `from (
  select picture_id, bool_or(origin = 'enrolment') as enrolment
  from face where guild_id = $1 and person_id = $2 group by picture_id
) as found
join picture on picture.guild_id = $1 and picture.picture_id = found.picture_id`;

const SHOWN = `where ($4 and enrolment and attachment_id is null) or channel_id = any($3::bigint[])`;

export const statements = {
  channels: {
    name: 'gallery.channels',
    text: `select channel_id as "channelId" ${OF_PERSON}
where channel_id is not null group by channel_id order by max(posted_at) desc, channel_id limit $3`,
  },
  page: {
    name: 'gallery.page',
    text: `select picture.picture_id as "pictureId", case when enrolment then 'enrolment' else 'indexed' end as origin,
  channel_id as "channelId", message_id as "messageId", attachment_id as "attachmentId", author_id as "authorId",
  posted_at as "postedAt", stored_copy is not null as "hasStoredCopy", added_by as "addedBy", added_at as "addedAt"
${OF_PERSON}
${SHOWN}
order by enrolment desc, coalesce(posted_at, added_at) desc, picture.picture_id desc
limit $5 offset $6`,
  },
  faces: {
    name: 'gallery.faces',
    text: `select origin, box_x as x, box_y as y, box_width as width, box_height as height, sha256
from face
join picture on picture.guild_id = $1 and picture.picture_id = face.picture_id
where face.guild_id = $1 and face.person_id = $2 and face.picture_id = $3 order by face_id`,
  },
  count: {
    name: 'gallery.count',
    text: `select count(*)::integer as count ${OF_PERSON} ${SHOWN}`,
  },
} as const satisfies Record<string, Statement>;

type Row = SourceColumns & {
  pictureId: RowId;
  origin: GalleryPicture['origin'];
  hasStoredCopy: boolean;
  addedBy: Snowflake;
  addedAt: Date;
};

type FaceRow = Pick<GalleryFace, 'origin' | 'sha256'> & BoundingBox;

export function galleryRepository(scope: Scope): GalleryRepository {
  return {
    async channels(personId, limit) {
      const rows = await scope.run<{ channelId: Snowflake }>(statements.channels, [personId, limit]);
      return rows.map(({ channelId }) => channelId);
    },
    async page({ personId, channelIds, storedCopies, limit, offset }) {
      if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
        throw new RangeError(`limit is 1 to ${MAX_LIMIT}`);
      }
      const rows = await scope.run<Row>(statements.page, [personId, channelIds, storedCopies, limit, offset]);
      return rows.map((row) => {
        const { pictureId, origin, hasStoredCopy, addedBy, addedAt } = row;
        return { pictureId, origin, source: toSource(row), hasStoredCopy, addedBy, addedAt };
      });
    },
    async count({ personId, channelIds, storedCopies }) {
      const values = [personId, channelIds, storedCopies];
      return onlyRow(await scope.run<{ count: number }>(statements.count, values)).count;
    },
    async faces(personId, pictureId) {
      const rows = await scope.run<FaceRow>(statements.faces, [personId, pictureId]);
      return rows.map(({ origin, sha256, ...box }) => ({ origin, sha256, box }));
    },
  };
}
