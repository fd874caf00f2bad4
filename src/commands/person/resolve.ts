import type { RowId, Snowflake } from '../../db/ids.ts';
import type { MergedPerson } from '../../db/moderation-types.ts';
import type { Person } from '../../db/people-types.ts';
import { UserError } from '../../errors/user-error.ts';
import type { People } from '../../services/people/people.ts';
import { textsFor } from '../../texts/texts.ts';
import type { Suggest } from '../command.ts';

/** A suggestion's value is the person's number behind this sign; whatever else is typed is a name. */
const sign = '#';

function numberIn(value: string): RowId | null {
  return /^#(\d{1,18})$/.exec(value)?.[1] ?? null;
}

/** @throws UserError `no-such-person`, `several-people` */
export async function resolvePerson(people: People, guildId: Snowflake, value: string): Promise<Person> {
  const personId = numberIn(value);
  return personId === null ? await people.named(guildId, value) : await people.get(guildId, personId);
}

/** @throws UserError `no-such-person`, `several-people` */
export async function resolveMerged(
  people: People,
  guildId: Snowflake,
  value: string,
): Promise<MergedPerson> {
  const personId = numberIn(value);
  if (personId !== null) {
    return await people.findMerged(guildId, personId);
  }
  const found = await people.suggestMerged(guildId, value);
  const named = found.filter(({ displayName }) => displayName.toLowerCase() === value.trim().toLowerCase());
  const [merged, another] = named;
  if (merged === undefined) {
    throw new UserError('no-such-person', {});
  }
  if (another !== undefined) {
    throw new UserError('several-people', {});
  }
  return merged;
}

export const suggestPeople: Suggest = async (typed, { guildId, locale }, { people }) => {
  const { person } = textsFor(locale);
  const found = await people.suggest(guildId, typed);
  return found.map(({ personId, displayName, memberId }) => ({
    name: memberId === null ? displayName : person.suggestedMember(displayName),
    value: `${sign}${personId}`,
  }));
};

export const suggestMerged: Suggest = async (typed, { guildId, locale }, { people }) => {
  const { person } = textsFor(locale);
  const found = await people.suggestMerged(guildId, typed);
  return found.map(({ personId, displayName, into }) => ({
    name: person.suggestedMerged(displayName, into.displayName),
    value: `${sign}${personId}`,
  }));
};
