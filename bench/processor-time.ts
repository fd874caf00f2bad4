import { clusterIn } from '../src/db/embedded/layout.ts';
import { runningPostmaster } from '../src/db/embedded/postmaster.ts';
import { familyOf, visionWorkersOf } from '../test/e2e/processes.ts';
import { total, useOf } from './vision/process-use.ts';

/** Milliseconds of processor since they started, by whose they are. */
export interface ProcessorTime {
  readonly workers: number;
  readonly bot: number;
  readonly database: number;
  /** This process: Discord's stand-in, and who asks. */
  readonly standIn: number;
}

/** What a bot on an embedded database has taken, and what goes on around it. @throws Error where there is no /proc. */
export async function processorTime(bot: {
  readonly pid: number;
  readonly dataDirectory: string;
}): Promise<ProcessorTime> {
  const server = await runningPostmaster(clusterIn(bot.dataDirectory));
  if (server === undefined) throw new Error('the database is not running');
  const of = async (processes: readonly { readonly pid: number }[]) =>
    total(await Promise.all(processes.map(({ pid }) => useOf(pid))), 'cpu');
  return {
    workers: await of(await visionWorkersOf(bot.pid)),
    bot: await of([bot]),
    database: await of(await familyOf(server.pid)),
    standIn: await of([process]),
  };
}
