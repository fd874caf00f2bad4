import { realArray } from '../binary-array.ts';
import { descriptorsParameter } from '../descriptor.ts';
import { onlyRow, type Scope, type Statement } from '../scope.ts';
import type { FaceRepository, PersonMatch, RowId } from '../types.ts';

export const statements = {
  // Of an indexed face that is there, "do update" returns the row and changes nothing.
  add: {
    name: 'face.add',
    text: `insert into face (guild_id, picture_id, person_id, origin, box_x, box_y, box_width, box_height,
  landmarks, score, quality_size, quality_sharpness, quality_yaw, model_version,
  descriptor_low, descriptor_high)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9::real[], $10, $11, $12, $13, $14,
  cube(($15::float8[])[1:64]), cube(($15::float8[])[65:128]))
on conflict (guild_id, picture_id, model_version, box_x, box_y, box_width, box_height)
where origin = 'indexed'
do update set origin = face.origin
returning face_id as "faceId"`,
  },
  countEnrolments: {
    name: 'face.count-enrolments',
    text: `select count(*)::int as count
from face
join consent on consent.guild_id = face.guild_id and consent.person_id = face.person_id
where face.guild_id = $1 and face.origin = 'enrolment' and face.model_version = $2`,
  },
  // $2 holds the query descriptors one after the other. Exact Euclidean distance over both cubes; a person is
  // as near as the nearest of their enrolled faces; equal distances go by the lower person_id. $6 and $7, a file and
  // the faces' boxes in it, may be null: who was rejected for such a face (each box holds the other's middle, as
  // engines differ by some pixels) is left out.
  nearestPeople: {
    name: 'face.nearest-people',
    text: `with query as materialized (
  select number,
    cube(($2::float8[])[number * 128 + 1 : number * 128 + 64]) as low,
    cube(($2::float8[])[number * 128 + 65 : number * 128 + 128]) as high
  from generate_series(0, cardinality($2::float8[]) / 128 - 1) as number
), near as (
  select query.number, face.person_id, min(d.distance) as distance
  from face
  join consent on consent.guild_id = face.guild_id and consent.person_id = face.person_id
  cross join query
  cross join lateral (
    select sqrt((face.descriptor_low <-> query.low) ^ 2 + (face.descriptor_high <-> query.high) ^ 2)
  ) as d (distance)
  where face.guild_id = $1 and face.origin = 'enrolment' and face.model_version = $3 and d.distance <= $4
  group by query.number, face.person_id
), ranked as (
  select *, row_number() over (partition by number order by distance, person_id) as place
  from near
  where not exists (
    select from rejection
    cross join lateral (select ($7::float8[])[number * 4 + 1] as x, ($7::float8[])[number * 4 + 2] as y,
      ($7::float8[])[number * 4 + 3] as width, ($7::float8[])[number * 4 + 4] as height) as box
    where rejection.guild_id = $1 and rejection.person_id = near.person_id and rejection.sha256 = $6
      and box_x + box_width / 2 between box.x and box.x + box.width
      and box_y + box_height / 2 between box.y and box.y + box.height
      and box.x + box.width / 2 between box_x and box_x + box_width
      and box.y + box.height / 2 between box_y and box_y + box_height
  )
)
select ranked.number as query, ranked.person_id as "personId", person.display_name as "displayName",
  person.member_id as "memberId", ranked.distance
from ranked
join person on person.guild_id = $1 and person.person_id = ranked.person_id
where ranked.place <= $5
order by ranked.number, ranked.place`,
  },
} as const satisfies Record<string, Statement>;

export function faceRepository(scope: Scope): FaceRepository {
  return {
    async add({ pictureId, personId, origin, box, landmarks, score, quality, modelVersion, descriptor }) {
      const rows = await scope.run<{ faceId: RowId }>(statements.add, [
        pictureId,
        personId,
        origin,
        box.x,
        box.y,
        box.width,
        box.height,
        realArray(landmarks),
        score,
        quality.size,
        quality.sharpness,
        quality.yaw,
        modelVersion,
        descriptorsParameter([descriptor]),
      ]);
      return onlyRow(rows).faceId;
    },
    async countEnrolments(modelVersion) {
      return onlyRow(await scope.run<{ count: number }>(statements.countEnrolments, [modelVersion])).count;
    },
    async nearestPeople({ descriptors, modelVersion, threshold, limit, file }) {
      if (descriptors.length === 0) return [];
      const boxes = file?.boxes.flatMap(({ x, y, width, height }) => [x, y, width, height]);
      return scope.run<PersonMatch>(statements.nearestPeople, [
        descriptorsParameter(descriptors),
        modelVersion,
        threshold,
        limit,
        file?.sha256,
        boxes,
      ]);
    },
  };
}
