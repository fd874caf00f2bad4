// npm run doctor: says what keeps Kith from working, and what to do about it; ends with 1 when something is broken.
import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { ConfigError, parseConfig } from './config/config.ts';
import { examine } from './doctor/examine.ts';
import { report } from './doctor/finding.ts';
import { createLogger } from './log/logger.ts';

try {
  if (existsSync('.env')) loadEnvFile('.env');
  const findings = await examine(parseConfig(process.env), createLogger('fatal'));
  process.stdout.write(`${report(findings)}\n`);
  process.exitCode = findings.some(({ verdict }) => verdict === 'broken') ? 1 : 0;
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
