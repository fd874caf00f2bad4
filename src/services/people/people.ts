import type { RowId, Snowflake } from '../../db/ids.ts';
import type { HeldConsent, ListedPerson, MergedPerson } from '../../db/moderation-types.ts';
import type { Person } from '../../db/people-types.ts';
import { UserError } from '../../errors/user-error.ts';
import type { AuditedDatabase } from '../audit/audited-database.ts';
import { type VisiblePage, VisiblePictures } from '../identification/visible-pictures.ts';
import type { PictureLinks, Viewer } from '../picture-links.ts';
import type { Settings } from '../settings/settings.ts';

export interface PeoplePorts {
  readonly database: AuditedDatabase;
  readonly settings: Settings;
  readonly links: PictureLinks;
}

/** What moderators see of a person. */
export interface PersonSheet {
  readonly person: Person;
  readonly consent: HeldConsent | null;
  readonly counts: { readonly photos: number; readonly indexed: number };
  readonly merged: readonly MergedPerson[];
}

/** Discord's limit for suggestions. */
const maximumSuggestions = 25;

/** The persons of a server: by name, in lists, and with their pictures. */
export class People {
  readonly #ports: PeoplePorts;

  constructor(ports: PeoplePorts) {
    this.#ports = ports;
  }

  /** @returns persons whose name contains what was typed. */
  async suggest(guildId: Snowflake, typed: string): Promise<Person[]> {
    return await this.#ports.database.read(guildId).directory.search(typed.trim(), maximumSuggestions);
  }

  /** @returns merged persons by either name. */
  async suggestMerged(guildId: Snowflake, typed: string): Promise<MergedPerson[]> {
    return await this.#ports.database.read(guildId).directory.searchMerged(typed.trim(), maximumSuggestions);
  }

  /** @throws UserError `no-such-person` */
  async get(guildId: Snowflake, personId: RowId): Promise<Person> {
    const person = await this.#ports.database.read(guildId).people.find(personId);
    if (person === null) {
      throw new UserError('no-such-person', {});
    }
    return person;
  }

  /** @throws UserError `no-such-person`, `several-people` */
  async named(guildId: Snowflake, name: string): Promise<Person> {
    const [person, another] = await this.#ports.database.read(guildId).directory.named(name.trim());
    if (person === undefined) {
      throw new UserError('no-such-person', {});
    }
    if (another !== undefined) {
      throw new UserError('several-people', {});
    }
    return person;
  }

  /** @param page from 1; one that is out of range shows the nearest there is. */
  async list(
    guildId: Snowflake,
    page: number,
    size: number,
  ): Promise<{ people: ListedPerson[]; count: number; page: number; pages: number }> {
    const { directory } = this.#ports.database.read(guildId);
    const count = await directory.count();
    const pages = Math.max(1, Math.ceil(count / size));
    const shown = Math.min(Math.max(1, page), pages);
    const people = await directory.list({ limit: size, offset: (shown - 1) * size });
    return { people, count, page: shown, pages };
  }

  /** Pictures of a person that the viewer may see; recorded as a search. */
  async find(
    viewer: Viewer,
    personId: RowId,
    page: number,
    size: number,
  ): Promise<VisiblePage & { person: Person }> {
    const person = await this.get(viewer.guildId, personId);
    const visible = await this.pictures(viewer, personId, page, size);
    await this.#ports.database.record(viewer.guildId, {
      actorId: viewer.memberId,
      action: 'search',
      personId,
      memberId: person.memberId,
      details: { byName: true, pictures: visible.total, shared: viewer.shared },
    });
    return { ...visible, person };
  }

  async pictures(viewer: Viewer, personId: RowId, page: number, size: number): Promise<VisiblePage> {
    const pictures = await VisiblePictures.for(this.#ports, viewer);
    return await pictures.of(personId, size, (Math.max(1, page) - 1) * size);
  }

  async sheet(guildId: Snowflake, personId: RowId): Promise<PersonSheet> {
    const { holdings, directory } = this.#ports.database.read(guildId);
    const [person, consent, counts, merged] = await Promise.all([
      this.get(guildId, personId),
      holdings.consent(personId),
      holdings.counts(personId),
      directory.mergedInto(personId),
    ]);
    return { person, consent, counts, merged };
  }

  /** @throws UserError `no-such-person` */
  async findMerged(guildId: Snowflake, personId: RowId): Promise<MergedPerson> {
    const merged = await this.#ports.database.read(guildId).directory.findMerged(personId);
    if (merged === null) {
      throw new UserError('no-such-person', {});
    }
    return merged;
  }
}
