import pg from 'pg';
import { clientConfig } from '../../src/db/pool.ts';
import { GUILD_ROLE } from '../../src/db/wall.ts';

/** Looks into Kith's database beside Kith. It can only read: every transaction is one that refuses to write. */
export class Reader {
  readonly #client: pg.Client;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  static async connect(url: string): Promise<Reader> {
    const client = new pg.Client({ ...clientConfig(url), application_name: 'demo' });
    // The next statement fails in any case.
    client.on('error', () => {});
    await client.connect();
    return new Reader(client);
  }

  /** @param guildId behind the wall of this guild, as Kith's own statements are; else of all guilds. */
  async read<Row>(text: string, values: readonly unknown[] = [], guildId?: string): Promise<Row[]> {
    const wall =
      guildId === undefined
        ? ''
        : `; set local role ${GUILD_ROLE}; set local app.guild_id = '${BigInt(guildId)}'`;
    // One connection, so one at a time.
    const turn = this.#last.then(async () => {
      await this.#client.query(`begin read only${wall}`);
      try {
        return (await this.#client.query({ text, values: [...values] })).rows as Row[];
      } finally {
        await this.#client.query('rollback');
      }
    });
    this.#last = turn.catch(() => {});
    return await turn;
  }

  async close(): Promise<void> {
    await this.#last;
    await this.#client.end();
  }
}
