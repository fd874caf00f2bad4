import type { CdnFault } from '../../sandbox/faults/faults.ts';
import type { Fault } from './fault.ts';

/** A photo that cannot be fetched; the next one can. */
function unfetchable(name: string, fault: CdnFault, tells: RegExp, isSlow = false): Fault {
  return {
    name,
    tells,
    recoversWithinMs: 3_000,
    database: 'line',
    isSlow,
    async run(stage) {
      // A download is tried twice.
      stage.discord.faults.cdn.inject('broken.jpg', fault, 2);
      const seen = await stage.ask('broken.jpg');
      stage.discord.faults.cdn.clear();
      return { seen, recoveryMs: await stage.untilAnswered() };
    },
  };
}

const failed = /could not fetch that picture/;
const late = /did not hand me that picture within/;

export const cdnFaults: readonly Fault[] = [
  unfetchable('The CDN answers 403', { kind: 'status', status: 403 }, failed),
  unfetchable('The CDN answers 404', { kind: 'status', status: 404 }, failed, true),
  unfetchable('The CDN sends nothing', { kind: 'stall', ms: 30_000 }, late, true),
  unfetchable('The CDN sends 100 bytes a second', { kind: 'drip', bytes: 100, everyMs: 1_000 }, late, true),
];
