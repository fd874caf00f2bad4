import {
  GatewayDispatchEvents,
  type GatewayDispatchPayload,
  GatewayIntentBits,
  GatewayOpcodes,
  PermissionFlagsBits,
} from 'discord-api-types/v10';
import { allows, channelPermissions } from '../state/permissions.ts';
import type { ApplicationRecord } from '../state/records.ts';
import type { Dispatch, Viewer, World } from '../state/world.ts';
import { listensTo } from './intents.ts';

/** How many events are kept for a connection that comes back; with more the session cannot be resumed. */
const replayLength = 5_000;

export interface SessionOptions {
  readonly id: string;
  readonly application: ApplicationRecord;
  readonly intents: number;
  readonly shard: readonly [id: number, count: number];
}

/** What a bot is owed: numbered events, kept while its connection is away. */
export class Session {
  readonly id: string;
  readonly application: ApplicationRecord;
  readonly shard: readonly [id: number, count: number];
  readonly intents: number;
  readonly viewer: Viewer;
  /** Writes to the connection, or null while there is none. */
  send: ((payload: object) => void) | null = null;
  readonly #world: World;
  readonly #replay: GatewayDispatchPayload[] = [];
  #sequence = 0;

  constructor(world: World, options: SessionOptions) {
    this.#world = world;
    this.id = options.id;
    this.application = options.application;
    this.shard = options.shard;
    this.intents = options.intents;
    this.viewer = {
      userId: options.application.id,
      messageContent: (options.intents & GatewayIntentBits.MessageContent) !== 0,
    };
  }

  /** Sends an event if this session is to hear of it. */
  deliver(dispatch: Dispatch): void {
    if (this.#concerns(dispatch)) {
      this.push(dispatch.event, dispatch.data(this.viewer));
    }
  }

  push(event: GatewayDispatchEvents, data: object): void {
    const payload = {
      op: GatewayOpcodes.Dispatch,
      t: event,
      s: ++this.#sequence,
      d: data,
    } as unknown as GatewayDispatchPayload;
    this.#replay.push(payload);
    if (this.#replay.length > replayLength) {
      this.#replay.shift();
    }
    if (this.send !== null) {
      this.#world.log.write({
        kind: 'dispatch',
        applicationId: this.application.id,
        event,
        shard: this.shard[0],
      });
      this.send(payload);
    }
  }

  /** Sends what came after `sequence`. @returns false when that is not known any more. */
  replayAfter(sequence: number): boolean {
    const oldest = this.#replay[0]?.s ?? this.#sequence + 1;
    if (this.send === null || sequence > this.#sequence || sequence + 1 < oldest) {
      return false;
    }
    for (const payload of this.#replay.filter(({ s }) => s > sequence)) {
      this.send(payload);
    }
    this.push(GatewayDispatchEvents.Resumed, {});
    return true;
  }

  /** Guilds are spread over shards by their ids; direct messages go to the first. */
  serves(guildId: string | null): boolean {
    const [id, count] = this.shard;
    return guildId === null ? id === 0 : Number((BigInt(guildId) >> 22n) % BigInt(count)) === id;
  }

  #concerns(dispatch: Dispatch): boolean {
    const { application } = this;
    return (
      (dispatch.applicationId ?? application.id) === application.id &&
      (dispatch.only?.(application.id, this.intents) ?? true) &&
      this.serves(dispatch.shardGuildId ?? dispatch.guildId) &&
      this.#reaches(dispatch) &&
      (dispatch.alwaysTo === application.id ||
        listensTo(this.intents, dispatch.event, dispatch.guildId !== null)) &&
      this.#seesChannel(dispatch.channelId)
    );
  }

  #reaches({ guildId, departed, event }: Dispatch): boolean {
    if (guildId === null || departed) {
      return true;
    }
    const guild = this.#world.guilds.get(guildId);
    const during = event === GatewayDispatchEvents.GuildDelete;
    return guild?.members.has(this.application.id) === true && (!guild.unavailable || during);
  }

  #seesChannel(channelId: string | undefined): boolean {
    const channel = channelId === undefined ? undefined : this.#world.channels.get(channelId);
    return (
      channel === undefined ||
      allows(channelPermissions(this.#world, channel, this.application.id), PermissionFlagsBits.ViewChannel)
    );
  }
}
