import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../log/logger.ts';
import { ROLE } from './cluster.ts';
import { DATABASE } from './database.ts';
import type { Installation } from './installation.ts';
import { becomeOwner, type Owner } from './owner.ts';
import { stopServer } from './server-process.ts';

const REVIVE_RETRY_MS = 5_000;

/** The running server of which this process is the owner. If it is killed, it is started again. */
export class EmbeddedServer {
  readonly #installation: Installation;
  readonly #log: Logger;
  readonly #stopping = new AbortController();
  #owner: Owner;
  /** Pending while the server is away. */
  #revival: Promise<void> = Promise.resolve();
  #owned = true;

  constructor(installation: Installation, owner: Owner, log: Logger) {
    this.#installation = installation;
    this.#owner = owner;
    this.#log = log;
    this.#watch();
  }

  /** Where Kith's database is now. The port changes when the server had to be started again. */
  url(): string {
    return `postgresql://${ROLE}:${this.#installation.password}@127.0.0.1:${this.#owner.port}/${DATABASE}`;
  }

  /** Shuts the server down: everyone is disconnected, everything is written. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#revival;
    // Who does not own it must not stop it: by now it may be another process's.
    if (this.#owned) await stopServer(this.#installation);
  }

  #watch(): void {
    this.#owner.session.once('end', () => {
      if (!this.#stopping.signal.aborted) this.#revival = this.#revive();
    });
  }

  async #revive(): Promise<void> {
    this.#owned = false;
    this.#log.error('the embedded database is gone; bringing it back');
    while (!this.#stopping.signal.aborted) {
      try {
        this.#owner = await becomeOwner(this.#installation, this.#stopping.signal);
        this.#owned = true;
        this.#watch();
        this.#log.info('the embedded database is back');
        return;
      } catch (error) {
        if (this.#stopping.signal.aborted) return;
        this.#log.error({ err: error }, 'the embedded database did not come back; trying again');
        await sleep(REVIVE_RETRY_MS, undefined, { signal: this.#stopping.signal }).catch(() => {});
      }
    }
  }
}
