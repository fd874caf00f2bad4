import type { RowId, Snowflake } from '../ids.ts';
import type { DirectoryRepository, ListedPerson, MergedPerson } from '../moderation-types.ts';
import type { Person } from '../people-types.ts';
import { onlyRow, type Scope, type Statement } from '../scope.ts';

const COLUMNS = `person.person_id as "personId", person.member_id as "memberId",
  person.display_name as "displayName", person.created_by as "createdBy", person.created_at as "createdAt"`;

const MERGED = `select person.person_id as "personId", person.display_name as "displayName",
  other.person_id as "intoPersonId", other.display_name as "intoDisplayName",
  merge.merged_by as "mergedBy", merge.merged_at as "mergedAt"
from merge
join person on person.guild_id = $1 and person.person_id = merge.from_person_id
join person as other on other.guild_id = $1 and other.person_id = merge.into_person_id
where merge.guild_id = $1`;

// position() and not like: what somebody types is no pattern. A guild has hundreds of persons, at most thousands.
export const statements = {
  search: {
    name: 'directory.search',
    text: `select ${COLUMNS} from person
where guild_id = $1 and merged_into is null and position(lower($2) in lower(display_name)) > 0
order by position(lower($2) in lower(display_name)) > 1, lower(display_name), person_id
limit $3`,
  },
  named: {
    name: 'directory.named',
    text: `select ${COLUMNS} from person
where guild_id = $1 and merged_into is null and lower(display_name) = lower($2) order by person_id limit 2`,
  },
  list: {
    name: 'directory.list',
    text: `select ${COLUMNS}, (
  select count(distinct picture_id)::integer from face
  where face.guild_id = $1 and face.person_id = person.person_id and face.origin = 'enrolment'
) as photos
from person
where person.guild_id = $1 and merged_into is null
order by lower(display_name), person_id
limit $2 offset $3`,
  },
  count: {
    name: 'directory.count',
    text: `select count(*)::integer as count from person where guild_id = $1 and merged_into is null`,
  },
  searchMerged: {
    name: 'directory.search-merged',
    text: `${MERGED} and position(lower($2) in lower(person.display_name || ' ' || other.display_name)) > 0
order by lower(person.display_name), person.person_id limit $3`,
  },
  findMerged: {
    name: 'directory.find-merged',
    text: `${MERGED} and merge.from_person_id = $2`,
  },
  mergedInto: {
    name: 'directory.merged-into',
    text: `${MERGED} and merge.into_person_id = $2 order by merge.merge_id`,
  },
} as const satisfies Record<string, Statement>;

interface MergedRow {
  personId: RowId;
  displayName: string;
  intoPersonId: RowId;
  intoDisplayName: string;
  mergedBy: Snowflake;
  mergedAt: Date;
}

export function directoryRepository(scope: Scope): DirectoryRepository {
  const merged = async (statement: Statement, values: readonly unknown[]): Promise<MergedPerson[]> => {
    const rows = await scope.run<MergedRow>(statement, values);
    return rows.map(({ intoPersonId, intoDisplayName, ...person }) => ({
      ...person,
      into: { personId: intoPersonId, displayName: intoDisplayName },
    }));
  };
  return {
    search: (text, limit) => scope.run<Person>(statements.search, [text, limit]),
    named: (displayName) => scope.run<Person>(statements.named, [displayName]),
    list: ({ limit, offset }) => scope.run<ListedPerson>(statements.list, [limit, offset]),
    async count() {
      return onlyRow(await scope.run<{ count: number }>(statements.count, [])).count;
    },
    searchMerged: (text, limit) => merged(statements.searchMerged, [text, limit]),
    async findMerged(personId) {
      return (await merged(statements.findMerged, [personId]))[0] ?? null;
    },
    mergedInto: (personId) => merged(statements.mergedInto, [personId]),
  };
}
