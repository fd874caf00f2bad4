/** One line of a Dockerfile, its continuations joined. */
export interface Instruction {
  readonly keyword: string;
  readonly argument: string;
}

export interface Stage {
  readonly base: string;
  readonly name: string | null;
  readonly instructions: readonly Instruction[];
}

/** The stages of a Dockerfile that keeps to what Kith's uses: no heredocs, no ARG before FROM. */
export function parseDockerfile(text: string): Stage[] {
  const lines = text
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const stages: { base: string; name: string | null; instructions: Instruction[] }[] = [];
  for (const line of lines) {
    const [keyword = '', ...rest] = line.split(/\s+/);
    const argument = rest.join(' ');
    if (keyword === 'FROM') {
      const [base = '', as, name] = rest;
      stages.push({ base, name: as === 'AS' ? (name ?? null) : null, instructions: [] });
    } else {
      stages.at(-1)?.instructions.push({ keyword, argument });
    }
  }
  return stages;
}

export function argumentsOf({ instructions }: Stage, keyword: string): string[] {
  return instructions
    .filter((instruction) => instruction.keyword === keyword)
    .map(({ argument }) => argument);
}

/** What a COPY copies, from which stage (null: from the repository), and where to. */
export function parseCopy(argument: string): { from: string | null; sources: string[]; target: string } {
  const words = argument.split(' ');
  const from = words[0]?.startsWith('--from=') ? (words.shift()?.slice('--from='.length) ?? null) : null;
  const target = words.pop() ?? '';
  return { from, sources: words, target };
}

/** The words of `CMD` and of a `HEALTHCHECK … CMD`, in their JSON form. */
export function commandOf(argument: string): string[] {
  return JSON.parse(argument.slice(argument.indexOf('['))) as string[];
}
