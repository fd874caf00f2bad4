import { printTable } from '../../bench/table.ts';
import type { Examination, Examined } from './examine.ts';
import type { Path } from './files.ts';

const slowestShown = 5;
const failuresShown = 50;

/** A name with whatever is in it, on one line. */
const shown = (path: Path): string => JSON.stringify(path.toString('utf8'));

/** Prints what became of the files. @returns whether all is as it must be. */
export function report({ files, peakRss, workersLost }: Examination): boolean {
  const byOutcome = new Map<string, Examined[]>();
  for (const file of files) {
    const those = byOutcome.get(file.outcome);
    if (those === undefined) byOutcome.set(file.outcome, [file]);
    else those.push(file);
  }
  printTable(
    ['outcome', 'files', 'slowest ms'],
    [...byOutcome]
      .toSorted(([, a], [, b]) => b.length - a.length)
      .map(([outcome, those]) => [outcome, those.length, Math.round(slowest(those))]),
  );
  console.log(
    `\n${files.length} files; slowest ${Math.round(slowest(files))} ms; ` +
      `peak RSS of a worker ${Math.round(peakRss / 2 ** 20)} MB; ${workersLost} workers lost`,
  );
  console.log('\nSlowest:');
  for (const { path, ms, outcome } of files.toSorted((a, b) => b.ms - a.ms).slice(0, slowestShown)) {
    console.log(`  ${Math.round(ms)} ms  ${outcome}  ${shown(path)}`);
  }
  const failures = files.filter(({ isFailure }) => isFailure);
  if (failures.length > 0) console.log(`\n${failures.length} FAILED:`);
  for (const { path, outcome } of failures.slice(0, failuresShown)) {
    console.log(`  ${outcome}  ${shown(path)}`);
  }
  return failures.length === 0 && workersLost === 0;
}

function slowest(files: readonly Examined[]): number {
  return files.reduce((most, { ms }) => Math.max(most, ms), 0);
}
