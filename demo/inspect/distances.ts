import { strictBands } from '../../src/services/identification/name-faces.ts';
import type { Distances } from '../protocol.ts';
import type { Reader } from './reader.ts';
import type { Recording, StatementRun } from './recording.ts';

/** Places of the search's parameters, as src/db/repositories/face-search.ts names them. */
const place = { guild: 0, model: 1, radius: 3, threshold: 4, limit: 5 } as const;

/** Beyond any distance there is. */
const everything = 10;

interface PersonRow {
  readonly query: number | null;
  readonly displayName: string;
  readonly distance: number;
}

/**
 * Runs the search of "who is it?" once more without its threshold, so that one sees how far strangers are. Kith
 * itself never asks that.
 * @returns null where nothing was searched.
 */
export async function distancesOf(reader: Reader, recording: Recording): Promise<Distances | null> {
  const run = recording.runs.find(({ name }) => name.startsWith('face.nearest-people'));
  if (run === undefined) {
    return null;
  }
  const values = [...run.values];
  values[place.radius] = everything;
  values[place.threshold] = everything;
  values[place.limit] = 100;
  const rows = await reader.read<PersonRow>(run.text, values, String(run.values[place.guild]));
  const count = recording.photo(0)?.analysis.faces.length ?? 0;
  const { likely, possible } = strictBands(
    String(run.values[place.model]),
    await enrolled(reader, run),
    'normal',
  );
  return {
    likely,
    possible,
    faces: Array.from({ length: count }, (_, face) =>
      rows
        .filter(({ query }) => query === face)
        .map(({ displayName, distance }) => ({ name: displayName, distance })),
    ),
  };
}

async function enrolled(reader: Reader, { values }: StatementRun): Promise<number> {
  const [row] = await reader.read<{ count: number }>(
    `select count(*)::int as count from face where guild_id = $1 and model_version = $2 and origin = 'enrolment'`,
    [values[place.guild], values[place.model]],
  );
  return row?.count ?? 0;
}
