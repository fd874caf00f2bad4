export interface BenchOptions {
  /** Fewer rounds: for a look, not for a document. */
  readonly quick: boolean;
}

export interface Cost {
  /** Milliseconds of processor, the least of all rounds: what else the machine does can only add to it. */
  readonly cpu: number;
}

/** Runs things in turn, so that all see the same weather, after one unmeasured round. */
export async function measureInTurn<Name extends string>(
  rounds: number,
  tasks: Readonly<Record<Name, () => Promise<void>>>,
): Promise<Record<Name, Cost>> {
  const names = Object.keys(tasks) as Name[];
  const least = Object.fromEntries(names.map((name) => [name, { cpu: Number.POSITIVE_INFINITY }]));
  for (let round = -1; round < rounds; round++) {
    for (const name of names) {
      const before = process.cpuUsage();
      await tasks[name]();
      const { user, system } = process.cpuUsage(before);
      const cost = least[name];
      if (round >= 0 && cost) cost.cpu = Math.min(cost.cpu, (user + system) / 1000);
    }
  }
  return least as Record<Name, Cost>;
}

export const ratio = (a: number, b: number, digits = 1): string => `${(a / b).toFixed(digits)}x`;
