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

export interface PictureRepository {
  /** Idempotent for message pictures: the same attachment gives the row that is there. */
  add(picture: NewPicture): Promise<RowId>;
  storedCopy(pictureId: RowId): Promise<Uint8Array | null>;
  /** How many enrolment photos a person has. */
  countEnrolments(personId: RowId): Promise<number>;
  remove(pictureId: RowId): Promise<void>;
}
