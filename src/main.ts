import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { type Kith, startKith } from './app.ts';
import { ConfigError, parseConfig } from './config/config.ts';
import { StartError } from './errors/start-error.ts';
import { createLogger, type Logger } from './log/logger.ts';

/** Shown to whoever hosts Kith, without a stack: it says what is wrong and what to do. */
function exitWith(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

async function main(): Promise<void> {
  if (existsSync('.env')) {
    loadEnvFile('.env');
  }
  const config = parseConfig(process.env);
  const log = createLogger(config.logLevel);

  // An error that nobody expected leaves an unknown state: end, and let the supervisor start afresh.
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'unexpected error, ending');
    process.exit(1);
  });

  const starting = startKith(config, log);
  stopOnSignal(starting, log);
  const kith = await starting;
  const reason = await kith.shutOut;
  log.fatal({ err: reason }, 'shut out by Discord, ending');
  endWithin(stopMs, log);
  await kith.stop();
  exitWith(reason.message);
}

/** What supervisors commonly grant is 10 s; whatever hangs must not make them kill what is being put in order. */
const stopMs = 9_500;

function endWithin(milliseconds: number, log: Logger): void {
  setTimeout(() => {
    log.fatal('stopping took too long, ending');
    process.exit(1);
  }, milliseconds).unref();
}

/** The first signal ends what was begun and then the process; a second one ends it at once. */
function stopOnSignal(starting: Promise<Kith>, log: Logger): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) {
      process.exit(1);
    }
    stopping = true;
    log.info({ signal }, 'stopping');
    endWithin(stopMs, log);
    starting
      .then((kith) => kith.stop())
      .then(
        () => process.exit(0),
        (error: unknown) => {
          log.fatal({ err: error }, 'could not stop cleanly');
          process.exit(1);
        },
      );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

main().catch((error: unknown) => {
  if (error instanceof ConfigError || error instanceof StartError) {
    exitWith(error.message);
  }
  createLogger('fatal').fatal({ err: error }, 'kith could not start');
  process.exit(1);
});
