import type { Sandbox } from '../../sandbox/index.ts';
import { arrivals } from './arrivals.ts';
import type { Ending, Town } from './town.ts';

export interface StepResult {
  /** Commands a second, as wanted. */
  readonly rate: number;
  readonly counts: Readonly<Record<Ending, number>>;
  /** Answers a second. */
  readonly throughput: number;
  /** Milliseconds from when each answered command was due. */
  readonly times: readonly number[];
  /** Milliseconds from an interaction to its acknowledgement. */
  readonly acknowledgements: readonly number[];
  /** Share of all commands that were acknowledged within Discord's 3 s. */
  readonly acknowledgedShare: number;
}

const acknowledgementMs = 3_000;

export interface Crowd {
  readonly discord: Sandbox;
  readonly town: Town;
  /** 0 to 1. */
  readonly random: () => number;
  /** Sends everybody home. */
  readonly signal?: AbortSignal;
}

/** Lets commands come at one rate, and waits until each has ended. */
export async function measure(
  { discord, town, random, signal }: Crowd,
  rate: number,
  seconds: number,
): Promise<StepResult> {
  const counts: Record<Ending, number> = { answered: 0, busy: 0, refused: 0, failed: 0 };
  const times: number[] = [];
  const created = new Map<string, number>();
  const acknowledgements: number[] = [];
  const stop = discord.log.listen((event) => {
    if (event.kind !== 'interaction') return;
    const since = created.get(event.interactionId);
    if (event.what === 'created') created.set(event.interactionId, event.at);
    if (event.what === 'acknowledged' && since !== undefined) acknowledgements.push(event.at - since);
  });
  const started = performance.now();
  await arrivals({ rate, seconds, random, signal }, async (due) => {
    const ending = await town.command();
    counts[ending] += 1;
    if (ending === 'answered') times.push(performance.now() - due);
  });
  const elapsed = (performance.now() - started) / 1_000;
  stop();
  const inTime = acknowledgements.filter((ms) => ms <= acknowledgementMs).length;
  return {
    rate,
    counts,
    throughput: counts.answered / elapsed,
    times,
    acknowledgements,
    acknowledgedShare: created.size === 0 ? 1 : inTime / created.size,
  };
}

/** Whether more came than can be answered: somebody was told to come later. */
export const isSaturated = ({ counts }: StepResult): boolean => counts.busy > 0;
