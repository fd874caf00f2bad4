import type { RowId } from '../ids.ts';
import type { MatchingRepository } from '../indexing-types.ts';
import { boxOf, samePlace } from '../same-place.ts';
import { onlyRow, type Scope, type Statement } from '../scope.ts';

export const statements = {
  // Distances are between stored descriptors only, so nothing has to leave the database. A face goes to the nearest
  // of the people enrolled since, a person has one face a picture, and what was rejected stays rejected.
  assignPage: {
    name: 'matching.assign-page',
    text: `with page as materialized (
  select face_id, picture_id, person_id, box_x, box_y, box_width, box_height,
    key_id, descriptor_low, descriptor_high
  from face
  where guild_id = $1 and origin = 'indexed' and model_version = $2 and face_id > $5
  order by face_id limit $6
), enrolled as materialized (
  select face.person_id, face.key_id, face.descriptor_low, face.descriptor_high
  from face
  join consent on consent.guild_id = face.guild_id and consent.person_id = face.person_id
  where face.guild_id = $1 and face.origin = 'enrolment' and face.model_version = $2 and face.created_at > $3
), near as (
  select page.face_id, page.picture_id, enrolled.person_id, min(d.distance) as distance
  from page
  cross join enrolled
  cross join lateral (
    select sqrt((page.descriptor_low <-> enrolled.descriptor_low) ^ 2
      + (page.descriptor_high <-> enrolled.descriptor_high) ^ 2)
  ) as d (distance)
  where page.person_id is null and page.key_id = enrolled.key_id and d.distance <= $4
    and not exists (
      select from rejection
      join picture on picture.guild_id = $1 and picture.picture_id = page.picture_id
      where rejection.guild_id = $1 and rejection.person_id = enrolled.person_id and rejection.sha256 = picture.sha256
        and ${samePlace(boxOf('rejection'), boxOf('page'))}
    )
    and not exists (
      select from face as other
      where other.guild_id = $1 and other.picture_id = page.picture_id and other.person_id = enrolled.person_id
    )
  group by page.face_id, page.picture_id, enrolled.person_id
), nearest as (
  select distinct on (face_id) * from near order by face_id, distance, person_id
), chosen as (
  select distinct on (picture_id, person_id) * from nearest order by picture_id, person_id, distance, face_id
), assigned as (
  update face set person_id = chosen.person_id from chosen
  where face.guild_id = $1 and face.face_id = chosen.face_id and face.person_id is null
  returning face.face_id
)
select (select max(face_id) from page) as "lastFace", (select count(*) from assigned)::integer as assigned`,
  },
} as const satisfies Record<string, Statement>;

export function matchingRepository(scope: Scope): MatchingRepository {
  return {
    async assignPage({ modelVersion, enrolledSince, threshold, afterFace, limit }) {
      const { lastFace, assigned } = onlyRow(
        await scope.run<{ lastFace: RowId | null; assigned: number }>(statements.assignPage, [
          modelVersion,
          enrolledSince,
          threshold,
          afterFace,
          limit,
        ]),
      );
      return lastFace === null ? null : { lastFace, assigned };
    },
  };
}
