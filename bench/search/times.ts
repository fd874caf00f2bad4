/** How long pieces of work took, in milliseconds, by what they were; in the order in which each was first timed. */
export class Times extends Map<string, readonly number[]> {
  async timed<T>(name: string, work: () => T | Promise<T>): Promise<T> {
    const started = performance.now();
    const result = await work();
    this.set(name, [...(this.get(name) ?? []), performance.now() - started]);
    return result;
  }
}
