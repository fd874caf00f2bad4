import { createHash } from 'node:crypto';
import type { Database, GuildRepositories, NewPicture, Person, Snowflake } from '../../db/types.ts';
import { UserError } from '../../errors/user-error.ts';
import type { AnalysedFace, Analysis, FaceAnalyser } from '../../vision/types.ts';
import { bandsFor } from '../bands.ts';
import { consentTextVersion } from '../consent-text.ts';
import { PendingStore } from '../pending.ts';
import type { Asker, FetchPhoto, PhotoReference } from '../photo.ts';
import { problemOf, requireUsable } from './gate.ts';
import { findSubject, type Subject, type SubjectRequest, subjectOf } from './subject.ts';

export interface EnrolmentRequest extends SubjectRequest {
  readonly guildId: Snowflake;
  readonly asker: Asker;
  readonly photo: PhotoReference;
}

/** What the asker is to see next. */
export type EnrolmentStep =
  /** Nothing was fetched yet: somebody must say yes first. */
  | { readonly kind: 'notice'; readonly subject: Subject; readonly token: string }
  | {
      readonly kind: 'choice';
      readonly token: string;
      readonly subject: Subject;
      /** The photo with numbered boxes. */
      readonly marked: Uint8Array;
      /** `number` as drawn, from 1; `problem` is null for a face that can be chosen. */
      readonly faces: readonly { readonly number: number; readonly problem: UserError | null }[];
    }
  | {
      readonly kind: 'enrolled';
      readonly subject: Subject;
      readonly person: Person;
      readonly photos: number;
    };

/** A photo that was looked at and waits to be stored, without the file itself. */
interface SeenPhoto {
  readonly analysis: Analysis;
  readonly sha256: Uint8Array;
  readonly storedCopy: Uint8Array;
}

type Pending = { readonly request: EnrolmentRequest; readonly subject: Subject } & (
  | { readonly stage: 'notice' }
  | { readonly stage: 'choice'; readonly consentGiven: boolean; readonly photo: SeenPhoto }
);

export interface EnrolmentPorts {
  readonly database: Database;
  readonly analyser: FaceAnalyser;
  readonly fetchPhoto: FetchPhoto;
  readonly makeStoredCopy: (bytes: Uint8Array) => Promise<{ readonly bytes: Uint8Array }>;
  readonly drawNumberedBoxes: (
    bytes: Uint8Array,
    faces: readonly {
      readonly number: number;
      readonly box: AnalysedFace['box'];
      readonly emphasis: 'likely' | 'possible' | 'unknown';
    }[],
  ) => Promise<Uint8Array>;
  readonly now?: () => number;
}

/** Keeps a face with the consent of the person it belongs to. */
export class Enrolment {
  readonly #ports: EnrolmentPorts;
  readonly #pending: PendingStore<Pending>;

  constructor(ports: EnrolmentPorts) {
    this.#ports = ports;
    this.#pending = new PendingStore(ports.now);
  }

  /** @throws UserError for everything the asker can put right. */
  async begin(request: EnrolmentRequest): Promise<EnrolmentStep> {
    const subject = subjectOf(request.asker, request);
    const { people, consents } = this.#ports.database.forGuild(request.guildId);
    const known = await findSubject(people, subject);
    const version = known === null ? null : await consents.standingVersion(known.personId);
    if (version !== consentTextVersion) {
      const token = this.#pending.put(request.guildId, request.asker.id, {
        stage: 'notice',
        request,
        subject,
      });
      return { kind: 'notice', subject, token };
    }
    return await this.#look(request, subject, false);
  }

  /** The notice was accepted: only now is the photo fetched and looked at. */
  async accept(token: string, actorId: Snowflake): Promise<EnrolmentStep> {
    const { request, subject } = this.#pending.take(token, actorId);
    return await this.#look(request, subject, true);
  }

  /** The notice was declined, or the choice cancelled: what was waiting is forgotten. */
  async decline(token: string, actorId: Snowflake): Promise<void> {
    const { request } = this.#pending.take(token, actorId);
    await this.#ports.database
      .forGuild(request.guildId)
      .audit.write({ actorId, action: 'decline', personId: null, details: {} });
  }

  /** @param faceNumber as drawn, from 1. Untrusted. */
  async choose(token: string, actorId: Snowflake, faceNumber: number): Promise<EnrolmentStep> {
    const pending = this.#pending.take(token, actorId);
    if (pending.stage !== 'choice') {
      throw new UserError('choice-expired', {});
    }
    const face = pending.photo.analysis.faces[faceNumber - 1];
    if (face === undefined) {
      throw new UserError('choice-expired', {});
    }
    return await this.#store(pending.request, pending.subject, pending.photo, face, pending.consentGiven);
  }

  async #look(request: EnrolmentRequest, subject: Subject, consentGiven: boolean): Promise<EnrolmentStep> {
    const { analyser, fetchPhoto, makeStoredCopy, drawNumberedBoxes } = this.#ports;
    const bytes = await fetchPhoto(request.photo);
    const [analysis, copy] = await Promise.all([
      analyser.analyse(bytes, { effort: 'thorough', priority: 'interactive', guildId: request.guildId }),
      makeStoredCopy(bytes),
    ]);
    const faces = requireUsable(analysis.faces);
    const photo = {
      analysis,
      sha256: createHash('sha256').update(bytes).digest(),
      storedCopy: copy.bytes,
    };
    const [only] = faces;
    if (faces.length === 1 && only !== undefined) {
      return await this.#store(request, subject, photo, only, consentGiven);
    }
    const choices = faces.map((face, index) => ({
      number: index + 1,
      box: face.box,
      problem: problemOf(face),
    }));
    const marked = await drawNumberedBoxes(
      bytes,
      choices.map(({ number, box, problem }) => ({
        number,
        box,
        emphasis: problem === null ? 'likely' : 'unknown',
      })),
    );
    const token = this.#pending.put(request.guildId, request.asker.id, {
      stage: 'choice',
      request,
      subject,
      consentGiven,
      photo,
    });
    return { kind: 'choice', token, subject, marked, faces: choices };
  }

  async #store(
    request: EnrolmentRequest,
    subject: Subject,
    photo: SeenPhoto,
    face: AnalysedFace,
    consentGiven: boolean,
  ): Promise<EnrolmentStep> {
    const problem = problemOf(face);
    if (problem !== null) {
      throw problem;
    }
    const actorId = request.asker.id;
    return await this.#ports.database.transaction(request.guildId, async (repositories) => {
      const person = await ensurePerson(repositories, subject, actorId);
      if (consentGiven) {
        await repositories.consents.give({
          personId: person.personId,
          kind: subject.kind === 'named' ? 'attested' : 'self',
          textVersion: consentTextVersion,
          givenBy: actorId,
        });
      } else if ((await repositories.consents.standingVersion(person.personId)) !== consentTextVersion) {
        // Withdrawn while the choice was open: what was agreed to then no longer holds.
        throw new UserError('choice-expired', {});
      }
      await refuseFaceOfAnother(repositories, request.asker, person, face, photo.analysis.modelVersion);
      const pictureId = await repositories.pictures.add(newPicture(photo, actorId));
      await repositories.faces.add({
        ...face,
        pictureId,
        personId: person.personId,
        origin: 'enrolment',
        modelVersion: photo.analysis.modelVersion,
      });
      await repositories.audit.write({
        actorId,
        action: 'enrol',
        personId: person.personId,
        details: { subject: subject.kind, consentGiven, facesInPhoto: photo.analysis.faces.length },
      });
      const photos = await repositories.pictures.countEnrolments(person.personId);
      return { kind: 'enrolled', subject, person, photos };
    });
  }
}

async function ensurePerson(
  { people }: GuildRepositories,
  subject: Subject,
  createdBy: Snowflake,
): Promise<Person> {
  const known = await findSubject(people, subject);
  if (known === null) {
    const { memberId, displayName } = subject;
    return await people.create({ memberId, displayName, createdBy });
  }
  if (known.displayName !== subject.displayName) {
    await people.rename(known.personId, subject.displayName);
  }
  return { ...known, displayName: subject.displayName };
}

/**
 * A member who sends somebody else's photo as their own would be shown under that person's pictures. Nobody is
 * named in the refusal: it must not tell who is enrolled. Moderators pass, for twins.
 */
async function refuseFaceOfAnother(
  { faces }: GuildRepositories,
  asker: Asker,
  person: Person,
  face: AnalysedFace,
  modelVersion: string,
): Promise<void> {
  if (asker.isModerator) {
    return;
  }
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

function newPicture(photo: SeenPhoto, addedBy: Snowflake): NewPicture {
  const { width, height } = photo.analysis.picture;
  const { sha256, storedCopy } = photo;
  return { source: null, width, height, sha256, storedCopy, addedBy };
}
