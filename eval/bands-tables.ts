import { type bandPromises, bandsFor } from '../src/services/bands.ts';
import { calibratedVersions, falseMatchRate, thresholdFor } from '../src/services/false-match-rate.ts';
import { normalCdf } from '../src/services/normal-distribution.ts';
import { markdownTable, percent, small } from './table.ts';

/** What was counted on development pairs of LFW (view 1, never the test pairs): strangers within a distance. */
const counted = [
  { version: 'face-api-1.7.15/box', distance: 0.55, rate: 0.0008 },
  { version: 'face-api-1.7.15/box', distance: 0.623, rate: 0.01 },
  { version: 'face-api-1.7.15/landmarks-1.1+mirror/chip68/mirror', distance: 0.6, rate: 0.01 },
  { version: 'face-api-1.7.15/landmarks-1.1+mirror/chip68/mirror', distance: 0.605, rate: 0.01 },
] as const;

/** Of two photos of one person, measured with face-api's box on the same pairs. */
const samePerson = { version: 'face-api-1.7.15/box', mean: 0.449, deviation: 0.077 };

/** Only the product counts; with three photos each to show what they do. */
const galleries = [
  ...[1, 10, 50, 100, 200, 500, 1_000, 5_000, 10_000, 100_000].map((people) => ({ people, photos: 1 })),
  ...[10, 50, 100, 1_000].map((people) => ({ people, photos: 3 })),
];
const rates = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6];

/** How well the normal distribution agrees with what was counted. */
export function modelTable(): string {
  return markdownTable([
    ['model version', 'distance', 'strangers within, counted', 'modelled', 'modelled / counted'],
    ...counted.map(({ version, distance, rate }) => {
      const modelled = falseMatchRate(distance, version);
      return [
        version,
        distance.toFixed(3),
        percent(rate),
        percent(modelled, 3),
        (modelled / rate).toFixed(2),
      ];
    }),
  ]);
}

export function thresholdTable(): string {
  return markdownTable([
    ['FMR', ...calibratedVersions],
    ...rates.map((rate) => [small(rate), ...calibratedVersions.map((v) => thresholdFor(rate, v).toFixed(3))]),
  ]);
}

/** The bands by size of the gallery, and what they are worth. */
export function galleryTable(): string {
  return markdownTable([
    [
      'people',
      'photos each',
      'faces G',
      ...calibratedVersions.map((version) => `likely / possible, ${version}`),
      'FMR likely / possible',
      '1-(1-FMR)^G likely / possible',
      'one own photo beyond (box)',
    ],
    ...galleries.map(({ people, photos }) => galleryRow(people, photos)),
  ]);
}

function galleryRow(people: number, photos: number): string[] {
  const faces = people * photos;
  const both = (text: (band: keyof typeof bandPromises) => string) =>
    `${text('likely')} / ${text('possible')}`;
  const rate = (band: keyof typeof bandPromises) =>
    falseMatchRate(bandsFor(samePerson.version, faces)[band], samePerson.version);
  return [
    String(people),
    String(photos),
    String(faces),
    ...calibratedVersions.map((version) => both((band) => bandsFor(version, faces)[band].toFixed(3))),
    both((band) => small(rate(band))),
    both((band) => percent(1 - (1 - rate(band)) ** faces)),
    both((band) => {
      const threshold = bandsFor(samePerson.version, faces)[band];
      return percent(normalCdf((samePerson.mean - threshold) / samePerson.deviation), 0);
    }),
  ];
}
