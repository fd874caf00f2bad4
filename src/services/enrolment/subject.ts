import type { Snowflake } from '../../db/ids.ts';
import type { Person } from '../../db/people-types.ts';
import { UserError } from '../../errors/user-error.ts';
import type { GuildReaders } from '../audit/audited-database.ts';
import { cleanName, maximumNameLength, nameIn } from '../names.ts';
import type { Asker } from '../photo.ts';
import type { GuildSettings } from '../settings/schema.ts';

/** Whose face is to be kept. */
export type Subject =
  | { readonly kind: 'self'; readonly memberId: Snowflake; readonly displayName: string }
  /** A person who is no member, known by name alone. */
  | { readonly kind: 'named'; readonly memberId: null; readonly displayName: string };

/** Another member, who has to be asked before they are anybody's subject. */
export interface ProposedMember {
  readonly kind: 'proposed';
  readonly memberId: Snowflake;
}

export interface SubjectRequest {
  readonly person?: { readonly id: Snowflake; readonly isMember: boolean };
  readonly name?: string;
}

/**
 * Members enrol themselves; only moderators somebody who is no member, and, where the server's settings let them,
 * they may propose another member.
 *
 * @throws UserError `not-allowed`, `person-and-name`, `member-enrols-themself`, `not-a-member`, `name-invalid`
 */
export function subjectOf(
  asker: Asker,
  { person, name }: SubjectRequest,
  consentMode: GuildSettings['consentMode'],
): Subject | ProposedMember {
  if (person !== undefined && name !== undefined) {
    throw new UserError('person-and-name', {});
  }
  if (name !== undefined) {
    requireModerator(asker);
    return { kind: 'named', memberId: null, displayName: cleanName(name) };
  }
  if (person === undefined || person.id === asker.id) {
    return selfOf(asker);
  }
  if (!person.isMember) {
    throw new UserError('not-a-member', {});
  }
  if (consentMode === 'self') {
    throw new UserError('member-enrols-themself', { memberId: person.id });
  }
  requireModerator(asker);
  return { kind: 'proposed', memberId: person.id };
}

/** Discord lets members have names of nothing printable; such a member is called by their id. */
export function selfOf({ id, displayName }: Pick<Asker, 'id' | 'displayName'>): Subject {
  return { kind: 'self', memberId: id, displayName: nameIn(displayName.slice(0, maximumNameLength)) ?? id };
}

/**
 * The person that stands for the subject already, if there is one.
 * @throws UserError `name-of-member` for a name that leads to a member: they answer for themself.
 */
export async function findSubject(people: GuildReaders['people'], subject: Subject): Promise<Person | null> {
  if (subject.kind === 'self') {
    return await people.findByMember(subject.memberId);
  }
  const person = await people.findByName(subject.displayName);
  if (person !== null && person.memberId !== null) {
    throw new UserError('name-of-member', { memberId: person.memberId });
  }
  return person;
}

function requireModerator(asker: Asker): void {
  if (!asker.isModerator) {
    throw new UserError('not-allowed', { permission: 'Timeout Members' });
  }
}
