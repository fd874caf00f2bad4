import type { RowId, Snowflake } from '../../db/ids.ts';
import type { Person } from '../../db/people-types.ts';
import { UserError } from '../../errors/user-error.ts';
import type { AnalysedFace } from '../../vision/types.ts';
import type { AuditedDatabase } from '../audit/audited-database.ts';
import type { Proposals } from '../consent/proposals.ts';
import { consentTextVersion } from '../consent-text.ts';
import { PendingStore } from '../pending.ts';
import type { Asker, PhotoReference } from '../photo.ts';
import type { Settings } from '../settings/settings.ts';
import { problemOf, requireUsable } from './gate.ts';
import { keepFace } from './keep.ts';
import { lookAt, newPicture, type PhotoPorts, type SeenPhoto } from './photos.ts';
import { findSubject, type ProposedMember, type Subject, type SubjectRequest, subjectOf } from './subject.ts';

export interface EnrolmentRequest extends SubjectRequest {
  readonly guildId: Snowflake;
  readonly asker: Asker;
  readonly photo: PhotoReference;
  /** The face that is meant, by its number in the same photo; absent when it is not known yet. */
  readonly faceNumber?: number;
}

/** What the asker is to see next. */
export type EnrolmentStep =
  /** Nothing of it was kept, or even fetched yet: somebody must say yes first. */
  | { readonly kind: 'notice'; readonly subject: Subject; readonly token: string }
  | {
      readonly kind: 'choice';
      readonly token: string;
      /** The photo with numbered boxes. */
      readonly marked: Uint8Array;
      /** `number` as drawn, from 1; `problem` is null for a face that can be chosen. */
      readonly faces: readonly { readonly number: number; readonly problem: UserError | null }[];
    }
  | { readonly kind: 'enrolled'; readonly subject: Subject; readonly person: Person; readonly photos: number }
  /** Another member has to be asked. */
  | {
      readonly kind: 'proposed';
      readonly memberId: Snowflake;
      readonly proposalId: string;
      readonly expiresAt: Date;
    };

interface Begun {
  readonly request: EnrolmentRequest;
  readonly subject: Subject | ProposedMember;
  /** Consent that was given just now, with this very photo; null when the one that stands is relied on. */
  readonly consent: { readonly lastWithdrawal: RowId | null } | null;
}

type Pending =
  | (Omit<Begun, 'consent'> & { readonly stage: 'notice' })
  | (Begun & { readonly stage: 'choice'; readonly photo: SeenPhoto });

export interface EnrolmentPorts extends PhotoPorts {
  readonly database: AuditedDatabase;
  readonly settings: Settings;
  readonly proposals: Proposals;
  readonly now?: () => number;
}

/** Each may hold a photo of a few hundred kilobytes: together they stay below about 100 MB. */
const pendingPhotos = 250;

/** Keeps a face with the consent of the person it belongs to. */
export class Enrolment {
  readonly #ports: EnrolmentPorts;
  readonly #pending: PendingStore<Pending>;

  constructor(ports: EnrolmentPorts) {
    this.#ports = ports;
    this.#pending = new PendingStore({ capacity: pendingPhotos, perOwner: 1, now: ports.now });
  }

  /** @throws UserError for everything the asker can put right. */
  async begin(request: EnrolmentRequest): Promise<EnrolmentStep> {
    const { database, settings } = this.#ports;
    const { guildId, asker } = request;
    const { consentMode } = await settings.of(guildId);
    const subject = subjectOf(asker, request, consentMode);
    const { people, consents, optOuts } = database.read(guildId);
    if (subject.memberId !== null && (await optOuts.has(subject.memberId))) {
      throw subject.kind === 'self'
        ? new UserError('you-opted-out', {})
        : new UserError('member-opted-out', { memberId: subject.memberId });
    }
    if (subject.kind === 'proposed') {
      return await this.#look({ request, subject, consent: null });
    }
    const known = await findSubject(people, subject);
    const version = known === null ? null : await consents.standingVersion(known.personId);
    if (version === consentTextVersion) {
      return await this.#look({ request, subject, consent: null });
    }
    const pending = { stage: 'notice', request, subject } as const;
    return { kind: 'notice', subject, token: this.#pending.put(guildId, asker.id, pending) };
  }

  /** The notice was accepted: only now is the photo fetched and looked at. */
  async accept(token: string, actorId: Snowflake): Promise<EnrolmentStep> {
    const pending = this.#pending.take(token, actorId);
    if (pending.stage !== 'notice') {
      throw new UserError('choice-expired', {});
    }
    const { request, subject } = pending;
    const { erasure } = this.#ports.database.read(request.guildId);
    const lastWithdrawal = subject.memberId === null ? null : await erasure.lastWithdrawal(subject.memberId);
    return await this.#look({ request, subject, consent: { lastWithdrawal } });
  }

  /** The notice was declined, or the choice cancelled: what was waiting is forgotten. */
  async decline(token: string, actorId: Snowflake): Promise<void> {
    const { request, subject } = this.#pending.take(token, actorId);
    const { memberId } = subject;
    const entry = { actorId, action: 'decline', personId: null, memberId, details: {} } as const;
    await this.#ports.database.record(request.guildId, entry);
  }

  /** @param faceNumber as drawn, from 1. Untrusted. */
  async choose(token: string, actorId: Snowflake, faceNumber: number): Promise<EnrolmentStep> {
    const pending = this.#pending.take(token, actorId);
    if (pending.stage !== 'choice') {
      throw new UserError('choice-expired', {});
    }
    return await this.#settle(pending, pending.photo, faceNumber);
  }

  async #look(begun: Begun): Promise<EnrolmentStep> {
    const { guildId, photo, faceNumber, asker } = begun.request;
    const { bytes, seen } = await lookAt(this.#ports, guildId, photo);
    const faces = requireUsable(seen.analysis.faces);
    if (faceNumber !== undefined || faces.length === 1) {
      return await this.#settle(begun, seen, faceNumber ?? 1);
    }
    const choices = faces.map((face, index) => ({
      number: index + 1,
      box: face.box,
      problem: problemOf(face),
    }));
    const marked = await this.#ports.pictures.drawNumberedBoxes(
      bytes,
      choices.map(({ number, box, problem }) => ({
        number,
        box,
        emphasis: problem === null ? 'likely' : 'unknown',
      })),
      { priority: 'interactive', guildId },
    );
    const token = this.#pending.put(guildId, asker.id, { ...begun, stage: 'choice', photo: seen });
    return { kind: 'choice', token, marked, faces: choices };
  }

  async #settle(
    { request, subject, consent }: Begun,
    photo: SeenPhoto,
    number: number,
  ): Promise<EnrolmentStep> {
    const face: AnalysedFace | undefined = photo.analysis.faces[number - 1];
    if (face === undefined) {
      throw new UserError('choice-expired', {});
    }
    const { guildId, asker } = request;
    if (subject.kind === 'proposed') {
      const { memberId } = subject;
      const proposal = await this.#ports.proposals.propose({
        guildId,
        memberId,
        proposedBy: asker.id,
        photo,
        face,
      });
      return { kind: 'proposed', memberId, ...proposal };
    }
    const { person, photos } = await this.#ports.database.change(guildId, (repositories) =>
      keepFace(repositories, {
        subject,
        actorId: asker.id,
        ...(consent !== null && { consentBy: asker.id, ...consent }),
        textVersion: consentTextVersion,
        face,
        modelVersion: photo.analysis.modelVersion,
        picture: newPicture(photo, asker.id),
        mayResembleAnother: asker.isModerator,
        details: {
          subject: subject.kind,
          consentGiven: consent !== null,
          facesInPhoto: photo.analysis.faces.length,
        },
      }),
    );
    return { kind: 'enrolled', subject, person, photos };
  }
}
