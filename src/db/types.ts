import type { AuditRepository } from './audit-types.ts';
import type { FaceRepository } from './face-types.ts';
import type { Snowflake } from './ids.ts';
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
import type { ConsentRepository, PersonRepository } from './people-types.ts';
import type { PictureRepository } from './picture-types.ts';
import type { ProtectionRepository } from './protection-types.ts';
import type { UpgradeRepository } from './upgrade-types.ts';

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
  /** Processes that set up the queue take turns. */
  setUp(work: () => Promise<void>): Promise<void>;
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
  /**
   * Counts this process among those that do jobs, until the database is closed.
   * @param ifFirst runs before when there is no other, and keeps others waiting meanwhile.
   */
  joinWorkers(ifFirst: () => Promise<void>): Promise<void>;
  /** The pool's connections at this moment, and how many statements wait for one. */
  usage(): { readonly connections: number; readonly idle: number; readonly waiting: number };
  /** Resolves when the database answers. @throws UserError `database-away` */
  ping(): Promise<void>;
  /** Waits for what is running, closes all connections and stops the embedded server if there is one. */
  close(): Promise<void>;
}
