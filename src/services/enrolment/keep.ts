import type { AuditEntry } from '../../db/audit-types.ts';
import type { RowId, Snowflake } from '../../db/ids.ts';
import type { Person } from '../../db/people-types.ts';
import type { NewPicture } from '../../db/picture-types.ts';
import { UserError } from '../../errors/user-error.ts';
import type { AnalysedFace } from '../../vision/types.ts';
import type { AuditedRepositories } from '../audit/audited-database.ts';
import { bandsFor } from '../bands.ts';
import { problemOf } from './gate.ts';
import { findSubject, type Subject } from './subject.ts';

export interface Keeping {
  readonly subject: Subject;
  /** Who agreed, or attested, just now; absent when the consent that stands is relied on. */
  readonly consentBy?: Snowflake;
  /** The member's last withdrawal when they agreed: another one since takes that back. */
  readonly lastWithdrawal?: RowId | null;
  readonly actorId: Snowflake;
  readonly textVersion: number;
  readonly face: AnalysedFace;
  readonly modelVersion: string;
  /** A new picture, or one that was kept with a proposal. */
  readonly picture: NewPicture | { readonly pictureId: RowId; readonly addedBy: Snowflake };
  /** Whether the face may look like somebody else's who is enrolled: twins, on a moderator's word. */
  readonly mayResembleAnother: boolean;
  readonly details: AuditEntry['details'];
}

export interface Kept {
  readonly person: Person;
  readonly photos: number;
}

/**
 * Keeps a face, inside a transaction.
 * @throws UserError `face-*` for one that is not good enough or another's, `you-opted-out`, `name-of-member`,
 *   `choice-expired` when the consent relied on no longer stands.
 */
export async function keepFace(
  repositories: AuditedRepositories,
  keeping: Keeping,
): Promise<{ readonly result: Kept; readonly entry: AuditEntry }> {
  const { subject, face, modelVersion, picture, actorId } = keeping;
  const problem = problemOf(face);
  if (problem !== null) {
    throw problem;
  }
  await repositories.erasure.storing();
  if (subject.memberId !== null) {
    await requireStillWanted(repositories, subject.memberId, keeping.lastWithdrawal);
  }
  const person = await ensurePerson(repositories, subject, picture.addedBy);
  await ensureConsent(repositories, person, keeping);
  if (!keeping.mayResembleAnother) {
    await refuseFaceOfAnother(repositories, person, face, modelVersion);
  }
  const pictureId = 'pictureId' in picture ? picture.pictureId : await repositories.pictures.add(picture);
  await repositories.faces.add({
    ...face,
    pictureId,
    personId: person.personId,
    origin: 'enrolment',
    modelVersion,
  });
  const photos = await repositories.pictures.countEnrolments(person.personId);
  const { personId, memberId } = person;
  return {
    result: { person, photos },
    entry: { actorId, action: 'enrol', personId, memberId, details: { ...keeping.details, photos } },
  };
}

/** What the member said while the photo was looked at, or the choice was open. */
async function requireStillWanted(
  { erasure, optOuts }: AuditedRepositories,
  memberId: Snowflake,
  lastWithdrawal: RowId | null | undefined,
): Promise<void> {
  if (await optOuts.has(memberId)) {
    throw new UserError('you-opted-out', {});
  }
  if (lastWithdrawal !== undefined && (await erasure.lastWithdrawal(memberId)) !== lastWithdrawal) {
    throw new UserError('choice-expired', {});
  }
}

async function ensurePerson(
  { people }: AuditedRepositories,
  subject: Subject,
  createdBy: Snowflake,
): Promise<Person> {
  const known = await findSubject(people, subject);
  if (known === null) {
    const { memberId, displayName } = subject;
    return await people.create({ memberId, displayName, createdBy });
  }
  // A member is called what they call themself now; a named person may have been renamed, or have been merged.
  if (subject.kind === 'named' || known.displayName === subject.displayName) {
    return known;
  }
  await people.rename(known.personId, subject.displayName);
  return { ...known, displayName: subject.displayName };
}

async function ensureConsent(
  { consents }: AuditedRepositories,
  { personId }: Person,
  { consentBy, subject, textVersion }: Keeping,
): Promise<void> {
  if (consentBy !== undefined) {
    const kind = subject.kind === 'named' ? 'attested' : 'self';
    await consents.give({ personId, kind, textVersion, givenBy: consentBy });
  } else if ((await consents.standingVersion(personId)) !== textVersion) {
    // Withdrawn while the choice was open: what was agreed to then no longer holds.
    throw new UserError('choice-expired', {});
  }
}

/**
 * A member who sends somebody else's photo as their own would be shown under that person's pictures. Nobody is
 * named in the refusal: it must not tell who is enrolled.
 */
async function refuseFaceOfAnother(
  { faces }: AuditedRepositories,
  person: Person,
  face: AnalysedFace,
  modelVersion: string,
): Promise<void> {
  const near = await faces.nearestPeople({
    descriptors: [face.descriptor],
    modelVersion,
    threshold: bandsFor(modelVersion, await faces.countEnrolments(modelVersion)).likely,
    limit: 2,
  });
  const own = near.some((match) => match.personId === person.personId);
  if (!own && near.length > 0) {
    throw new UserError('face-of-another', {});
  }
}
