import type { FastifyReply } from 'fastify';
import type { LoggedEvent, Person } from '../../sandbox/index.ts';
import { ClientRefusal } from '../../sandbox/index.ts';
import type { StreamEvent } from '../protocol.ts';
import type { DemoWorld } from '../world.ts';

/** One open page: tells it what the person it acts as sees, as it happens. */
export class Stream {
  readonly #world: DemoWorld;
  readonly #person: Person;
  readonly #reply: FastifyReply;

  constructor(world: DemoWorld, person: Person, reply: FastifyReply) {
    this.#world = world;
    this.#person = person;
    this.#reply = reply;
  }

  /** Answers the request and stays open. Resolves when the page is gone. */
  async open(first: StreamEvent): Promise<void> {
    this.#reply.hijack();
    this.#reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    this.tell(first);
    const stop = this.#world.discord.log.listen((event) => this.#happened(event));
    await new Promise((resolve) => this.#reply.raw.once('close', resolve));
    stop();
  }

  tell(event: StreamEvent): void {
    this.#reply.raw.write(`data: ${JSON.stringify(event)}\n\n`);
  }

  end(): void {
    this.#reply.raw.end();
  }

  #happened(event: LoggedEvent): void {
    if (event.kind !== 'message') {
      return;
    }
    const { channelId, messageId } = event;
    if (event.what === 'deleted') {
      this.tell({ type: 'gone', channelId, messageId });
      return;
    }
    try {
      const { message, cause } = this.#person.in({ id: channelId }).look({ id: messageId });
      this.tell({ type: 'message', seen: { message, cause } });
    } catch (error) {
      // Another's private message, or a channel that this person cannot see.
      if (!(error instanceof ClientRefusal)) {
        throw error;
      }
    }
  }
}
