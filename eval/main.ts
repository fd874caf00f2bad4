import { parseArguments, usage } from './arguments.ts';
import { InputError } from './problems.ts';
import { evaluate } from './run.ts';
import { startAnalyser } from './start-analyser.ts';

/** A wrong folder makes every line a problem: nobody reads thousands. */
const mostProblems = 50;

try {
  const request = parseArguments(process.argv.slice(2));
  const report = request.kind === 'help' ? usage : await evaluate(request, startAnalyser);
  process.stdout.write(`${report}\n`);
} catch (error) {
  // Anything else is a fault of ours, and Node shows it with its stack.
  if (!(error instanceof InputError)) throw error;
  const { problems } = error;
  const rest = problems.length - mostProblems;
  const shown = rest > 0 ? [...problems.slice(0, mostProblems), `… and ${rest} more`] : problems;
  process.stderr.write(`${shown.join('\n')}\n`);
  process.exitCode = 2;
}
