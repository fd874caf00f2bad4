/** A pair of the protocol. `distance` is null when no face was found in one of its pictures. */
export interface ScoredPair {
  readonly same: boolean;
  readonly fold: number;
  readonly distance: number | null;
}

/** A mean over folds. */
export interface Accuracy {
  readonly mean: number;
  /** Of the mean: the folds' sample deviation over the square root of their number; null for a single fold. */
  readonly standardError: number | null;
}

export interface CrossValidation {
  readonly folds: readonly FoldResult[];
  /** Over pairs with a face in both pictures. */
  readonly detected: Accuracy;
  /** Over all pairs; one with a picture without a face is an error, whether matched or mismatched. */
  readonly whole: Accuracy;
}

export interface FoldResult {
  /** Chosen on the detected pairs of all other folds. */
  readonly threshold: number;
  readonly correct: number;
  readonly detected: number;
  readonly pairs: number;
}

/**
 * Each fold is judged at the threshold that is best on the others.
 * A fold without a detected pair has a part in the accuracy of the whole alone.
 * @throws RangeError for less than two folds, or when all folds but one have no detected pair.
 */
export function crossValidate(pairs: readonly ScoredPair[]): CrossValidation {
  const numbers = [...new Set(pairs.map((pair) => pair.fold))].sort((a, b) => a - b);
  if (numbers.length < 2) throw new RangeError('cross-validation needs at least two folds');
  const folds = numbers.map((number) => {
    const own = pairs.filter((pair) => pair.fold === number);
    const threshold = bestThreshold(pairs.filter((pair) => pair.fold !== number));
    const detected = own.filter((pair) => pair.distance !== null);
    return {
      threshold,
      correct: detected.filter((pair) => pair.same === accepts(threshold, pair)).length,
      detected: detected.length,
      pairs: own.length,
    };
  });
  return {
    folds,
    detected: meanOf(folds.filter((fold) => fold.detected > 0).map((fold) => fold.correct / fold.detected)),
    whole: meanOf(folds.map((fold) => fold.correct / fold.pairs)),
  };
}

const accepts = (threshold: number, { distance }: ScoredPair): boolean =>
  distance !== null && distance <= threshold;

/** How far under the smallest distance the threshold is that accepts nothing. */
const justBelow = 1e-6;

/**
 * The threshold with the most correct answers, half-way between two distances that occur. Of several as good, the
 * middle one: a fold's few pairs should not decide for an end of the plateau.
 * @throws RangeError when there is no detected pair.
 */
export function bestThreshold(pairs: readonly ScoredPair[]): number {
  const scores = pairs
    .flatMap(({ distance, same }) => (distance === null ? [] : [{ distance, same }]))
    .sort((a, b) => a.distance - b.distance);
  let correct = scores.filter((score) => !score.same).length;
  let best = correct;
  let thresholds = scores.slice(0, 1).map(({ distance }) => distance - justBelow);
  for (const [index, { distance, same }] of scores.entries()) {
    correct += same ? 1 : -1;
    const next = scores[index + 1]?.distance ?? distance;
    if (next === distance && index < scores.length - 1) continue;
    if (correct > best) {
      best = correct;
      thresholds = [];
    }
    if (correct === best) thresholds.push((distance + next) / 2);
  }
  const middle = thresholds[Math.floor(thresholds.length / 2)];
  if (middle === undefined) throw new RangeError('no pair has a face in both pictures');
  return middle;
}

function meanOf(values: readonly number[]): Accuracy {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const { length } = values;
  return { mean, standardError: length < 2 ? null : Math.sqrt(squares / (length - 1) / length) };
}
