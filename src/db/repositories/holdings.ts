import type { RowId, Snowflake } from '../ids.ts';
import type { HeldConsent, HeldFace, HeldPicture, HoldingsRepository } from '../moderation-types.ts';
import { onlyRow, type Scope, type Statement } from '../scope.ts';
import { type SourceColumns, toSource } from './picture.ts';

const PICTURE = `picture_id as "pictureId", channel_id as "channelId", message_id as "messageId",
  attachment_id as "attachmentId", author_id as "authorId", posted_at as "postedAt", width, height,
  stored_copy is not null as "hasStoredCopy", added_by as "addedBy", added_at as "addedAt"`;

export const statements = {
  consent: {
    name: 'holdings.consent',
    text: `select kind, text_version as "textVersion", given_by as "givenBy", given_at as "givenAt"
from consent where guild_id = $1 and person_id = $2`,
  },
  counts: {
    name: 'holdings.counts',
    text: `select count(distinct picture_id) filter (where origin = 'enrolment')::integer as photos,
  count(distinct picture_id) filter (where origin = 'indexed')::integer as indexed
from face where guild_id = $1 and person_id = $2`,
  },
  pictures: {
    name: 'holdings.pictures',
    text: `select ${PICTURE} from picture
where guild_id = $1 and picture_id in (select picture_id from face where guild_id = $1 and person_id = $2)
order by picture_id`,
  },
  posted: {
    name: 'holdings.posted',
    text: `select ${PICTURE} from picture where guild_id = $1 and author_id = $2 order by picture_id`,
  },
  countPosted: {
    name: 'holdings.count-posted',
    text: `select count(*)::integer as posted from picture where guild_id = $1 and author_id = $2`,
  },
  faces: {
    name: 'holdings.faces',
    text: `select picture_id as "pictureId", origin, box_x as x, box_y as y, box_width as width, box_height as height,
  model_version as "modelVersion", created_at as "createdAt", key_id as "keyId",
  array(select cube_ll_coord(descriptor_low, n) from generate_series(1, cube_dim(descriptor_low)) as n)
    || array(select cube_ll_coord(descriptor_high, n) from generate_series(1, cube_dim(descriptor_high)) as n)
    as stored
from face where guild_id = $1 and person_id = $2 order by face_id`,
  },
  rejections: {
    name: 'holdings.rejections',
    text: `select rejected_by as "rejectedBy", rejected_at as "rejectedAt"
from rejection where guild_id = $1 and person_id = $2 order by rejection_id`,
  },
} as const satisfies Record<string, Statement>;

type PictureRow = SourceColumns & Omit<HeldPicture, 'source'>;

interface FaceRow {
  pictureId: RowId;
  origin: HeldFace['origin'];
  x: number;
  y: number;
  width: number;
  height: number;
  modelVersion: string;
  keyId: RowId;
  stored: number[];
  createdAt: Date;
}

export function holdingsRepository(scope: Scope): HoldingsRepository {
  const pictures = async (statement: Statement, whose: string): Promise<HeldPicture[]> => {
    const rows = await scope.run<PictureRow>(statement, [whose]);
    return rows.map((row) => {
      const { pictureId, width, height, hasStoredCopy, addedBy, addedAt } = row;
      return { pictureId, source: toSource(row), width, height, hasStoredCopy, addedBy, addedAt };
    });
  };
  return {
    async consent(personId) {
      return (await scope.run<HeldConsent>(statements.consent, [personId]))[0] ?? null;
    },
    async counts(personId) {
      return onlyRow(await scope.run<{ photos: number; indexed: number }>(statements.counts, [personId]));
    },
    pictures: (personId) => pictures(statements.pictures, personId),
    posted: (memberId) => pictures(statements.posted, memberId),
    async countPosted(memberId) {
      return onlyRow(await scope.run<{ posted: number }>(statements.countPosted, [memberId])).posted;
    },
    async faces(personId) {
      const rows = await scope.run<FaceRow>(statements.faces, [personId]);
      return Promise.all(
        rows.map(async ({ x, y, width, height, keyId, stored, ...face }) => {
          const { isometry } = await scope.keys.byId(keyId);
          // As it was given: 32-bit numbers.
          const descriptor = Array.from(isometry.invert(stored), Math.fround);
          return { ...face, box: { x, y, width, height }, descriptor };
        }),
      );
    },
    rejections: (personId) =>
      scope.run<{ rejectedBy: Snowflake; rejectedAt: Date }>(statements.rejections, [personId]),
  };
}
