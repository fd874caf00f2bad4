import type { RowId, Snowflake } from '../../db/ids.ts';
import type { HeldConsent, MergedPerson, Proposal } from '../../db/moderation-types.ts';
import type { Person } from '../../db/people-types.ts';
import { UserError } from '../../errors/user-error.ts';
import type { AuditedDatabase } from '../audit/audited-database.ts';
import { archives, type Holdings } from './export.ts';

/** What is held of a member, for themself. */
export interface PrivacyStatus {
  readonly person: Person | null;
  readonly consent: HeldConsent | null;
  readonly counts: { readonly photos: number; readonly indexed: number };
  readonly merged: readonly MergedPerson[];
  readonly proposal: Proposal | null;
  readonly optedOut: boolean;
  /** Links to pictures that they posted, whoever is in them. */
  readonly posted: number;
}

export interface PrivacyExport {
  readonly parts: readonly Uint8Array[];
  readonly photos: number;
}

/** A page of the record that goes into an export; there may be many. */
const recordPage = 100;

/** What every member decides for themself, also when they have left the server. */
export class Privacy {
  readonly #database: AuditedDatabase;
  readonly #now: () => Date;

  constructor(database: AuditedDatabase, now: () => Date = () => new Date()) {
    this.#database = database;
    this.#now = now;
  }

  /** The servers that hold something of a user. */
  async servers(userId: Snowflake): Promise<Snowflake[]> {
    return await this.#database.guildsOf(userId);
  }

  async status(guildId: Snowflake, memberId: Snowflake): Promise<PrivacyStatus> {
    const { people, holdings, directory, proposals, optOuts } = this.#database.read(guildId);
    const [person, proposal, optedOut, posted] = await Promise.all([
      people.findByMember(memberId),
      proposals.findByMember(memberId),
      optOuts.has(memberId),
      holdings.countPosted(memberId),
    ]);
    const whoever = { proposal, optedOut, posted };
    if (person === null) {
      return { person, consent: null, counts: { photos: 0, indexed: 0 }, merged: [], ...whoever };
    }
    const { personId } = person;
    const [consent, counts, merged] = await Promise.all([
      holdings.consent(personId),
      holdings.counts(personId),
      directory.mergedInto(personId),
    ]);
    return { person, consent, counts, merged, ...whoever };
  }

  /**
   * @param maximumBytes of one archive.
   * @throws UserError `nothing-held`
   */
  async export(guildId: Snowflake, memberId: Snowflake, maximumBytes: number): Promise<PrivacyExport> {
    const holdings = await this.#holdings(guildId, memberId);
    const { person, photos, faces } = holdings;
    await this.#database.record(guildId, {
      actorId: memberId,
      action: 'export',
      personId: person?.personId ?? null,
      memberId,
      details: { photos: photos.size, faces: faces.length },
    });
    return { parts: archives(holdings, this.#now(), maximumBytes), photos: photos.size };
  }

  /** Erases everything of a member, at once. @throws UserError `nothing-held` */
  async withdraw(guildId: Snowflake, memberId: Snowflake): Promise<void> {
    await this.requireHeld(guildId, memberId);
    await this.#database.change(guildId, async ({ erasure }) => {
      const details = await erasure.member(memberId);
      return {
        result: undefined,
        entry: { actorId: memberId, action: 'withdraw', personId: null, memberId, details },
      };
    });
  }

  /** @returns whether anything is held of them still, and whether they had opted out before. */
  async optOut(guildId: Snowflake, memberId: Snowflake): Promise<{ held: boolean; already: boolean }> {
    const { person, posted, optedOut } = await this.status(guildId, memberId);
    if (!optedOut) {
      await this.#database.change(guildId, async ({ optOuts, proposals }) => {
        await optOuts.add(memberId);
        // What somebody else proposed is answered by it.
        await proposals.discardOfMember(memberId);
        const entry = {
          actorId: memberId,
          action: 'opt-out',
          personId: null,
          memberId,
          details: {},
        } as const;
        return { result: undefined, entry };
      });
    }
    return { held: person !== null || posted > 0, already: optedOut };
  }

  /** @returns false when they had not opted out. */
  async optIn(guildId: Snowflake, memberId: Snowflake): Promise<boolean> {
    if (!(await this.#database.read(guildId).optOuts.has(memberId))) {
      return false;
    }
    await this.#database.change(guildId, async ({ optOuts }) => {
      await optOuts.remove(memberId);
      const entry = { actorId: memberId, action: 'opt-in', personId: null, memberId, details: {} } as const;
      return { result: undefined, entry };
    });
    return true;
  }

  /** @throws UserError `nothing-held` when there is nothing to erase. */
  async requireHeld(guildId: Snowflake, memberId: Snowflake): Promise<PrivacyStatus> {
    const status = await this.status(guildId, memberId);
    if (status.person === null && status.proposal === null && status.posted === 0) {
      throw new UserError('nothing-held', {});
    }
    return status;
  }

  async #holdings(guildId: Snowflake, memberId: Snowflake): Promise<Holdings> {
    const readers = this.#database.read(guildId);
    const { person, consent, merged, proposal, optedOut } = await this.status(guildId, memberId);
    const record = await this.#record(guildId, memberId);
    const posted = await readers.holdings.posted(memberId);
    if (person === null && proposal === null && !optedOut && record.length + posted.length === 0) {
      throw new UserError('nothing-held', {});
    }
    const personId = person?.personId;
    const [pictures, faces, rejections] =
      personId === undefined
        ? [[], [], []]
        : await Promise.all([
            readers.holdings.pictures(personId),
            readers.holdings.faces(personId),
            readers.holdings.rejections(personId),
          ]);
    const enrolled = new Set(
      faces.filter(({ origin }) => origin === 'enrolment').map(({ pictureId }) => pictureId),
    );
    // A copy is of those who were enrolled with it, not of whoever else is in the picture.
    const copied = pictures.filter(
      ({ pictureId, hasStoredCopy }) => hasStoredCopy && enrolled.has(pictureId),
    );
    const photos = new Map<RowId, Uint8Array>();
    const wanted = [
      ...copied.map(({ pictureId }) => pictureId),
      ...(proposal === null ? [] : [proposal.pictureId]),
    ];
    for (const pictureId of wanted) {
      const copy = await readers.pictures.storedCopy(pictureId);
      if (copy !== null) {
        photos.set(pictureId, copy);
      }
    }
    return {
      guildId,
      memberId,
      optedOut,
      person,
      consent,
      merged,
      pictures,
      posted,
      faces,
      rejections,
      proposal,
      record,
      photos,
    };
  }

  async #record(guildId: Snowflake, userId: Snowflake): Promise<Holdings['record']> {
    const { audit } = this.#database.read(guildId);
    const record: Holdings['record'][number][] = [];
    for (let before: RowId | null = null; ; ) {
      const page: Holdings['record'] = await audit.list({ before, action: null, userId, limit: recordPage });
      record.push(...page);
      const last = page.at(-1);
      if (last === undefined || page.length < recordPage) {
        return record;
      }
      before = last.auditId;
    }
  }
}
