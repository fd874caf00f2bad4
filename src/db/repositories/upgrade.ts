import type { AttachmentPlace } from '../indexing-types.ts';
import type { Scope, Statement } from '../scope.ts';
import type { OutdatedEnrolment, OutdatedFace, UpgradeRepository } from '../upgrade-types.ts';
import { PLACE } from './attachment.ts';

const BOX = `width, height, box_x as "boxX", box_y as "boxY", box_width as "boxWidth", box_height as "boxHeight"`;

export const statements = {
  outdatedEnrolments: {
    name: 'upgrade.outdated-enrolments',
    text: `select face_id as "faceId", picture_id as "pictureId", person_id as "personId", ${BOX}
from face join picture using (guild_id, picture_id)
where guild_id = $1 and origin = 'enrolment' and model_version <> $2 and face_id > $3 and stored_copy is not null
order by face_id limit $4`,
  },
  outdatedFaces: {
    name: 'upgrade.outdated-faces',
    text: `select face_id as "faceId", person_id as "personId", ${BOX}
from picture join face using (guild_id, picture_id)
where guild_id = $1 and attachment_id = $2 and origin = 'indexed' and model_version <> $3
order by face_id`,
  },
  outdatedPictures: {
    name: 'upgrade.outdated-pictures',
    text: `select ${PLACE} from attachment
where guild_id = $1 and attachment_id > $4 and faces_kept > 0
  and (model_version <> $2 or outcome = 'pending' or reason = any($3))
  and exists (
    select from picture join face using (guild_id, picture_id)
    where guild_id = $1 and picture.attachment_id = attachment.attachment_id
      and origin = 'indexed' and face.model_version <> $2
  )
order by attachment_id limit $5`,
  },
  removeFace: {
    name: 'upgrade.remove-face',
    text: `delete from face where guild_id = $1 and face_id = $2 returning face_id`,
  },
} as const satisfies Record<string, Statement>;

interface BoxColumns {
  readonly boxX: number;
  readonly boxY: number;
  readonly boxWidth: number;
  readonly boxHeight: number;
}

type Boxed<Face> = Omit<Face, 'box'> & BoxColumns;

function withBox<Face extends BoxColumns>({ boxX, boxY, boxWidth, boxHeight, ...face }: Face) {
  return { ...face, box: { x: boxX, y: boxY, width: boxWidth, height: boxHeight } };
}

export function upgradeRepository(scope: Scope): UpgradeRepository {
  return {
    async outdatedEnrolments(modelVersion, afterFace, limit) {
      const rows = await scope.run<Boxed<OutdatedEnrolment>>(statements.outdatedEnrolments, [
        modelVersion,
        afterFace,
        limit,
      ]);
      return rows.map(withBox);
    },
    async outdatedFaces(attachmentId, modelVersion) {
      const values = [attachmentId, modelVersion];
      return (await scope.run<Boxed<OutdatedFace>>(statements.outdatedFaces, values)).map(withBox);
    },
    outdatedPictures: (modelVersion, passingReasons, afterAttachment, limit) =>
      scope.run<AttachmentPlace>(statements.outdatedPictures, [
        modelVersion,
        passingReasons,
        afterAttachment,
        limit,
      ]),
    async removeFace(faceId) {
      return (await scope.run(statements.removeFace, [faceId])).length > 0;
    },
  };
}
