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
  /** How many answers of each query to pass over. */
  readonly offset?: number;
  /** Only pictures in these channels. */
  readonly channelIds?: readonly Snowflake[];
  /** Not in this picture: the one that is asked about. */
  readonly exceptAttachmentId?: Snowflake | undefined;
}

/** One face near one query face, of somebody who is not enrolled, in a posted picture. */
export interface FaceMatch {
  /** Index into the query descriptors. */
  readonly query: number;
  readonly faceId: RowId;
  readonly pictureId: RowId;
  readonly source: MessageSource;
  readonly box: BoundingBox;
  /** Euclidean distance over all 128 dimensions, to nine decimals. */
  readonly distance: number;
}

/** A channel with such pictures, and how many. */
export interface FaceChannel {
  /** Index into the query descriptors. */
  readonly query: number;
  readonly channelId: Snowflake;
  readonly pictures: number;
}

export interface FaceRepository {
  /** Idempotent for indexed faces: the same box, picture and model version give the row that is there. */
  add(face: NewFace): Promise<RowId>;
  /** As `add` does for each, in one round trip; the ids are in the order of the faces. */
  addAll(faces: readonly NewFace[]): Promise<RowId[]>;
  /** How many faces `nearestPeople` compares with: the size of the gallery. */
  countEnrolments(modelVersion: string): Promise<number>;
  /** How many faces `nearestFaces` compares with. */
  count(modelVersion: string): Promise<number>;
  /**
   * Who is it? For each query descriptor the people with a consenting enrolment within `threshold`, nearest first,
   * at most `limit` a query, each person at most once a query; one round trip. Equal distances go by the lower
   * person id.
   */
  nearestPeople(query: NearestPeopleQuery): Promise<PersonMatch[]>;
  /**
   * Where else does this face appear? For each query descriptor the posted pictures with a face of nobody enrolled
   * within `threshold`, each once with its nearest face, nearest first, at most `limit` a query; one round trip.
   * Equal distances go by the lower face id. What members posted who have opted out is left out.
   */
  nearestFaces(query: NearestFacesQuery): Promise<FaceMatch[]>;
  /** The channels of those pictures, and how many are in each; the channel with the newest first, at most `limit`. */
  channelsOfFaces(query: NearestFacesQuery): Promise<FaceChannel[]>;
}
