/** Kith cannot start, and whoever hosts it can put it right. The message says what is wrong and what to do. */
export class StartError extends Error {
  override readonly name: string = 'StartError';
}
