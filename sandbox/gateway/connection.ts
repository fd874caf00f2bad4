import { GatewayCloseCodes, GatewayOpcodes } from 'discord-api-types/v10';
import type { RawData, WebSocket } from 'ws';
import type { World } from '../state/world.ts';
import { identify, welcome } from './identify.ts';
import { sendMembers } from './members.ts';
import type { Session } from './session.ts';

/** What all connections of a gateway share. */
export interface GatewayState {
  readonly world: World;
  readonly sessions: Map<string, Session>;
  readonly connections: ReadonlySet<Connection>;
  readonly options: { readonly heartbeatIntervalMs: number };
}

interface Received {
  readonly op: GatewayOpcodes;
  readonly d: unknown;
}

/** Sends a bot may make in a minute, and bytes in each. */
const sendsPerMinute = 120;
const largestSend = 4_096;

/** One WebSocket of a bot. */
export class Connection {
  session: Session | null = null;
  /** Set to let heartbeats go unanswered and events unsent, as a dead network does. */
  silent = false;
  readonly #gateway: GatewayState;
  readonly #socket: WebSocket;
  #sends: number[] = [];
  #heartbeatTimer: NodeJS.Timeout;

  constructor(gateway: GatewayState, socket: WebSocket) {
    this.#gateway = gateway;
    this.#socket = socket;
    this.#heartbeatTimer = this.#expectHeartbeat();
    socket.on('message', (data) => this.#receive(data));
    socket.on('error', () => socket.terminate());
    socket.on('close', (code) => this.#closed(code));
    this.send({
      op: GatewayOpcodes.Hello,
      d: { heartbeat_interval: gateway.options.heartbeatIntervalMs, _trace: [] },
    });
  }

  send(payload: object): void {
    if (!this.silent && this.#socket.readyState === this.#socket.OPEN) {
      this.#socket.send(JSON.stringify(payload));
    }
  }

  close(code: number, reason: string): void {
    this.#log(`closing with ${code} ${reason}`);
    this.#socket.close(code, reason);
  }

  /** Without a closing handshake, as a broken network does it. */
  terminate(): void {
    this.#socket.terminate();
  }

  /** Ties a session to this connection, and cuts the one that had it. */
  take(session: Session): void {
    for (const other of this.#gateway.connections) {
      if (other !== this && other.session === session) {
        other.session = null;
        other.terminate();
      }
    }
    this.session = session;
    session.send = (payload) => this.send(payload);
  }

  #receive(data: RawData): void {
    const text = data.toString();
    let received: Received;
    try {
      received = JSON.parse(text) as Received;
    } catch {
      this.close(GatewayCloseCodes.DecodeError, 'Error while decoding payload.');
      return;
    }
    if (Buffer.byteLength(text) > largestSend) {
      this.close(GatewayCloseCodes.DecodeError, 'Payload too large.');
    } else if (this.#sendsTooMuch()) {
      this.close(GatewayCloseCodes.RateLimited, 'Rate limited.');
    } else {
      this.#handle(received);
    }
  }

  #handle({ op, d }: Received): void {
    switch (op) {
      case GatewayOpcodes.Heartbeat:
        clearTimeout(this.#heartbeatTimer);
        this.#heartbeatTimer = this.#expectHeartbeat();
        this.send({ op: GatewayOpcodes.HeartbeatAck });
        return;
      case GatewayOpcodes.Identify:
        if (this.session !== null) {
          this.close(GatewayCloseCodes.AlreadyAuthenticated, 'Already authenticated.');
        } else {
          this.#identify(d);
        }
        return;
      case GatewayOpcodes.Resume:
        this.#resume(d as { token: string; session_id: string; seq: number });
        return;
      case GatewayOpcodes.PresenceUpdate:
      case GatewayOpcodes.VoiceStateUpdate:
        return;
      case GatewayOpcodes.RequestGuildMembers:
        if (this.session === null) {
          this.close(GatewayCloseCodes.NotAuthenticated, 'Not authenticated.');
        } else {
          sendMembers(this.#gateway.world, this.session, d);
        }
        return;
      default:
        this.close(GatewayCloseCodes.UnknownOpcode, 'Unknown opcode.');
    }
  }

  #identify(data: unknown): void {
    const { world, sessions } = this.#gateway;
    const outcome = identify(world, data);
    if ('reason' in outcome) {
      this.close(outcome.code, outcome.reason);
      return;
    }
    sessions.set(outcome.id, outcome);
    this.take(outcome);
    welcome(world, outcome);
  }

  #resume({ token, session_id, seq }: { token: string; session_id: string; seq: number }): void {
    const session = this.#gateway.sessions.get(session_id);
    if (session === undefined || session.application.token !== token) {
      this.#log('refused to resume a session');
      this.send({ op: GatewayOpcodes.InvalidSession, d: false });
      return;
    }
    this.take(session);
    if (session.replayAfter(seq)) {
      this.#log('resumed');
    } else {
      this.#gateway.sessions.delete(session.id);
      this.session = null;
      this.send({ op: GatewayOpcodes.InvalidSession, d: false });
    }
  }

  #sendsTooMuch(): boolean {
    const now = this.#gateway.world.clock.now();
    this.#sends = [...this.#sends.filter((at) => now - at < 60_000), now];
    return this.#sends.length > sendsPerMinute;
  }

  #expectHeartbeat(): NodeJS.Timeout {
    const patience = this.#gateway.options.heartbeatIntervalMs * 2;
    return setTimeout(
      () => this.close(GatewayCloseCodes.SessionTimedOut, 'Session timed out.'),
      patience,
    ).unref();
  }

  #closed(code: number): void {
    clearTimeout(this.#heartbeatTimer);
    this.#log(`connection closed (${code})`);
    if (this.session === null) {
      return;
    }
    this.session.send = null;
    // A bot that says goodbye gives up its session; a connection that breaks does not.
    if (code === 1000 || code === 1001) {
      this.#gateway.sessions.delete(this.session.id);
    }
  }

  #log(what: string): void {
    const applicationId = this.session?.application.id ?? null;
    this.#gateway.world.log.write({ kind: 'gateway', applicationId, what });
  }
}
