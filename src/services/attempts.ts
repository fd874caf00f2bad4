const attempts = 3;

/** Does something again that failed because of what others did at the same moment. @throws the last failure */
export async function inAttempts<T>(
  work: () => Promise<T>,
  mayPass: (error: unknown) => boolean,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === attempts || !mayPass(error)) throw error;
    }
  }
}
