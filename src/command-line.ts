import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { ConfigError, parseDataDirectory } from './config/config.ts';
import { StartError } from './errors/start-error.ts';
import { createLogger, type Logger } from './log/logger.ts';

export interface CommandLine {
  readonly dataDirectory: string;
  readonly log: Logger;
}

/** Runs a program of an administrator, with the same settings as Kith: prints its outcome, or what to do instead. */
export async function runCommandLine(
  work: (commandLine: CommandLine, parameters: readonly string[]) => Promise<string>,
): Promise<void> {
  try {
    if (existsSync('.env')) loadEnvFile('.env');
    const dataDirectory = parseDataDirectory(process.env);
    const outcome = await work({ dataDirectory, log: createLogger('warn') }, process.argv.slice(2));
    process.stdout.write(`${outcome}\n`);
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof StartError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
