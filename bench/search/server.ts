import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { startEmbedded } from '../../src/db/embedded/start.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import { runTogether, type Step } from '../../src/db/pipeline.ts';
import { clientConfig } from '../../src/db/pool.ts';
import { KeyCache } from '../../src/db/protection/guild-keys.ts';
import { masterKey } from '../../src/db/protection/master-key.ts';
import { storedKeys } from '../../src/db/protection/stored-keys.ts';
import type { Scope, Statement } from '../../src/db/scope.ts';
import { COMMIT } from '../../src/db/transaction.ts';
import type { Database } from '../../src/db/types.ts';

export interface Server {
  readonly database: Database;
  /** As the owner of the tables, past the repositories. */
  readonly client: pg.Client;
  /** Statements about a guild on `client`, each in a transaction that begins so. */
  scope(guildId: string, opening: readonly Step[]): Scope;
}

/** An embedded PostgreSQL of its own, set up as the product does; gone afterwards. */
export async function withServer(
  { parallel }: { readonly parallel: boolean },
  work: (server: Server) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'kith-bench-'));
  // As root, the database server runs as another user, who has to pass.
  await chmod(folder, 0o711);
  const log = pino({ level: 'warn' });
  const embedded = await startEmbedded(join(folder, 'data'), log);
  // With the settings that Kith's own connections have.
  const client = new pg.Client(clientConfig(embedded.url()));
  const masterKeys = { current: masterKey(randomBytes(32)), earlier: [] };
  try {
    await client.connect();
    await client.query(`alter database kith set max_parallel_workers_per_gather = ${parallel ? 2 : 0}`);
    await client.query(`set max_parallel_workers_per_gather = ${parallel ? 2 : 0}`);
    const database = await openDatabase({
      databaseUrl: embedded.url(),
      dataDirectory: folder,
      masterKeys,
      log,
    });
    try {
      const keyCache = new KeyCache(masterKeys);
      const scope = (guildId: string, opening: readonly Step[]): Scope => {
        const plain = {
          guildId,
          async run<Row>({ name, text }: Statement, values: readonly unknown[]) {
            const statement = { name, text, values: [guildId, ...values] };
            const results = await runTogether(client, [...opening, statement, COMMIT]);
            return results.at(-2)?.rows as Row[];
          },
        };
        return { ...plain, keys: storedKeys(keyCache, plain) };
      };
      await work({ database, client, scope });
    } finally {
      await database.close();
    }
  } finally {
    await client.end();
    await embedded.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
