import type { Fault, Observation } from './fault.ts';
import type { FaultStage } from './stage.ts';

export interface Verdict extends Observation {
  readonly name: string;
  /** Photos that were told to be remembered and are not there. */
  readonly lost: number;
  /** What was promised and is not so; empty when all is. */
  readonly broken: readonly string[];
}

/** Lets one fault happen and compares what was seen with what is promised. */
export async function judge(fault: Fault, stage: FaultStage): Promise<Verdict> {
  await stage.enrol();
  const observation = await fault.run(stage);
  await stage.enrol();
  const lost = await stage.lost();
  const broken = [
    ...(fault.tells.test(observation.seen) ? [] : [`the user was told: ${observation.seen}`]),
    ...(lost > 0 ? [`${lost} acknowledged photos are lost`] : []),
    ...(observation.recoveryMs <= fault.recoversWithinMs
      ? []
      : [`it took ${Math.round(observation.recoveryMs)} ms to recover, not ${fault.recoversWithinMs}`]),
  ];
  return { name: fault.name, ...observation, lost, broken };
}
