import type { BandResult, IdentificationResult } from './identification.ts';
import { type RunSummary, runRows } from './report-run.ts';
import { percent, ruled, table } from './table.ts';

export interface GalleryResult {
  /** People of the gallery folder of whom no photo has a face. */
  readonly peopleNotEnrolled: number;
  readonly bySize: readonly IdentificationResult[];
}

/** What is printed for a gallery and its probes. */
export function reportGallery(run: RunSummary, { peopleNotEnrolled, bySize }: GalleryResult): string {
  return [
    ruled([...runRows(run), ['people without a face to enrol', String(peopleNotEnrolled)]]),
    [
      'Searches by size of the gallery; smaller ones are a mean over random draws. Probes without a face are misses.',
      table([
        ['people', 'faces', 'draws', 'mated', 'no face', 'impostors', 'no face', 'rank 1'],
        ...bySize.map((size) => [
          String(size.people),
          size.faces.toFixed(size.draws > 1 ? 1 : 0),
          String(size.draws),
          String(size.mated),
          String(size.matedMissed),
          String(size.impostors),
          String(size.impostorsMissed),
          percent(size.rank1),
        ]),
      ]),
    ].join('\n'),
    ...(['likely', 'possible'] as const).map((band) => bandSection(band, bySize)),
  ].join('\n\n');
}

function bandSection(band: 'likely' | 'possible', bySize: readonly IdentificationResult[]): string {
  const rows = bySize.flatMap((size) =>
    size.bands === null ? [] : [bandRow(size.people, size.bands[band])],
  );
  if (rows.length === 0) return `Kith has no band "${band}" for this model version.`;
  return [
    `Band "${band}": FPIR, impostors with somebody within it; FNIR, mated searches without the right person nearest and within it`,
    table([['people', 'threshold', 'FPIR', 'FNIR', 'of these somebody else'], ...rows]),
  ].join('\n');
}

const bandRow = (people: number, result: BandResult): string[] => [
  String(people),
  result.threshold.toFixed(4),
  percent(result.falsePositives),
  percent(result.falseNegatives),
  percent(result.wrongPerson),
];
