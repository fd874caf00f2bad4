import type { PoolObserver, VisionPool } from '../vision/pool.ts';
import type { AnalyseRequest, FaceAnalyser } from '../vision/types.ts';
import type { Metrics } from './metrics.ts';
import { timed } from './timed.ts';

/** Counts pictures and faces, and times what workers do. */
export function measuredAnalyser(analyser: FaceAnalyser, metrics: Metrics): FaceAnalyser {
  return {
    modelVersion: analyser.modelVersion,
    async analyse(bytes: Uint8Array, request: AnalyseRequest) {
      const { priority } = request;
      const analysis = await timed(
        () => analyser.analyse(bytes, request),
        (outcome) => metrics.pictures.inc({ priority, outcome }),
      );
      const { decode, analyse } = analysis.timings;
      metrics.analysisSeconds.observe({ stage: 'decode', priority }, decode / 1_000);
      metrics.analysisSeconds.observe({ stage: 'analyse', priority }, analyse / 1_000);
      metrics.facesFound.inc({ priority }, analysis.faces.length);
      return analysis;
    },
    close: () => analyser.close(),
  };
}

export function poolObserver(metrics: Metrics): PoolObserver {
  return {
    taken: (priority, waitedMs) =>
      metrics.analysisSeconds.observe({ stage: 'wait', priority }, waitedMs / 1_000),
    lost: (reason) => metrics.workersLost.inc({ reason }),
  };
}

/** What waits for the vision workers, what they do and the memory they take. */
export function watchPool(pool: Pick<VisionPool, 'load'>, metrics: Metrics): void {
  metrics.watch('kith_vision_waiting', 'Pictures that wait for a vision worker.', ['priority'], () =>
    Object.entries(pool.load().waiting).map(([priority, value]) => ({ labels: { priority }, value })),
  );
  metrics.watch('kith_vision_workers', 'Vision workers, by what they do.', ['state'], () => {
    const states = pool.load().workers.map(({ state }) => state);
    return (['starting', 'idle', 'busy'] as const).map((state) => ({
      labels: { state },
      value: states.filter((other) => other === state).length,
    }));
  });
  metrics.watch(
    'kith_vision_worker_resident_bytes',
    'Memory of each vision worker when it last answered.',
    ['worker'],
    () => pool.load().workers.map(({ rss }, index) => ({ labels: { worker: String(index) }, value: rss })),
  );
}
