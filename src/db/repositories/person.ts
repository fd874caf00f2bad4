import type { Person, PersonRepository } from '../people-types.ts';
import { onlyRow, type Scope, type Statement } from '../scope.ts';
import { WITH_GUILD } from './guild.ts';

const COLUMNS = `person_id as "personId", member_id as "memberId", display_name as "displayName",
  created_by as "createdBy", created_at as "createdAt"`;

const INSERT = `${WITH_GUILD}
insert into person (guild_id, member_id, display_name, created_by)
values ($1, $2, $3, $4)`;

// "do update" and not "do nothing", because only an updated row is returned; it sets what is there already.
export const statements = {
  createMember: {
    name: 'person.create-member',
    text: `${INSERT}
on conflict (guild_id, member_id) do update set display_name = person.display_name
returning ${COLUMNS}`,
  },
  createNamed: {
    name: 'person.create-named',
    text: `${INSERT}
on conflict (guild_id, lower(display_name)) where member_id is null
do update set display_name = person.display_name
returning ${COLUMNS}`,
  },
  rename: {
    name: 'person.rename',
    text: `update person set display_name = $3 where guild_id = $1 and person_id = $2 returning person_id`,
  },
  find: {
    name: 'person.find',
    text: `select ${COLUMNS} from person where guild_id = $1 and person_id = $2 and merged_into is null`,
  },
  findByMember: {
    name: 'person.find-by-member',
    text: `select ${COLUMNS} from person where guild_id = $1 and member_id = $2`,
  },
  // The name of a person who turned out to be somebody else leads to who that is.
  findByName: {
    name: 'person.find-by-name',
    text: `with recursive named as (
  select * from person where guild_id = $1 and lower(display_name) = lower($2) and member_id is null
  union all
  select person.* from person join named on person.person_id = named.merged_into where person.guild_id = $1
)
select ${COLUMNS} from named where merged_into is null`,
  },
} as const satisfies Record<string, Statement>;

export function personRepository(scope: Scope): PersonRepository {
  const findOne = async (statement: Statement, value: string): Promise<Person | null> => {
    const rows = await scope.run<Person>(statement, [value]);
    return rows[0] ?? null;
  };
  return {
    async create({ memberId, displayName, createdBy }) {
      const statement = memberId === null ? statements.createNamed : statements.createMember;
      return onlyRow(await scope.run<Person>(statement, [memberId, displayName, createdBy]));
    },
    async rename(personId, displayName) {
      const rows = await scope.run(statements.rename, [personId, displayName]);
      return rows.length === 1;
    },
    find: (personId) => findOne(statements.find, personId),
    findByMember: (memberId) => findOne(statements.findByMember, memberId),
    findByName: (displayName) => findOne(statements.findByName, displayName),
  };
}
