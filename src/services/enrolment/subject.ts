import type { Person, PersonRepository, Snowflake } from '../../db/types.ts';
import { UserError } from '../../errors/user-error.ts';
import { cleanName, maximumNameLength } from '../names.ts';
import type { Asker } from '../photo.ts';

/** Whose face is to be kept. */
export type Subject =
  | { readonly kind: 'self'; readonly memberId: Snowflake; readonly displayName: string }
  /** A person who is no member, known by name alone. */
  | { readonly kind: 'named'; readonly memberId: null; readonly displayName: string };

export interface SubjectRequest {
  readonly person?: { readonly id: Snowflake };
  readonly name?: string;
}

/**
 * Members enrol themselves; only moderators somebody who is no member.
 *
 * @throws UserError `not-allowed`, `person-and-name`, `member-enrols-themself`, `name-invalid`
 */
export function subjectOf(asker: Asker, request: SubjectRequest): Subject {
  const { person, name } = request;
  if (person !== undefined && name !== undefined) {
    throw new UserError('person-and-name', {});
  }
  if (name !== undefined) {
    requireModerator(asker);
    return { kind: 'named', memberId: null, displayName: cleanName(name) };
  }
  if (person === undefined || person.id === asker.id) {
    return { kind: 'self', memberId: asker.id, displayName: memberName(asker.displayName, asker.id) };
  }
  throw new UserError('member-enrols-themself', { memberId: person.id });
}

/** The person that stands for the subject already, if there is one. */
export async function findSubject(people: PersonRepository, subject: Subject): Promise<Person | null> {
  return subject.kind === 'named'
    ? await people.findByName(subject.displayName)
    : await people.findByMember(subject.memberId);
}

function requireModerator(asker: Asker): void {
  if (!asker.isModerator) {
    throw new UserError('not-allowed', { permission: 'Timeout Members' });
  }
}

/** Discord lets members have names of nothing printable; such a member is called by their id. */
function memberName(displayName: string, id: Snowflake): string {
  try {
    return cleanName(displayName.slice(0, maximumNameLength));
  } catch (error) {
    if (error instanceof UserError) {
      return id;
    }
    throw error;
  }
}
