import type { Snowflake } from '../db/ids.ts';

/** A photo that a command was given: where to fetch it and how large it says it is. */
export interface PhotoReference {
  /** Signed and short-lived: never stored, never logged. */
  readonly url: string;
  /** Bytes, where Discord declares them; what arrives is measured again. */
  readonly size?: number;
  /** Of a picture in a message; absent for a photo given to a command. */
  readonly attachmentId?: Snowflake;
}

/** Who asks, in the words of the domain. */
export interface Asker {
  readonly id: Snowflake;
  readonly displayName: string;
  /** May act for others: enrol named people, propose members. */
  readonly isModerator: boolean;
}

/** Fetches a photo's bytes. @throws UserError `download-*`, `image-too-large` */
export type FetchPhoto = (photo: PhotoReference) => Promise<Uint8Array>;
