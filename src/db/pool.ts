import pg from 'pg';
import type { Logger } from '../log/logger.ts';

// A user waits for an answer, so everything gives up well before Discord's patience (15 minutes) and before
// the queue behind it grows. The driver's limit is the longer one: it is for a server that has gone silent.
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 15_000;
const SILENT_SERVER_TIMEOUT_MS = 20_000;
// A transaction holds rows locked; it waits for nothing but its next statement.
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 30_000;
// One process: more connections than cores only wait inside the database instead of here.
const MAX_CONNECTIONS = 10;

/**
 * Settings of every session, for statements that each concern one guild and find it by an index:
 * the JIT costs more than it saves (docs/decisions/0003); a plan that is made once serves all guilds, and making one
 * costs more than a search of a small guild; and what is read lies in memory or on a disk without a moving head, so
 * that reading an index is not the last resort that the default takes it for (docs/decisions/0030-search.md).
 */
const SESSION_SETTINGS = '-c jit=off -c plan_cache_mode=force_generic_plan -c random_page_cost=1.1';

/** A client's settings that every connection of Kith shares. */
export function clientConfig(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: 'kith',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    options: SESSION_SETTINGS,
  };
}

/**
 * Connections are made when they are needed, each to the URL of that moment: the embedded server's port
 * changes when it had to be started again. A broken idle one is dropped and logged, never thrown.
 */
export function createPool(url: () => string, log: Logger): pg.Pool {
  const pool = new pg.Pool({
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    Client: class extends pg.Client {
      constructor() {
        super({
          ...clientConfig(url()),
          statement_timeout: STATEMENT_TIMEOUT_MS,
          query_timeout: SILENT_SERVER_TIMEOUT_MS,
          idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
        });
      }
    },
  });
  pool.on('error', (error) => {
    log.warn({ reason: error.message }, 'an idle database connection was lost');
  });
  return pool;
}
