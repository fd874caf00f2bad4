import type { NewFace } from '../../src/db/face-types.ts';
import type { RowId } from '../../src/db/ids.ts';
import type { Person } from '../../src/db/people-types.ts';
import type { NewPicture } from '../../src/db/picture-types.ts';
import type { GuildRepositories } from '../../src/db/types.ts';

export const MODEL = 'model-1';

/** 128 numbers, the first ones given and the rest zero. */
export function descriptor(...first: readonly number[]): Float32Array {
  const values = new Float32Array(128);
  values.set(first);
  return values;
}

/** As the first member who does something in it would. */
export async function beginGuild({ settings }: GuildRepositories): Promise<void> {
  await settings.merge({});
}

/** A photo given to a command. */
export function photo(): NewPicture {
  return {
    source: null,
    width: 640,
    height: 480,
    sha256: new Uint8Array(32).fill(7),
    storedCopy: Uint8Array.of(1, 2, 3),
    addedBy: '77',
  };
}

/** A picture of a message; equal ids make equal attachments. */
export function posted(attachmentId: string, postedAt = new Date('2024-05-01T12:00:00Z')): NewPicture {
  const source = { channelId: '11', messageId: '12', attachmentId, authorId: '13', postedAt };
  return { ...photo(), source, storedCopy: null };
}

export function face(pictureId: RowId, personId: RowId | null, values: Partial<NewFace> = {}): NewFace {
  return {
    pictureId,
    personId,
    origin: 'enrolment',
    box: { x: 10, y: 20.5, width: 100, height: 120 },
    landmarks: Float32Array.from({ length: 136 }, (_, index) => index / 3),
    score: 0.99,
    quality: { size: 100, sharpness: 250.5, yaw: -0.25 },
    modelVersion: MODEL,
    descriptor: descriptor(1),
    ...values,
  };
}

/** The newest picture that a person was enrolled with. */
export async function enrolmentPicture({ gallery }: GuildRepositories, personId: RowId): Promise<RowId> {
  const [picture] = await gallery.page({ personId, channelIds: [], storedCopies: true, limit: 1, offset: 0 });
  if (picture === undefined) throw new Error('they were not enrolled with a photo');
  return picture.pictureId;
}

/** A named person with consent and one enrolled photo. */
export async function enrol(
  repositories: GuildRepositories,
  displayName: string,
  values: Partial<NewFace> = {},
): Promise<Person> {
  const person = await repositories.people.create({ memberId: null, displayName, createdBy: '77' });
  await repositories.consents.give({
    personId: person.personId,
    kind: 'attested',
    textVersion: 1,
    givenBy: '77',
  });
  const pictureId = await repositories.pictures.add(photo());
  await repositories.faces.add(face(pictureId, person.personId, values));
  return person;
}
