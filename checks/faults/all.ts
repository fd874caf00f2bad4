import { cdnFaults } from './cdn.ts';
import {
  connectionsCut,
  connectionsSilent,
  databaseStopped,
  diskFull,
  embeddedKilled,
  poolExhausted,
} from './database.ts';
import {
  connectionLost,
  gatewayAway,
  rateLimited,
  serverErrors,
  sessionInvalid,
  stalls,
  tokenRevoked,
} from './discord.ts';
import type { Fault } from './fault.ts';
import { clockSet, killed, terminated, terminatedWhileSlow } from './process.ts';
import { workerHangs, workerKilled, workerOutOfMemory } from './worker.ts';

/** In the order of docs/reliability.md. */
export const faults: readonly Fault[] = [
  databaseStopped,
  connectionsCut,
  connectionsSilent,
  poolExhausted,
  embeddedKilled,
  diskFull,
  serverErrors,
  rateLimited,
  stalls,
  connectionLost,
  sessionInvalid,
  gatewayAway,
  tokenRevoked,
  ...cdnFaults,
  workerKilled,
  workerHangs,
  workerOutOfMemory,
  clockSet,
  terminated,
  terminatedWhileSlow,
  killed,
];
