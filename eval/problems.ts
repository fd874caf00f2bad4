/** Something wrong with what was asked for or with a file that was given: told as it is, without a stack. */
export class InputError extends Error {
  override readonly name = 'InputError';
  /** Each a sentence of its own, with the file and line where there is one. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** A problem at a line of a file, counted from 1. */
export interface LineProblem {
  readonly line: number;
  readonly message: string;
}
