/** One call of an observed method: what went in, what came out, and when, by `performance.now()`. */
export interface Call<Arguments, Result> {
  readonly args: Arguments;
  readonly result: Result;
  readonly startedAt: number;
  readonly endedAt: number;
}

type ArgumentsOf<Method> = Method extends (...args: infer Arguments) => unknown ? Arguments : never;
type ResultOf<Method> = Method extends (...args: never[]) => Promise<infer Result> ? Result : never;

/**
 * Lets somebody watch the successful calls of a class's method, as tracing tools do: from outside, so that the
 * product itself has nothing that could hand out what goes through it.
 * @param told must not throw.
 * @returns a function that ends it.
 */
export function observe<Target extends object, Name extends keyof Target>(
  target: Target,
  name: Name,
  told: (call: Call<ArgumentsOf<Target[Name]>, ResultOf<Target[Name]>>) => void,
): () => void {
  const original = target[name] as (...args: unknown[]) => unknown;
  const observed = function (this: unknown, ...args: unknown[]): unknown {
    const startedAt = performance.now();
    const returned = Reflect.apply(original, this, args);
    if (returned instanceof Promise) {
      returned.then(
        (result: ResultOf<Target[Name]>) =>
          told({ args: args as ArgumentsOf<Target[Name]>, result, startedAt, endedAt: performance.now() }),
        // Whoever called is told of the failure.
        () => {},
      );
    }
    return returned;
  };
  target[name] = observed as Target[Name];
  return () => {
    target[name] = original as Target[Name];
  };
}
