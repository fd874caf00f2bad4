import type { RowId, Snowflake } from '../../db/ids.ts';
import type { MergedPerson } from '../../db/moderation-types.ts';
import type { Person } from '../../db/people-types.ts';
import { UserError } from '../../errors/user-error.ts';
import type { AuditedDatabase } from '../audit/audited-database.ts';
import { cleanName } from '../names.ts';

/** Who does something, and where. */
export interface Acting {
  readonly guildId: Snowflake;
  readonly actorId: Snowflake;
}

/** What moderators change about persons. */
export class Moderation {
  readonly #database: AuditedDatabase;

  constructor(database: AuditedDatabase) {
    this.#database = database;
  }

  /** @throws UserError `no-such-person`, `name-invalid`, `name-taken` */
  async rename({ guildId, actorId }: Acting, person: Person, name: string): Promise<string> {
    const displayName = cleanName(name);
    await this.#database.change(guildId, async ({ people }) => {
      const holder = person.memberId === null ? await people.findByName(displayName) : null;
      if (holder !== null && holder.personId !== person.personId) {
        throw new UserError('name-taken', {});
      }
      if (!(await people.rename(person.personId, displayName))) {
        throw new UserError('no-such-person', {});
      }
      const { personId, memberId } = person;
      return { result: undefined, entry: { actorId, action: 'rename', personId, memberId, details: {} } };
    });
    return displayName;
  }

  /**
   * Two persons are one. A member is the one that remains, as their consent is theirs.
   * @throws UserError `merge-with-itself`, `merge-of-members`, `no-such-person`
   */
  async merge(
    { guildId, actorId }: Acting,
    one: Person,
    other: Person,
  ): Promise<{ from: Person; into: Person }> {
    if (one.personId === other.personId) {
      throw new UserError('merge-with-itself', {});
    }
    if (one.memberId !== null && other.memberId !== null) {
      throw new UserError('merge-of-members', {});
    }
    const [from, into] = one.memberId === null ? [one, other] : [other, one];
    await this.#database.change(guildId, async ({ merges }) => {
      if (!(await merges.merge({ from: from.personId, into: into.personId, mergedBy: actorId }))) {
        throw new UserError('no-such-person', {});
      }
      const { personId, memberId } = into;
      return {
        result: undefined,
        entry: { actorId, action: 'merge', personId, memberId, details: { from: from.personId } },
      };
    });
    return { from, into };
  }

  /** @throws UserError `no-such-person`, `unmerge-later-first` */
  async unmerge({ guildId, actorId }: Acting, merged: MergedPerson): Promise<void> {
    const { personId, into } = merged;
    await this.#database.change(guildId, async ({ people, merges }) => {
      if ((await people.find(into.personId)) === null) {
        throw new UserError('unmerge-later-first', {});
      }
      if (!(await merges.unmerge(personId))) {
        throw new UserError('no-such-person', {});
      }
      return {
        result: undefined,
        entry: { actorId, action: 'unmerge', personId, details: { from: into.personId } },
      };
    });
  }

  /** Erases everything of a person. @throws UserError `no-such-person` */
  async remove({ guildId, actorId }: Acting, { personId, memberId }: Person): Promise<void> {
    await this.#database.change(guildId, async ({ erasure }) => {
      if (!(await erasure.person(personId))) {
        throw new UserError('no-such-person', {});
      }
      return {
        result: undefined,
        entry: { actorId, action: 'remove-person', personId, memberId, details: {} },
      };
    });
  }

  /**
   * Takes one picture from a person: an enrolment photo is erased; of a posted one is remembered that it is not them.
   * @throws UserError `photo-gone`
   */
  async removePicture(
    { guildId, actorId }: Acting,
    { personId, memberId }: Person,
    pictureId: RowId,
  ): Promise<'enrolment' | 'indexed'> {
    return await this.#database.change(guildId, async ({ erasure, gallery, rejections }) => {
      const found = await gallery.faces(personId, pictureId);
      const [first] = found;
      if (first === undefined) {
        throw new UserError('photo-gone', {});
      }
      const origin = found.some((face) => face.origin === 'enrolment') ? 'enrolment' : 'indexed';
      if (origin === 'indexed') {
        for (const { sha256, box } of found) {
          await rejections.add({ personId, sha256, box, rejectedBy: actorId });
        }
      }
      await erasure.photo(personId, pictureId);
      const action = origin === 'enrolment' ? 'remove-photo' : 'not-this-person';
      return { result: origin, entry: { actorId, action, personId, memberId, details: {} } };
    });
  }
}
