import type { BoundingBox } from '../vision/types.ts';
import type { RowId, Snowflake } from './ids.ts';

/** Where a picture can be seen in Discord. A link is made from it at reply time, never stored. */
export interface MessageSource {
  readonly channelId: Snowflake;
  readonly messageId: Snowflake;
  readonly attachmentId: Snowflake;
  readonly authorId: Snowflake;
  readonly postedAt: Date;
}

export interface NewPicture {
  /** Null for a photo given to a slash command: that is no lasting message. */
  readonly source: MessageSource | null;
  readonly width: number;
  readonly height: number;
  /** SHA-256 of the file's bytes as sent. */
  readonly sha256: Uint8Array;
  /** The kept copy (WebP, at most 1280 px, no metadata), for enrolments only. */
  readonly storedCopy: Uint8Array | null;
  readonly addedBy: Snowflake;
}

export interface Picture {
  readonly pictureId: RowId;
  readonly source: MessageSource | null;
  readonly width: number;
  readonly height: number;
  readonly hasStoredCopy: boolean;
  readonly addedBy: Snowflake;
  readonly addedAt: Date;
}

/** A picture in which a person was enrolled or found. */
export interface PersonPicture extends Picture {
  readonly personId: RowId;
  readonly box: BoundingBox;
}

export interface PictureRepository {
  /** Idempotent for message pictures: the same attachment gives the row that is there. */
  add(picture: NewPicture): Promise<RowId>;
  storedCopy(pictureId: RowId): Promise<Uint8Array | null>;
  /** Pictures of a person: enrolments first, then newest first. `limit` 1 to 100. */
  ofPerson(personId: RowId, limit: number): Promise<PersonPicture[]>;
  /** How many enrolment photos a person has. */
  countEnrolments(personId: RowId): Promise<number>;
  remove(pictureId: RowId): Promise<void>;
}
