import { GatewayCloseCodes, GatewayIntentBits, GatewayOpcodes } from 'discord-api-types/v10';
import type { Connection } from '../gateway/connection.ts';
import { botToken } from '../state/applications.ts';
import { directChannel } from '../state/channels.ts';
import type { ApplicationRecord } from '../state/records.ts';
import { Channel } from './channel.ts';
import type { Identified } from './command-options.ts';
import type { Stage } from './stage.ts';
import { waitFor } from './waiting.ts';

/** How long a bot may take to connect or to register a command, in milliseconds. */
const patience = 20_000;

/** An application, its bot, and what can be done to its connection. */
export class Application {
  /** Of the application and of its bot user. */
  readonly id: string;
  readonly applicationId: string;
  readonly name: string;
  readonly #stage: Stage;
  readonly #record: ApplicationRecord;

  constructor(stage: Stage, record: ApplicationRecord) {
    this.id = record.id;
    this.applicationId = record.id;
    this.name = record.name;
    this.#stage = stage;
    this.#record = record;
  }

  get token(): string {
    return this.#record.token;
  }

  /** Its owner makes a new token, as when the old one was seen by others: Discord shuts the bot out. */
  resetToken(): void {
    this.#record.token = botToken(this.id);
    this.closeConnection(GatewayCloseCodes.AuthenticationFailed, 'Authentication failed.');
  }

  /** Names of all registered commands. */
  get commands(): string[] {
    return [...this.#record.commands.values()].map(({ name }) => name);
  }

  /** Whether a privileged intent is ticked in the developer portal, from the next connection on. */
  setPrivileged(intent: 'GuildMembers' | 'GuildPresences' | 'MessageContent', ticked: boolean): void {
    const bit = GatewayIntentBits[intent];
    this.#record.privilegedIntents = ticked
      ? this.#record.privilegedIntents | bit
      : this.#record.privilegedIntents & ~bit;
  }

  get connected(): boolean {
    return this.#connections().length > 0;
  }

  /** Waits until the bot is connected to the gateway. */
  async connects(): Promise<void> {
    await waitFor(this.#stage.world, {
      timeoutMs: patience,
      look: () => this.connected || undefined,
      failure: () => `${this.name} did not connect to the gateway`,
    });
  }

  /** Waits until the bot has registered a command. */
  async registers(command: string): Promise<void> {
    await waitFor(this.#stage.world, {
      timeoutMs: patience,
      look: () => this.commands.includes(command) || undefined,
      failure: () => `${this.name} did not register "${command}", only: ${this.commands.join(', ')}`,
    });
  }

  /** The direct messages between a person and the bot. */
  directMessages(person: Identified): Channel {
    return new Channel(this.#stage, directChannel(this.#stage.world, this.id, person.id));
  }

  /** The network breaks. With `resumable: false` Discord forgets the session meanwhile. */
  drop(options: { readonly resumable?: boolean } = {}): void {
    for (const connection of this.#connections()) {
      if (options.resumable === false && connection.session !== null) {
        this.#stage.gateway.sessions.delete(connection.session.id);
      }
      connection.terminate();
    }
  }

  /** Discord closes the connection with a code. */
  closeConnection(code: number, reason = ''): void {
    for (const connection of this.#connections()) {
      connection.close(code, reason);
    }
  }

  /** Discord asks the bot to connect anew and resume. */
  askToReconnect(): void {
    this.#send({ op: GatewayOpcodes.Reconnect, d: null });
  }

  /** Discord tells the bot that its session is no longer valid. */
  invalidateSession(options: { readonly resumable: boolean }): void {
    for (const { session } of this.#connections()) {
      if (!options.resumable && session !== null) {
        this.#stage.gateway.sessions.delete(session.id);
      }
    }
    this.#send({ op: GatewayOpcodes.InvalidSession, d: options.resumable });
  }

  /** The connection stays open but nothing comes over it any more, not even answers to heartbeats. */
  silence(): void {
    for (const connection of this.#connections()) {
      connection.silent = true;
    }
  }

  #send(payload: object): void {
    for (const connection of this.#connections()) {
      connection.send(payload);
    }
  }

  #connections(): Connection[] {
    return this.#stage.gateway.connectionsOf(this.id);
  }
}
