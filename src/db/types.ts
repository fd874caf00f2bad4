import type { BoundingBox, FaceQuality } from '../vision/types.ts';
import type {
  AttachmentRepository,
  BackfillRepository,
  ChoreName,
  ChoreRepository,
  ForgettingRepository,
  IndexedChannelRepository,
  MatchingRepository,
  WalkRepository,
} from './indexing-types.ts';
import type {
  AuditQuery,
  AuditRow,
  DirectoryRepository,
  ErasureRepository,
  GalleryRepository,
  HoldingsRepository,
  MergeRepository,
  OptOutRepository,
  ProposalRepository,
  RejectionRepository,
  SettingsRepository,
} from './moderation-types.ts';
import type { ProtectionRepository } from './protection-types.ts';
import type { UpgradeRepository } from './upgrade-types.ts';

/** Discord ids are unsigned 64-bit snowflakes below 2^63: `bigint` columns, strings in code. */
export type Snowflake = string;
/** A row's identity column, as a decimal string (node-pg gives `bigint` as text). */
export type RowId = string;

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

/** A picture in which a person was enrolled or found. */
export interface PersonPicture extends Picture {
  readonly personId: RowId;
  readonly box: BoundingBox;
}

/** Everything that is recorded. A new action needs its words in `src/texts`. */
export type AuditAction =
  | 'enrol'
  | 'search'
  | 'decline'
  | 'propose'
  | 'opt-out'
  | 'opt-in'
  | 'export'
  | 'withdraw'
  | 'rename'
  | 'merge'
  | 'unmerge'
  | 'not-this-person'
  | 'remove-photo'
  | 'remove-person'
  | 'settings'
  | 'backfill'
  | 'picture-gone'
  | 'expire';

export interface AuditEntry {
  /** Null for Kith itself. */
  readonly actorId: Snowflake | null;
  readonly action: AuditAction;
  readonly personId: RowId | null;
  /** The member it was done to, if the person is one or there was no person. */
  readonly memberId?: Snowflake | null;
  /** Counts and choices only: never a name, a descriptor or an image. */
  readonly details: Readonly<Record<string, string | number | boolean>>;
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

export interface AuditRepository {
  write(entry: AuditEntry): Promise<void>;
  /** Latest first. `limit` 1 to 100. */
  list(query: AuditQuery): Promise<AuditRow[]>;
  /** @returns how many entries older than that many days there were. */
  removeOlderThan(days: number): Promise<number>;
}

/** All repositories of one guild. No method takes a guild: scope cannot be forgotten. */
export interface GuildRepositories {
  readonly guildId: Snowflake;
  readonly people: PersonRepository;
  readonly consents: ConsentRepository;
  readonly pictures: PictureRepository;
  readonly faces: FaceRepository;
  readonly audit: AuditRepository;
  readonly settings: SettingsRepository;
  readonly optOuts: OptOutRepository;
  readonly proposals: ProposalRepository;
  readonly directory: DirectoryRepository;
  readonly merges: MergeRepository;
  readonly rejections: RejectionRepository;
  readonly gallery: GalleryRepository;
  readonly erasure: ErasureRepository;
  readonly holdings: HoldingsRepository;
  readonly attachments: AttachmentRepository;
  readonly backfills: BackfillRepository;
  readonly walks: WalkRepository;
  readonly indexedChannels: IndexedChannelRepository;
  readonly forgetting: ForgettingRepository;
  readonly matching: MatchingRepository;
  readonly chores: ChoreRepository;
  readonly protection: ProtectionRepository;
  readonly upgrade: UpgradeRepository;
}

/** Where the queue keeps its jobs: the same database, with SQL of its own. */
export interface QueueStorage {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

export interface Database {
  forGuild(guildId: Snowflake): GuildRepositories;
  /** Runs `work` in one transaction: all or nothing, durable when the promise resolves. */
  transaction<T>(guildId: Snowflake, work: (repositories: GuildRepositories) => Promise<T>): Promise<T>;
  /** The guilds that hold something of a user. The one question that no guild stands in front of: it is theirs. */
  guildsOf(userId: Snowflake): Promise<Snowflake[]>;
  /** All guilds that anything is kept of. */
  allGuilds(): Promise<Snowflake[]>;
  /** Guilds for which one of these chores, a walk without a step for so long, or another piece of work is due. */
  guildsWithWork(chores: readonly ChoreName[], idleSeconds: number): Promise<Snowflake[]>;
  readonly queue: QueueStorage;
  /** Resolves when the database answers. @throws UserError `database-away` */
  ping(): Promise<void>;
  /** Waits for what is running, closes all connections and stops the embedded server if there is one. */
  close(): Promise<void>;
}
