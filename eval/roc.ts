/**
 * Receiver operating characteristic of distances: a pair is accepted as the same person when its distance is at
 * most the threshold.
 */
export interface RocPoint {
  readonly threshold: number;
  /** Share of impostor pairs accepted. */
  readonly falsePositiveRate: number;
  /** Share of genuine pairs accepted. */
  readonly truePositiveRate: number;
}

/**
 * One point for each distance that occurs, from the strictest threshold; before the first lies (0, 0).
 * @param genuine distances of pairs of one person; at least one, as of impostors.
 * @throws RangeError when either is empty.
 */
export function rocOf(genuine: readonly number[], impostor: readonly number[]): RocPoint[] {
  if (genuine.length === 0 || impostor.length === 0) {
    throw new RangeError('a ROC needs genuine and impostor pairs');
  }
  const scores = [
    ...genuine.map((distance) => ({ distance, same: true })),
    ...impostor.map((distance) => ({ distance, same: false })),
  ].sort((a, b) => a.distance - b.distance);
  const points: RocPoint[] = [];
  let accepted = 0;
  let falselyAccepted = 0;
  for (const [index, { distance, same }] of scores.entries()) {
    if (same) accepted++;
    else falselyAccepted++;
    if (scores[index + 1]?.distance !== distance) {
      points.push({
        threshold: distance,
        falsePositiveRate: falselyAccepted / impostor.length,
        truePositiveRate: accepted / genuine.length,
      });
    }
  }
  return points;
}

/**
 * The point of the curve at a false positive rate: the highest true positive rate where the curve has that very
 * rate, otherwise linear between the two points around it.
 * @param rate above 0 and at most 1.
 */
export function atFalsePositiveRate(roc: readonly RocPoint[], rate: number): RocPoint {
  return crossing(roc, (point) => point.falsePositiveRate - rate);
}

/** Where as many impostors are accepted as genuine pairs refused; linear between the points around it. */
export function equalError(roc: readonly RocPoint[]): { readonly rate: number; readonly threshold: number } {
  const { falsePositiveRate, threshold } = crossing(
    roc,
    (point) => point.falsePositiveRate + point.truePositiveRate - 1,
  );
  return { rate: falsePositiveRate, threshold };
}

/** The last point at which `excess`, which grows along the curve, is not above 0. */
function crossing(roc: readonly RocPoint[], excess: (point: RocPoint) => number): RocPoint {
  const above = roc.findIndex((point) => excess(point) > 0);
  const after = roc[above === -1 ? roc.length - 1 : above];
  if (after === undefined) throw new RangeError('a ROC without points');
  if (above === -1) return after;
  const before = roc[above - 1] ?? {
    threshold: after.threshold,
    falsePositiveRate: 0,
    truePositiveRate: 0,
  };
  const share = -excess(before) / (excess(after) - excess(before));
  const between = (a: number, b: number) => a + share * (b - a);
  return {
    threshold: between(before.threshold, after.threshold),
    falsePositiveRate: between(before.falsePositiveRate, after.falsePositiveRate),
    truePositiveRate: between(before.truePositiveRate, after.truePositiveRate),
  };
}
