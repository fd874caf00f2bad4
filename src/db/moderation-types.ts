import type { BoundingBox } from '../vision/types.ts';
import type { RowId, Snowflake } from './ids.ts';
import type { ConsentKind, Person } from './people-types.ts';
import type { MessageSource } from './picture-types.ts';

/** What the administrators of a guild changed. */
export interface SettingsRepository {
  /** As it is stored, unchecked; empty where nothing was changed. */
  read(): Promise<unknown>;
  /** Sets the given keys and leaves the others. */
  merge(changes: Readonly<Record<string, unknown>>): Promise<void>;
}

/** Members who are never to be enrolled or proposed. */
export interface OptOutRepository {
  has(memberId: Snowflake): Promise<boolean>;
  /** False when it was there already. */
  add(memberId: Snowflake): Promise<boolean>;
  /** False when there was none. */
  remove(memberId: Snowflake): Promise<boolean>;
}

/** A moderator's wish to enrol a member who has not agreed yet. */
export interface Proposal {
  readonly proposalId: RowId;
  readonly memberId: Snowflake;
  readonly proposedBy: Snowflake;
  readonly proposedAt: Date;
  readonly expiresAt: Date;
  readonly pictureId: RowId;
  /** In pixels of the stored copy. */
  readonly box: BoundingBox;
}

export interface ProposalRepository {
  /** Takes the place of an earlier one for the same member, whose picture goes. */
  put(proposal: Omit<Proposal, 'proposalId' | 'proposedAt'>): Promise<RowId>;
  /** One that has not expired. */
  find(proposalId: RowId): Promise<Proposal | null>;
  findByMember(memberId: Snowflake): Promise<Proposal | null>;
  /** Ends it and keeps its picture. False when somebody else was faster. */
  close(proposalId: RowId): Promise<boolean>;
  /** Ends it and removes its picture. */
  discard(proposalId: RowId): Promise<boolean>;
  discardOfMember(memberId: Snowflake): Promise<void>;
  /** Discards those whose time is over. @returns how many there were. */
  discardExpired(): Promise<number>;
}

/** A person as lists show them. */
export interface ListedPerson extends Person {
  /** Enrolment photos. */
  readonly photos: number;
}

export interface MergedPerson {
  readonly personId: RowId;
  readonly displayName: string;
  readonly into: { readonly personId: RowId; readonly displayName: string };
  readonly mergedBy: Snowflake;
  readonly mergedAt: Date;
}

/** Finds persons by name; those that were merged into others only where it says so. */
export interface DirectoryRepository {
  /** Whose name contains the text, without regard to case: those that begin with it first. `limit` 1 to 25. */
  search(text: string, limit: number): Promise<Person[]>;
  /** Everyone of exactly that name, members and others, without regard to case. */
  named(displayName: string): Promise<Person[]>;
  /** By name, `limit` 1 to 100. */
  list(page: { readonly limit: number; readonly offset: number }): Promise<ListedPerson[]>;
  count(): Promise<number>;
  /** Merged persons whose name, or whose new name, contains the text. */
  searchMerged(text: string, limit: number): Promise<MergedPerson[]>;
  findMerged(personId: RowId): Promise<MergedPerson | null>;
  mergedInto(personId: RowId): Promise<MergedPerson[]>;
}

export interface MergeRepository {
  /** Moves faces and rejections, hides `from`. False when one is not there, is hidden already, or `from` a member. */
  merge(merge: {
    readonly from: RowId;
    readonly into: RowId;
    readonly mergedBy: Snowflake;
  }): Promise<boolean>;
  /** Undoes it exactly; what came to the other person since stays there. False when there is nothing to undo. */
  unmerge(from: RowId): Promise<boolean>;
}

/** "This is not that person", said of a face in a file. */
export interface RejectionRepository {
  add(rejection: {
    readonly personId: RowId;
    readonly sha256: Uint8Array;
    readonly box: BoundingBox;
    readonly rejectedBy: Snowflake;
  }): Promise<void>;
}

/** A person's picture in their gallery. */
export interface GalleryPicture {
  readonly pictureId: RowId;
  readonly origin: 'enrolment' | 'indexed';
  readonly source: MessageSource | null;
  readonly hasStoredCopy: boolean;
  readonly addedBy: Snowflake;
  readonly addedAt: Date;
}

export interface GalleryRepository {
  /** Channels with pictures of the person: latest first, at most `limit`. */
  channels(personId: RowId, limit: number): Promise<Snowflake[]>;
  /**
   * Pictures that are enrolment photos or stand in one of the channels: enrolments first, then the newest.
   * `limit` 1 to 100.
   */
  page(query: GalleryQuery & { readonly limit: number; readonly offset: number }): Promise<GalleryPicture[]>;
  count(query: GalleryQuery): Promise<number>;
  /** The person's faces in one picture. */
  faces(personId: RowId, pictureId: RowId): Promise<GalleryFace[]>;
}

export interface GalleryFace {
  readonly origin: 'enrolment' | 'indexed';
  readonly box: BoundingBox;
  /** Of the picture's file. */
  readonly sha256: Uint8Array;
}

export interface GalleryQuery {
  readonly personId: RowId;
  readonly channelIds: readonly Snowflake[];
  /** Whether enrolment photos of which only a copy is kept are among them. */
  readonly storedCopies: boolean;
}

/** Removes for good. Each leaves nothing that belonged to what it removed alone. */
export interface ErasureRepository {
  /**
   * In a transaction, before the first thing of somebody is stored: what is erased meanwhile waits for its end, and what
   * is erased now is waited for, so that what is read afterwards holds.
   */
  storing(): Promise<void>;
  /** The record of a member's last withdrawal, to tell whether there was another one since. Null for none. */
  lastWithdrawal(memberId: Snowflake): Promise<RowId | null>;
  /** The person with faces, photos, consent, merges and rejections. False when there is none. */
  person(personId: RowId): Promise<boolean>;
  /** All that a member's own word decides: their person, what they were proposed with, pictures they posted. */
  member(memberId: Snowflake): Promise<{ readonly faces: number; readonly pictures: number }>;
  /** The person's faces in one picture; the picture too when nobody else's face keeps it. @returns faces removed. */
  photo(personId: RowId, pictureId: RowId): Promise<number>;
  /** In a transaction, before something is changed that whoever stores must heed: waits for them, and they for it. */
  saying(): Promise<void>;
  /** Indexed faces without a name, and pictures without any other: a thousand at most, in a transaction each. */
  unnamed(): Promise<{ readonly faces: number; readonly pictures: number; readonly isDone: boolean }>;
  /** A face in a file is not that person: nor is it in posted pictures that are the same file. */
  mistaken(face: {
    readonly personId: RowId;
    readonly sha256: Uint8Array;
    readonly box: BoundingBox;
    /** Keeps the face without a name; else it goes. */
    readonly keepsUnnamed: boolean;
  }): Promise<void>;
}

/** One face as it is stored, for its owner. */
export interface HeldFace {
  readonly pictureId: RowId;
  readonly origin: 'enrolment' | 'indexed';
  readonly box: BoundingBox;
  readonly modelVersion: string;
  /** The 128 numbers, free of the guild's protection. */
  readonly descriptor: readonly number[];
  readonly createdAt: Date;
}

export interface HeldPicture {
  readonly pictureId: RowId;
  readonly source: MessageSource | null;
  readonly width: number;
  readonly height: number;
  readonly hasStoredCopy: boolean;
  readonly addedBy: Snowflake;
  readonly addedAt: Date;
}

export interface HeldConsent {
  readonly kind: ConsentKind;
  readonly textVersion: number;
  readonly givenBy: Snowflake;
  readonly givenAt: Date;
}

/** What is held of somebody, for themself and for those who answer for it. */
export interface HoldingsRepository {
  consent(personId: RowId): Promise<HeldConsent | null>;
  counts(personId: RowId): Promise<{ readonly photos: number; readonly indexed: number }>;
  pictures(personId: RowId): Promise<HeldPicture[]>;
  /** Pictures that a member posted, whoever is in them. */
  posted(memberId: Snowflake): Promise<HeldPicture[]>;
  countPosted(memberId: Snowflake): Promise<number>;
  faces(personId: RowId): Promise<HeldFace[]>;
  rejections(personId: RowId): Promise<{ readonly rejectedBy: Snowflake; readonly rejectedAt: Date }[]>;
}
