import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { World } from '../state/world.ts';
import { Connection } from './connection.ts';
import type { Session } from './session.ts';

export interface GatewayOptions {
  /** How often a bot must send a heartbeat, in milliseconds. */
  readonly heartbeatIntervalMs: number;
}

/** Gateway v10 over WebSockets, JSON only, under `/gateway`. */
export class Gateway {
  readonly sessions = new Map<string, Session>();
  readonly connections = new Set<Connection>();
  readonly world: World;
  readonly options: GatewayOptions;
  /** Whether new connections are refused, as in an outage of Discord. */
  away = false;
  readonly #sockets = new WebSocketServer({ noServer: true });

  constructor(world: World, options: GatewayOptions) {
    this.world = world;
    this.options = options;
    world.onDispatch((dispatch) => {
      for (const session of this.sessions.values()) {
        session.deliver(dispatch);
      }
    });
  }

  attach(server: Server): void {
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  /** The connections of a bot that have a session. */
  connectionsOf(applicationId: string): Connection[] {
    return [...this.connections].filter(({ session }) => session?.application.id === applicationId);
  }

  close(): void {
    for (const connection of this.connections) {
      connection.terminate();
    }
    this.#sockets.close();
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? '/', 'http://gateway');
    // An old path would do, but a bot that asks for compression would not understand what it gets.
    const understood =
      url.searchParams.get('compress') === null && url.searchParams.get('encoding') !== 'etf';
    if (this.away || !url.pathname.startsWith('/gateway') || !understood) {
      socket.end(`HTTP/1.1 ${this.away ? '503 Service Unavailable' : '400 Bad Request'}\r\n\r\n`);
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const connection = new Connection(this, webSocket);
      this.connections.add(connection);
      webSocket.on('close', () => this.connections.delete(connection));
    });
  }
}
