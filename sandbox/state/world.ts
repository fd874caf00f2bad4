import { randomBytes } from 'node:crypto';
import type { GatewayDispatchEvents } from 'discord-api-types/v10';
import { Clock } from '../clock.ts';
import type { InteractionRecord } from '../interactions/record.ts';
import { EventLog } from '../log.ts';
import type {
  ApplicationRecord,
  ChannelRecord,
  FileRecord,
  GuildRecord,
  MessageRecord,
  UserRecord,
} from './records.ts';
import { SnowflakeFactory } from './snowflake.ts';

/** For whom something is written out: Discord shows less to some than to others. */
export interface Viewer {
  /** The application's id, also its bot user's; or a person's id. */
  readonly userId: string;
  /** Whether content and files of messages that do not concern the viewer are shown. */
  readonly messageContent: boolean;
}

/** Something the gateway tells the bots it concerns. */
export interface Dispatch {
  readonly event: GatewayDispatchEvents;
  /** Null for direct messages. */
  readonly guildId: string | null;
  /** Only bots that can view this channel are told. */
  readonly channelId?: string;
  /** Only this application is told. */
  readonly applicationId?: string;
  /** Only bots for which this holds are told. */
  readonly only?: (botId: string, intents: number) => boolean;
  /** The bot that is told whatever its intents: of what happens to itself. */
  readonly alwaysTo?: string;
  /** The guild whose shard is told, for events that hide their guild. */
  readonly shardGuildId?: string | null;
  /** Bots that are told although they are no longer in the guild or the channel. */
  readonly departed?: boolean;
  readonly data: (viewer: Viewer) => object;
}

export interface WorldOptions {
  /** How long a CDN URL lives, and how long a file given to a command is kept. Milliseconds. */
  readonly urlLifetimeMs: number;
  readonly ephemeralFileLifetimeMs: number;
}

/** All there is: the state that REST, gateway, CDN and driver share. Changes go through the functions beside it. */
export class World {
  readonly clock = new Clock();
  readonly ids = new SnowflakeFactory(this.clock);
  readonly log = new EventLog(this.clock);
  readonly users = new Map<string, UserRecord>();
  readonly guilds = new Map<string, GuildRecord>();
  readonly channels = new Map<string, ChannelRecord>();
  readonly messages = new Map<string, MessageRecord>();
  readonly files = new Map<string, FileRecord>();
  readonly applications = new Map<string, ApplicationRecord>();
  readonly interactions = new Map<string, InteractionRecord>();
  /** By token. */
  readonly interactionTokens = new Map<string, InteractionRecord>();
  readonly options: WorldOptions;
  /** Signs CDN URLs. */
  readonly cdnKey = randomBytes(32);
  /** Where REST, CDN and gateway listen, such as `http://127.0.0.1:4000`. Set once listening. */
  origin = '';
  /** Faults of the sandbox itself. `Sandbox.stop()` throws them, so that no test passes over one. */
  readonly failures: Error[] = [];
  readonly #listeners = new Set<(dispatch: Dispatch) => void>();

  constructor(options: WorldOptions) {
    this.options = options;
  }

  dispatch(dispatch: Dispatch): void {
    for (const listener of this.#listeners) {
      listener(dispatch);
    }
  }

  onDispatch(listener: (dispatch: Dispatch) => void): void {
    this.#listeners.add(listener);
  }
}

/** @throws Error when there is none: only for ids that the sandbox itself stored. */
export function known<T>(map: ReadonlyMap<string, T>, id: string): T {
  const value = map.get(id);
  if (value === undefined) {
    throw new Error(`the sandbox has lost ${id}`);
  }
  return value;
}
