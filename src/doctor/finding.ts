/** `broken`: Kith cannot work so. `note`: it can, but somebody should know. */
export type Verdict = 'ok' | 'note' | 'broken';

/** What was found of one thing: a sentence, which for anything but `ok` says what to do. */
export interface Finding {
  readonly about: string;
  readonly verdict: Verdict;
  readonly text: string;
}

const finding =
  (verdict: Verdict) =>
  (about: string, text: string): Finding => ({ about, verdict, text });

export const ok = finding('ok');
export const note = finding('note');
export const broken = finding('broken');

/** The findings as lines, and a last one that counts. */
export function report(findings: readonly Finding[]): string {
  const widest = Math.max(...findings.map(({ about }) => about.length));
  const lines = findings.map(
    ({ about, verdict, text }) => `${verdict.padEnd(6)}  ${about.padEnd(widest)}  ${text}`,
  );
  const count = (wanted: Verdict) => findings.filter(({ verdict }) => verdict === wanted).length;
  return [...lines, '', `${count('broken')} broken, ${count('note')} to note, ${count('ok')} well`].join(
    '\n',
  );
}
