import { doubleArray, realArray } from '../binary-array.ts';
import { requireDescriptor } from '../descriptor.ts';
import type { FaceRepository, NewFace } from '../face-types.ts';
import type { RowId } from '../ids.ts';
import { searchCube } from '../protection/search-cube.ts';
import { onlyRow, type Scope, type Statement } from '../scope.ts';
import { findChannels, findFaces, findPeople } from './face-search.ts';

export const statements = {
  // Of an indexed face that is there, "do update" returns the row and changes nothing.
  // A key that is no longer there gives no row: then nothing may be stored under it.
  add: {
    name: 'face.add',
    text: `insert into face (guild_id, picture_id, person_id, origin, box_x, box_y, box_width, box_height,
  landmarks, score, quality_size, quality_sharpness, quality_yaw, model_version, key_id,
  descriptor_low, descriptor_high, search_cube)
select $1, picture_id, person_id, origin, box_x, box_y, box_width, box_height,
  ($15::real[])[number * 136 - 135 : number * 136], score, quality_size, quality_sharpness, quality_yaw,
  model_version, key_id,
  cube(($16::float8[])[number * 128 - 127 : number * 128 - 64]),
  cube(($16::float8[])[number * 128 - 63 : number * 128]),
  cube(($17::float8[])[number * 48 - 47 : number * 48])
from unnest($3::bigint[], $4::bigint[], $5::text[], $6::real[], $7::real[], $8::real[], $9::real[], $10::real[],
    $11::real[], $12::real[], $13::real[], $14::text[]) with ordinality
  as given (picture_id, person_id, origin, box_x, box_y, box_width, box_height, score,
    quality_size, quality_sharpness, quality_yaw, model_version, number)
join guild_key on guild_key.guild_id = $1 and guild_key.key_id = $2
order by number
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
  count: {
    name: 'face.count',
    text: `select count(*)::int as count from face where guild_id = $1 and model_version = $2`,
  },
} as const satisfies Record<string, Statement>;

export function faceRepository(scope: Scope): FaceRepository {
  const addAll = (faces: readonly NewFace[]) => addFaces(scope, faces);
  const counted = async (statement: Statement, modelVersion: string): Promise<number> =>
    onlyRow(await scope.run<{ count: number }>(statement, [modelVersion])).count;
  return {
    async add(face) {
      return onlyRow((await addAll([face])).map((faceId) => ({ faceId }))).faceId;
    },
    addAll,
    countEnrolments: (modelVersion) => counted(statements.countEnrolments, modelVersion),
    count: (modelVersion) => counted(statements.count, modelVersion),
    nearestPeople: (query) => findPeople(scope, query),
    nearestFaces: (query) => findFaces(scope, query),
    channelsOfFaces: (query) => findChannels(scope, query),
  };
}

const LANDMARK_NUMBERS = 136;
// As for searches: a key goes seldom, and not twice in a row.
const ATTEMPTS = 3;

async function addFaces(scope: Scope, faces: readonly NewFace[]): Promise<RowId[]> {
  for (const { descriptor, landmarks } of faces) {
    requireDescriptor(descriptor);
    if (landmarks.length !== LANDMARK_NUMBERS)
      throw new RangeError(`landmarks are ${LANDMARK_NUMBERS} numbers`);
  }
  if (faces.length === 0) return [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const { keyId, isometry } = await scope.keys.newest();
    const images = faces.map(({ descriptor }) => isometry.apply(descriptor));
    const rows = await scope.run<{ faceId: RowId }>(statements.add, [
      keyId,
      faces.map(({ pictureId }) => pictureId),
      faces.map(({ personId }) => personId),
      faces.map(({ origin }) => origin),
      realArray(faces.map(({ box }) => box.x)),
      realArray(faces.map(({ box }) => box.y)),
      realArray(faces.map(({ box }) => box.width)),
      realArray(faces.map(({ box }) => box.height)),
      realArray(faces.map(({ score }) => score)),
      realArray(faces.map(({ quality }) => quality.size)),
      realArray(faces.map(({ quality }) => quality.sharpness)),
      realArray(faces.map(({ quality }) => quality.yaw)),
      faces.map(({ modelVersion }) => modelVersion),
      realArray(joined(faces.map(({ landmarks }) => landmarks))),
      doubleArray(joined(images)),
      doubleArray(joined(images.map(searchCube))),
    ]);
    if (rows.length === faces.length) return rows.map(({ faceId }) => faceId);
    scope.keys.forget();
  }
  throw new Error('the keys of the guild changed with every attempt to store a face');
}

function joined(parts: readonly Iterable<number>[]): number[] {
  return parts.flatMap((part) => [...part]);
}
