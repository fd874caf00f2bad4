import { doubleArray } from '../binary-array.ts';
import { cubeParameter } from '../cube.ts';
import { requireDescriptor } from '../descriptor.ts';
import type {
  FaceChannel,
  FaceMatch,
  FaceQuery,
  NearestFacesQuery,
  NearestPeopleQuery,
  PersonMatch,
} from '../face-types.ts';
import type { RowId } from '../ids.ts';
import type { GuildKey } from '../protection/guild-key.ts';
import { searchCubeOfQuery, searchRadius } from '../protection/search-cube.ts';
import { boxOf, samePlace } from '../same-place.ts';
import type { Scope, Statement } from '../scope.ts';

const MAX_LIMIT = 100;

/**
 * Parameters of all searches: $2 model version, $3 key ids, $4 radius of the narrow cubes, $5 threshold, $6 limit,
 * some of their own, then three cubes for each entry. An entry is a query face under one key; usually there is one
 * key, and two while the guild is being re-keyed.
 */
const FIRST_OWN = 7;

// The order of the work is written out and kept by "offset 0", because the planner knows nothing of how much a
// distance costs or how few it lets pass:
// 1. one pass over the index for all query faces, which reads nothing but the narrow cubes;
// 2. for what passes, which of the query faces it was;
// 3. the face's row, and the exact distance over both cubes.
// A distance has nine decimals. Rotating the descriptors leaves an error in the fifteenth, which must not decide
// who of two equally near ones comes first.
function nearFaces(
  entries: number,
  { own, only, columns }: { own: number; only: string; columns: string },
): string {
  const cube = (entry: number, which: 0 | 1 | 2) => `$${FIRST_OWN + own + entry * 3 + which}::cube`;
  const each = <T>(make: (entry: number) => T) => Array.from({ length: entries }, (_, entry) => make(entry));
  return `with asked as materialized (
  select entry / cardinality($3::bigint[]) as number, ($3::bigint[])[entry % cardinality($3::bigint[]) + 1] as key_id,
    search_cube, low, high
  from (values ${each((e) => `(${e}, ${cube(e, 0)}, ${cube(e, 1)}, ${cube(e, 2)})`).join(', ')})
    as entries (entry, search_cube, low, high)
), near as (
  select query.number, exact.*
  from (
    select face_id, key_id, search_cube from face
    where guild_id = $1 and model_version = $2 and key_id = any($3::bigint[])${only}
      and (${each((e) => `search_cube <-> ${cube(e, 0)} <= $4`).join(' or ')})
    offset 0
  ) as candidate
  cross join lateral (
    select number, low, high from asked
    where asked.key_id = candidate.key_id and candidate.search_cube <-> asked.search_cube <= $4
    offset 0
  ) as query
  cross join lateral (
    select ${columns},
      round(sqrt((descriptor_low <-> query.low) ^ 2 + (descriptor_high <-> query.high) ^ 2) * 1e9) / 1e9 as distance
    from face where guild_id = $1 and face_id = candidate.face_id
    offset 0
  ) as exact
  where exact.distance <= $5
)`;
}

// The keys that there are come with every answer, so that one given under outdated keys is noticed.
const answer = (columns: string, from: string) => `select "keyIds", ${columns}
from (select array_agg(key_id order by generation) as "keyIds" from guild_key where guild_id = $1) as present
left join (${from}) as found on true
order by found.number, found.place`;

// A person is as near as the nearest of their enrolled faces; equal distances go by the lower person_id. $7 and $8, a
// file and the faces' boxes in it, may be null: who was rejected for such a face is left out.
function nearestPeople(entries: number): Statement {
  return {
    name: `face.nearest-people-${entries}`,
    text: `${nearFaces(entries, { own: 2, only: ` and origin = 'enrolment'`, columns: 'person_id' })}, people as (
  select number, near.person_id, min(distance) as distance
  from near
  join consent on consent.guild_id = $1 and consent.person_id = near.person_id
  group by number, near.person_id
), ranked as (
  select *, row_number() over (partition by number order by distance, person_id) as place
  from people
  where not exists (
    select from rejection
    cross join lateral (select ($8::float8[])[number * 4 + 1] as x, ($8::float8[])[number * 4 + 2] as y,
      ($8::float8[])[number * 4 + 3] as width, ($8::float8[])[number * 4 + 4] as height) as box
    where rejection.guild_id = $1 and rejection.person_id = people.person_id and rejection.sha256 = $7
      and ${samePlace(boxOf(), { x: 'box.x', y: 'box.y', width: 'box.width', height: 'box.height' })}
  )
)
${answer(
  `number as query, person_id as "personId", display_name as "displayName", member_id as "memberId", distance`,
  `
  select ranked.*, person.display_name, person.member_id
  from ranked
  join person on person.guild_id = $1 and person.person_id = ranked.person_id
  where place <= $6
`,
)}`,
  };
}

// Whoever is enrolled is found by their name, under the rules that they agreed to; so a face that has a name is none of
// these. Nor is anything that was posted by a member who opted out. $7 is how many to pass over. $8 may be null: then
// pictures of all channels count. So may $9, an attachment that is left out.
// Each is looked up by its number, which the planner would otherwise not do: it expects so many to pass that it reads
// all pictures of the guild.
const STRANGERS = `near
  cross join lateral (
    select channel_id, message_id, attachment_id, author_id, posted_at from picture
    where guild_id = $1 and picture_id = near.picture_id
    offset 0
  ) as picture
  where near.person_id is null and ($8::bigint[] is null or channel_id = any($8))
    and attachment_id is distinct from $9::bigint
    and not exists (select from opt_out where opt_out.guild_id = $1 and opt_out.member_id = picture.author_id)`;

// A picture comes once a query, with its nearest face.
function nearestFaces(entries: number): Statement {
  return {
    name: `face.nearest-faces-${entries}`,
    text: `${nearFaces(entries, {
      own: 3,
      only: '',
      columns: 'face_id, picture_id, person_id, box_x, box_y, box_width, box_height',
    })}, pictures as (
  select distinct on (number, near.picture_id) near.*, channel_id, message_id, attachment_id, author_id, posted_at
  from ${STRANGERS}
  order by number, near.picture_id, distance, face_id
), ranked as (
  select *, row_number() over (partition by number order by distance, face_id) as place from pictures
)
${answer(
  `number as query, face_id as "faceId", picture_id as "pictureId",
  box_x as "boxX", box_y as "boxY", box_width as "boxWidth", box_height as "boxHeight",
  channel_id as "channelId", message_id as "messageId", attachment_id as "attachmentId", author_id as "authorId",
  posted_at as "postedAt", distance`,
  `select * from ranked where place > $7 and place <= $7 + $6`,
)}`,
  };
}

function channelsOfFaces(entries: number): Statement {
  return {
    name: `face.channels-of-faces-${entries}`,
    text: `${nearFaces(entries, { own: 3, only: '', columns: 'picture_id, person_id' })}, ranked as (
  select number, channel_id, count(distinct near.picture_id)::integer as pictures,
    row_number() over (partition by number order by max(posted_at) desc, channel_id) as place
  from ${STRANGERS}
  group by number, channel_id
)
${answer(
  `number as query, channel_id as "channelId", pictures`,
  `select * from ranked where place > $7 and place <= $7 + $6`,
)}`,
  };
}

export const statements = {
  nearestPeople: nearestPeople(1),
  nearestFaces: nearestFaces(1),
  channelsOfFaces: channelsOfFaces(1),
} as const satisfies Record<string, Statement>;

/** Who is it? Its cost grows with the enrolment photos and not with the indexed pictures. */
export async function findPeople(scope: Scope, query: NearestPeopleQuery): Promise<PersonMatch[]> {
  const { file } = query;
  const boxes = file?.boxes.flatMap(({ x, y, width, height }) => [x, y, width, height]);
  const values = [file?.sha256 ?? null, boxes === undefined ? null : doubleArray(Float64Array.from(boxes))];
  return await search<PersonMatch>(scope, nearestPeople, query, values);
}

/** Where else does this face appear? */
export async function findFaces(scope: Scope, query: NearestFacesQuery): Promise<FaceMatch[]> {
  const rows = await search<FaceRow>(scope, nearestFaces, query, ownOf(query));
  return rows.map((row) => {
    const { query: number, faceId, pictureId, distance } = row;
    const { channelId, messageId, attachmentId, authorId, postedAt } = row;
    const source = { channelId, messageId, attachmentId, authorId, postedAt };
    const box = { x: row.boxX, y: row.boxY, width: row.boxWidth, height: row.boxHeight };
    return { query: number, faceId, pictureId, source, box, distance };
  });
}

/** Where are the pictures that `findFaces` finds? */
export async function findChannels(scope: Scope, query: NearestFacesQuery): Promise<FaceChannel[]> {
  return await search<FaceChannel>(scope, channelsOfFaces, query, ownOf(query));
}

const ownOf = ({ offset = 0, channelIds, exceptAttachmentId }: NearestFacesQuery): unknown[] => [
  offset,
  channelIds ?? null,
  exceptAttachmentId ?? null,
];

type FaceRow = Omit<FaceMatch, 'box' | 'source'> &
  FaceMatch['source'] & { boxX: number; boxY: number; boxWidth: number; boxHeight: number };

interface Found {
  readonly keyIds: readonly RowId[] | null;
  /** Null in the one row of an answer without a match. */
  readonly query: number | null;
}

// Keys change when a guild is re-keyed or comes back after it was erased: seldom, and not twice in a row.
const ATTEMPTS = 3;

async function search<Match extends { readonly query: number }>(
  scope: Scope,
  statement: (entries: number) => Statement,
  { descriptors, modelVersion, threshold, limit }: FaceQuery,
  ownValues: readonly unknown[],
): Promise<Match[]> {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new RangeError(`limit is 1 to ${MAX_LIMIT}`);
  }
  descriptors.forEach(requireDescriptor);
  if (descriptors.length === 0) return [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const keys = await scope.keys.all();
    // Without a key nothing was ever stored.
    if (keys.length === 0) return [];
    const keyIds = keys.map(({ keyId }) => keyId);
    const rows = await scope.run<Match & Found>(statement(descriptors.length * keys.length), [
      modelVersion,
      keyIds,
      searchRadius(threshold),
      threshold,
      limit,
      ...ownValues,
      ...descriptors.flatMap((descriptor) => keys.flatMap((key) => cubesOfQuery(key, descriptor))),
    ]);
    if (String(rows[0]?.keyIds) === String(keyIds)) {
      return rows
        .filter(({ query }) => query !== null)
        .map(({ keyIds: _, ...match }) => match as unknown as Match);
    }
    scope.keys.forget();
  }
  throw new Error('the keys of the guild changed with every attempt to search');
}

function cubesOfQuery(key: GuildKey, descriptor: Float32Array): Buffer[] {
  const image = key.isometry.apply(descriptor);
  return [searchCubeOfQuery(image), image.subarray(0, 64), image.subarray(64)].map(cubeParameter);
}
