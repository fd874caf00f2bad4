import type { RowId } from '../ids.ts';
import type { Scope, Statement } from '../scope.ts';
import type { UpgradeRepository } from '../upgrade-types.ts';

export const statements = {
  outdatedEnrolments: {
    name: 'upgrade.outdated-enrolments',
    text: `select face_id as "faceId", picture_id as "pictureId", person_id as "personId", width, height,
  box_x as "boxX", box_y as "boxY", box_width as "boxWidth", box_height as "boxHeight"
from face join picture using (guild_id, picture_id)
where guild_id = $1 and origin = 'enrolment' and model_version <> $2 and face_id > $3 and stored_copy is not null
order by face_id limit $4`,
  },
  removeFace: {
    name: 'upgrade.remove-face',
    text: `delete from face where guild_id = $1 and face_id = $2 returning face_id`,
  },
} as const satisfies Record<string, Statement>;

interface Row {
  readonly faceId: RowId;
  readonly pictureId: RowId;
  readonly personId: RowId;
  readonly width: number;
  readonly height: number;
  readonly boxX: number;
  readonly boxY: number;
  readonly boxWidth: number;
  readonly boxHeight: number;
}

export function upgradeRepository(scope: Scope): UpgradeRepository {
  return {
    async outdatedEnrolments(modelVersion, afterFace, limit) {
      const rows = await scope.run<Row>(statements.outdatedEnrolments, [modelVersion, afterFace, limit]);
      return rows.map(({ boxX, boxY, boxWidth, boxHeight, ...face }) => ({
        ...face,
        box: { x: boxX, y: boxY, width: boxWidth, height: boxHeight },
      }));
    },
    async removeFace(faceId) {
      return (await scope.run(statements.removeFace, [faceId])).length > 0;
    },
  };
}
