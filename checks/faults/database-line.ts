import { pino } from 'pino';
import type { EmbeddedServer } from '../../src/db/embedded/server.ts';
import { startEmbedded } from '../../src/db/embedded/start.ts';
import { type Line, openLine } from '../../test/e2e/proxy.ts';

const log = pino({ level: 'silent' });

/** A PostgreSQL that is not the bot's own, and the line to it. */
export class DatabaseLine {
  readonly line: Line;
  readonly #dataDirectory: string;
  #server: EmbeddedServer;

  private constructor(dataDirectory: string, server: EmbeddedServer, line: Line) {
    this.#dataDirectory = dataDirectory;
    this.#server = server;
    this.line = line;
  }

  static async open(dataDirectory: string): Promise<DatabaseLine> {
    const server = await startEmbedded(dataDirectory, log);
    const opened: { current?: DatabaseLine } = {};
    const line = await openLine(() => {
      const { hostname, port } = new URL(opened.current?.serverUrl ?? server.url());
      return { host: hostname, port: Number(port) };
    });
    opened.current = new DatabaseLine(dataDirectory, server, line);
    return opened.current;
  }

  /** Where the server is, past the line. */
  get serverUrl(): string {
    return this.#server.url();
  }

  /** For the bot's `DATABASE_URL`. */
  get url(): string {
    const url = new URL(this.#server.url());
    url.port = String(this.line.port);
    return url.href;
  }

  async stopServer(): Promise<void> {
    await this.#server.stop();
  }

  async startServer(): Promise<void> {
    this.#server = await startEmbedded(this.#dataDirectory, log);
  }

  async close(): Promise<void> {
    await this.line.close();
    await this.#server.stop();
  }
}
