import type { RowId, Snowflake } from './ids.ts';

export interface Person {
  readonly personId: RowId;
  /** Null for a named person who is no member of the server. */
  readonly memberId: Snowflake | null;
  readonly displayName: string;
  readonly createdBy: Snowflake;
  readonly createdAt: Date;
}

export interface NewPerson {
  readonly memberId: Snowflake | null;
  readonly displayName: string;
  readonly createdBy: Snowflake;
}

/** `self`: the member accepted the notice. `attested`: a moderator vouches for someone who is no member. */
export type ConsentKind = 'self' | 'attested';

export interface NewConsent {
  readonly personId: RowId;
  readonly kind: ConsentKind;
  /** Version of the notice that was shown when it was given. */
  readonly textVersion: number;
  readonly givenBy: Snowflake;
}

export interface PersonRepository {
  /** The same member, or the same name of someone who is no member, gives the person that is there, unchanged. */
  create(person: NewPerson): Promise<Person>;
  /** False when there is no such person. */
  rename(personId: RowId, displayName: string): Promise<boolean>;
  find(personId: RowId): Promise<Person | null>;
  findByMember(memberId: Snowflake): Promise<Person | null>;
  /** Exact name, without regard to case, among persons who are no members. */
  findByName(displayName: string): Promise<Person | null>;
}

export interface ConsentRepository {
  /** Takes the place of the person's earlier consent. */
  give(consent: NewConsent): Promise<void>;
  /** The standing consent's text version, or null. */
  standingVersion(personId: RowId): Promise<number | null>;
}
