/** The standard normal distribution, exact to about 13 digits also far out in its lower tail. */

/** Beyond this many standard deviations the continued fraction converges within `fractionTerms` terms. */
const tailFrom = 3;
const fractionTerms = 100;

/** Outside, the probability of a tail is below the smallest number a double can hold. */
const widest = 38;
/** 2 * widest / 2^60 is below the spacing of doubles near 1. */
const halvings = 60;

/** @returns the probability that a standard normal variable is at most `z`. */
export function normalCdf(z: number): number {
  if (z > 0) return 1 - normalCdf(-z);
  const distance = -z;
  return distance < tailFrom ? 0.5 - density(distance) * centralSeries(distance) : lowerTail(distance);
}

/**
 * The inverse of `normalCdf`, by bisection: it is asked for a few times a search, so plain beats fast.
 * @param probability strictly between 0 and 1.
 * @throws RangeError
 */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`a probability strictly between 0 and 1 is needed, not ${probability}`);
  }
  let low = -widest;
  let high = widest;
  for (let halving = 0; halving < halvings; halving++) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const density = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

/** `(cdf(z) - 1/2) / density(z) = z + z³/3 + z⁵/(3·5) + z⁷/(3·5·7) + …` */
function centralSeries(z: number): number {
  let term = z;
  let sum = z;
  for (let odd = 3; term > sum * Number.EPSILON; odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return sum;
}

/** Laplace's continued fraction: `density(z) / (z + 1/(z + 2/(z + 3/(z + …))))`. */
function lowerTail(z: number): number {
  let fraction = z;
  for (let term = fractionTerms; term > 0; term--) fraction = z + term / fraction;
  return density(z) / fraction;
}
