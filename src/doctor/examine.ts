import type { Config } from '../config/config.ts';
import type { Logger } from '../log/logger.ts';
import { examineDatabase } from './database.ts';
import { examineDiscord } from './discord.ts';
import type { Finding } from './finding.ts';
import { lookAtMachine, machineFindings } from './machine.ts';
import { examineVision } from './vision.ts';

/** Everything that can keep Kith from working with this configuration, changing nothing. */
export async function examine(config: Config, log: Logger): Promise<Finding[]> {
  return [
    ...machineFindings(await lookAtMachine(config.dataDirectory), config.visionWorkers),
    ...(await examineDiscord(config)),
    ...(await examineDatabase(config, log)),
    ...(await examineVision(config, log)),
  ];
}
