import type { JobHandlers } from '../jobs/jobs.ts';
import type { JobQueue } from '../jobs/queue.ts';
import type { Metrics } from './metrics.ts';
import { timed } from './timed.ts';

/** The same handlers, timed. */
export function measuredHandlers(handlers: JobHandlers, metrics: Metrics): JobHandlers {
  const measured = Object.entries(handlers).map(([queue, handle]) => [
    queue,
    (payload: never, signal: AbortSignal) =>
      timed(
        () => handle(payload, signal),
        (outcome, seconds) => metrics.jobSeconds.observe({ queue, outcome }, seconds),
      ),
  ]);
  return Object.fromEntries(measured);
}

/** What stands in the queue: the same in every process, as there is one queue. */
export function watchQueue(queue: Pick<JobQueue, 'depths'>, metrics: Metrics): void {
  metrics.watch(
    'kith_jobs',
    'Jobs in the queue: due now, due later, being done.',
    ['queue', 'state'],
    async () =>
      (await queue.depths()).flatMap(({ name: queue, due, later, active }) =>
        Object.entries({ due, later, active }).map(([state, value]) => ({ labels: { queue, state }, value })),
      ),
  );
  metrics.watch(
    'kith_job_oldest_due_seconds',
    'For how long the job that waits longest is due.',
    ['queue'],
    async () =>
      (await queue.depths()).map(({ name: queue, oldestSeconds: value }) => ({ labels: { queue }, value })),
  );
}
