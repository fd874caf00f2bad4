import type { FaceRepository, NewFace } from '../db/face-types.ts';
import type { Database, GuildRepositories } from '../db/types.ts';
import type { Metrics } from './metrics.ts';
import { timed } from './timed.ts';
import { within } from './within.ts';

/** Less than what a reading may take, so that the answer is "no" and not none. */
const answerMs = 1_500;

type Count = (faces: readonly NewFace[]) => void;

/** Times searches by face and counts the faces that are stored, once they are. */
export function measuredDatabase(database: Database, metrics: Metrics): Database {
  const count: Count = (faces) => {
    for (const { origin } of faces) metrics.facesKept.inc({ origin });
  };
  return {
    ...database,
    forGuild: (guildId) => measured(database.forGuild(guildId), metrics, count),
    async transaction(guildId, work) {
      const stored: NewFace[] = [];
      const result = await database.transaction(guildId, (repositories) =>
        work(measured(repositories, metrics, (faces) => stored.push(...faces))),
      );
      count(stored);
      return result;
    },
  };
}

function measured(repositories: GuildRepositories, metrics: Metrics, count: Count): GuildRepositories {
  const { faces } = repositories;
  const search = <T>(what: 'people' | 'pictures', work: () => Promise<T>) =>
    timed(work, (_, seconds) => metrics.searchSeconds.observe({ for: what }, seconds));
  const measuredFaces: FaceRepository = {
    ...faces,
    async add(face) {
      const faceId = await faces.add(face);
      count([face]);
      return faceId;
    },
    async addAll(all) {
      const faceIds = await faces.addAll(all);
      count(all);
      return faceIds;
    },
    nearestPeople: (query) => search('people', () => faces.nearestPeople(query)),
    nearestFaces: (query) => search('pictures', () => faces.nearestFaces(query)),
    channelsOfFaces: (query) => search('pictures', () => faces.channelsOfFaces(query)),
  };
  return { ...repositories, faces: measuredFaces };
}

/** The connections of the pool, and whether the database answers at all. */
export function watchDatabase(database: Pick<Database, 'usage' | 'ping'>, metrics: Metrics): void {
  metrics.watch('kith_database_connections', 'Connections to PostgreSQL, by what they do.', ['state'], () => {
    const { connections, idle } = database.usage();
    return [
      { labels: { state: 'busy' }, value: connections - idle },
      { labels: { state: 'idle' }, value: idle },
    ];
  });
  metrics.watch('kith_database_waiting', 'Statements that wait for a connection.', [], () => [
    { labels: {}, value: database.usage().waiting },
  ]);
  metrics.watch('kith_database_up', 'Whether PostgreSQL answers.', [], async () => {
    const answers = await within(answerMs, () => database.ping()).then(
      () => true,
      () => false,
    );
    return [{ labels: {}, value: answers ? 1 : 0 }];
  });
}
