import type { RowId, Snowflake } from '../../db/ids.ts';
import type { Proposal } from '../../db/moderation-types.ts';
import { UserError } from '../../errors/user-error.ts';
import type { AnalysedFace, BoundingBox } from '../../vision/types.ts';
import type { AuditedDatabase, AuditedRepositories } from '../audit/audited-database.ts';
import { consentTextVersion } from '../consent-text.ts';
import { problemOf } from '../enrolment/gate.ts';
import { type Kept, keepFace } from '../enrolment/keep.ts';
import { copyAlone, type PhotoPorts, type SeenPhoto } from '../enrolment/photos.ts';
import { type Subject, selfOf } from '../enrolment/subject.ts';

/** A week: long enough for a holiday, short enough that no photo lies about unasked for. */
export const proposalDays = 7;

const dayMs = 86_400_000;

/** Whoever declined is left alone for so long; they may enrol themself at any time. */
export const declinedDays = 30;

export interface ProposalsPorts extends Pick<PhotoPorts, 'analyser' | 'pictures'> {
  readonly database: AuditedDatabase;
  readonly now?: () => number;
}

export interface NewProposal {
  readonly guildId: Snowflake;
  readonly memberId: Snowflake;
  readonly proposedBy: Snowflake;
  readonly photo: SeenPhoto;
  readonly face: AnalysedFace;
}

/**
 * Moderators' wishes to enrol other members. Until the member accepts, a copy of the photo and the place of the face
 * in it are kept, and no description of the face: that is made from the copy when they accept.
 */
export class Proposals {
  readonly #ports: ProposalsPorts;
  readonly #now: () => number;

  constructor(ports: ProposalsPorts) {
    this.#ports = ports;
    this.#now = ports.now ?? Date.now;
  }

  /** @throws UserError `member-opted-out`, `member-declined`, and `face-*` when the copy would not be good enough. */
  async propose({
    guildId,
    memberId,
    proposedBy,
    photo,
    face,
  }: NewProposal): Promise<{ proposalId: RowId; expiresAt: Date }> {
    const scale = photo.storedCopy.width / photo.analysis.picture.width;
    const problem = problemOf(scaled(face, scale));
    if (problem !== null) {
      throw problem;
    }
    const expiresAt = new Date(this.#now() + proposalDays * dayMs);
    return await this.#ports.database.change(guildId, async (repositories) => {
      const { erasure, pictures, proposals } = repositories;
      await erasure.storing();
      await this.#requireWilling(repositories, memberId);
      const pictureId = await pictures.add(copyAlone(photo, proposedBy));
      const box = scaledBox(face.box, scale);
      const proposalId = await proposals.put({ memberId, proposedBy, expiresAt, pictureId, box });
      return {
        result: { proposalId, expiresAt },
        entry: { actorId: proposedBy, action: 'propose', personId: null, memberId, details: {} },
      };
    });
  }

  /** What the member is to decide about, for their eyes alone: with the copy of the photo, the face marked. */
  async show(
    guildId: Snowflake,
    proposalId: RowId,
    actorId: Snowflake,
  ): Promise<Proposal & { readonly marked: Uint8Array }> {
    const { proposal, copy } = await this.#find(guildId, proposalId, actorId);
    const marked = await this.#ports.pictures.drawNumberedBoxes(
      copy,
      [{ number: 1, box: proposal.box, emphasis: 'likely' }],
      { priority: 'interactive', guildId },
    );
    return { ...proposal, marked };
  }

  /** @throws UserError `proposal-over`, `not-your-button`, `you-opted-out`, `no-face`, `face-*` */
  async accept(
    guildId: Snowflake,
    proposalId: RowId,
    actor: { readonly id: Snowflake; readonly displayName: string },
  ): Promise<Kept & { readonly subject: Subject }> {
    const { proposal, copy } = await this.#find(guildId, proposalId, actor.id);
    const request = { effort: 'thorough', priority: 'interactive', guildId } as const;
    const { faces, modelVersion } = await this.#ports.analyser.analyse(copy, request);
    const face = nearestTo(proposal.box, faces);
    if (face === undefined) {
      throw new UserError('no-face', {});
    }
    const subject = selfOf(actor);
    const kept = await this.#ports.database.change(guildId, async (repositories) => {
      await repositories.erasure.storing();
      if (!(await repositories.proposals.close(proposalId))) {
        throw new UserError('proposal-over', {});
      }
      return await keepFace(repositories, {
        subject,
        actorId: actor.id,
        consentBy: actor.id,
        textVersion: consentTextVersion,
        face,
        modelVersion,
        picture: { pictureId: proposal.pictureId, addedBy: proposal.proposedBy },
        // The moderator has said who it is, and the member agrees.
        mayResembleAnother: true,
        details: { subject: 'proposed', consentGiven: true },
      });
    });
    return { ...kept, subject };
  }

  /**
   * @param forGood opts the member out as well, and of whatever else is proposed to them: also when this proposal is over.
   * @throws UserError `not-your-button`, `proposal-over`
   */
  async decline(guildId: Snowflake, proposalId: RowId, actorId: Snowflake, forGood: boolean): Promise<void> {
    await this.#findOwn(guildId, proposalId, actorId);
    await this.#ports.database.change(guildId, async ({ erasure, optOuts, proposals }) => {
      // Whoever proposes them anew meanwhile heeds it.
      await erasure.saying();
      if (forGood) {
        await optOuts.add(actorId);
        await proposals.discardOfMember(actorId);
      } else if (!(await proposals.discard(proposalId))) {
        throw new UserError('proposal-over', {});
      }
      const action = forGood ? 'opt-out' : 'decline';
      const entry = {
        actorId,
        action,
        personId: null,
        memberId: actorId,
        details: { proposal: true },
      } as const;
      return { result: undefined, entry };
    });
  }

  async #requireWilling(
    { optOuts, audit }: Pick<AuditedRepositories, 'optOuts' | 'audit'>,
    memberId: Snowflake,
  ): Promise<void> {
    if (await optOuts.has(memberId)) {
      throw new UserError('member-opted-out', { memberId });
    }
    const newest = { before: null, action: 'decline', userId: memberId, limit: 1 } as const;
    const [declined] = await audit.list(newest);
    if (declined !== undefined && this.#now() - declined.at.getTime() <= declinedDays * dayMs) {
      throw new UserError('member-declined', { memberId, days: declinedDays });
    }
  }

  async #find(
    guildId: Snowflake,
    proposalId: RowId,
    actorId: Snowflake,
  ): Promise<{ proposal: Proposal; copy: Uint8Array }> {
    const proposal = await this.#findOwn(guildId, proposalId, actorId);
    const { pictures } = this.#ports.database.read(guildId);
    const copy = proposal === null ? null : await pictures.storedCopy(proposal.pictureId);
    if (proposal === null || copy === null) {
      throw new UserError('proposal-over', {});
    }
    return { proposal, copy: new Uint8Array(copy) };
  }

  /** Null when it is over. @throws UserError `not-your-button` */
  async #findOwn(guildId: Snowflake, proposalId: RowId, actorId: Snowflake): Promise<Proposal | null> {
    const proposal = await this.#ports.database.read(guildId).proposals.find(proposalId);
    if (proposal !== null && proposal.memberId !== actorId) {
      throw new UserError('not-your-button', {});
    }
    return proposal;
  }
}

function scaledBox({ x, y, width, height }: BoundingBox, scale: number): BoundingBox {
  return { x: x * scale, y: y * scale, width: width * scale, height: height * scale };
}

function scaled(face: AnalysedFace, scale: number): AnalysedFace {
  return { ...face, quality: { ...face.quality, size: face.quality.size * scale } };
}

/** The face whose middle lies in the box, the nearest to the box's own middle if there are several. */
function nearestTo(box: BoundingBox, faces: readonly AnalysedFace[]): AnalysedFace | undefined {
  const middle = (of: BoundingBox) => ({ x: of.x + of.width / 2, y: of.y + of.height / 2 });
  const wanted = middle(box);
  const distance = (face: AnalysedFace) => {
    const { x, y } = middle(face.box);
    return Math.hypot(x - wanted.x, y - wanted.y);
  };
  return faces
    .filter((face) => distance(face) <= Math.min(box.width, box.height) / 2)
    .toSorted((a, b) => distance(a) - distance(b))[0];
}
