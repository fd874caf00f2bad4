import type { BoundingBox, FaceQuality } from '../vision/types.ts';
import type { RowId, Snowflake } from './ids.ts';
import type { MessageSource } from './picture-types.ts';

export interface NewFace {
  readonly pictureId: RowId;
  readonly personId: RowId | null;
  /** `enrolment`: given by consent, searched against. `indexed`: found in a posted picture. */
  readonly origin: 'enrolment' | 'indexed';
  readonly box: BoundingBox;
  readonly landmarks: Float32Array;
  readonly score: number;
  readonly quality: FaceQuality;
  readonly modelVersion: string;
  /** 128 numbers. Kept as two 64-d cubes. */
  readonly descriptor: Float32Array;
}

/** One person near one query face, by the nearest of the person's enrolled faces. */
export interface PersonMatch {
  /** Index into the query descriptors. */
  readonly query: number;
  readonly personId: RowId;
  readonly displayName: string;
  readonly memberId: Snowflake | null;
  /** Euclidean distance over all 128 dimensions, to nine decimals. */
  readonly distance: number;
}

/** What all searches by face ask with. `limit` 1 to 100. */
export interface FaceQuery {
  readonly descriptors: readonly Float32Array[];
  /** Only faces of this version are compared. */
  readonly modelVersion: string;
  /** A distance of just as much is within. */
  readonly threshold: number;
  readonly limit: number;
}

export interface NearestPeopleQuery extends FaceQuery {
  /** The file that the faces are in: people of whom was said that they are not that face are left out. */
  readonly file?: { readonly sha256: Uint8Array; readonly boxes: readonly BoundingBox[] };
}

export interface NearestFacesQuery extends FaceQuery {
  /** How many pictures of each query to pass over. */
  readonly offset?: number;
  /** Only pictures in these channels. Without it all pictures count, also photos given to a command. */
  readonly channelIds?: readonly Snowflake[];
}

/** One face near one query face. */
export interface FaceMatch {
  /** Index into the query descriptors. */
  readonly query: number;
  readonly faceId: RowId;
  readonly pictureId: RowId;
  readonly personId: RowId | null;
  readonly origin: 'enrolment' | 'indexed';
  /** Null for a photo given to a command. */
  readonly source: MessageSource | null;
  readonly box: BoundingBox;
  /** Euclidean distance over all 128 dimensions, to nine decimals. */
  readonly distance: number;
}

export interface FaceRepository {
  /** Idempotent for indexed faces: the same box, picture and model version give the row that is there. */
  add(face: NewFace): Promise<RowId>;
  /** As `add` does for each, in one round trip; the ids are in the order of the faces. */
  addAll(faces: readonly NewFace[]): Promise<RowId[]>;
  /** How many faces `nearestPeople` compares with: the size of the gallery. */
  countEnrolments(modelVersion: string): Promise<number>;
  /**
   * Who is it? For each query descriptor the people with a consenting enrolment within `threshold`, nearest first,
   * at most `limit` a query, each person at most once a query; one round trip. Equal distances go by the lower
   * person id.
   */
  nearestPeople(query: NearestPeopleQuery): Promise<PersonMatch[]>;
  /**
   * Where else does this face appear? For each query descriptor the pictures with a face within `threshold`, each
   * once with its nearest face, nearest first, at most `limit` a query; one round trip. Equal distances go by the
   * lower face id.
   */
  nearestFaces(query: NearestFacesQuery): Promise<FaceMatch[]>;
}
