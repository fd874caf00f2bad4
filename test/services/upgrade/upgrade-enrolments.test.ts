import { beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '../../../src/db/people-types.ts';
import type { GuildRepositories } from '../../../src/db/types.ts';
import { UserError } from '../../../src/errors/user-error.ts';
import { upgradeEnrolments } from '../../../src/services/upgrade/upgrade-enrolments.ts';
import type { AnalysedFace, FaceAnalyser } from '../../../src/vision/types.ts';
import { databaseOfFile, silent } from '../../db/database.ts';
import { descriptor, enrol, face, MODEL, photo } from '../../db/fixtures.ts';

const db = databaseOfFile();
let guild: GuildRepositories;
let ann: Person;
const never = new AbortController().signal;
const NEW = 'model-2';

beforeEach(async () => {
  guild = db.newGuild();
  ann = await enrol(guild, 'Ann');
});

/** In the photo at half its size: somebody, and at the place of the fixture's face the one who was enrolled. */
function analyser(seen = true): FaceAnalyser {
  const { score, quality, landmarks } = face('1', '1');
  const at = (x: number, value: number): AnalysedFace => ({
    box: { x, y: 11, width: 50, height: 58 },
    score,
    quality,
    landmarks: landmarks.map((number) => number / 2),
    descriptor: descriptor(value),
  });
  return {
    modelVersion: NEW,
    analyse: async (bytes) => {
      expect(bytes).toEqual(Buffer.from([1, 2, 3]));
      return {
        picture: { width: 320, height: 240, format: 'webp' },
        faces: seen ? [at(200, 9), at(6, 7)] : [at(200, 9)],
        modelVersion: NEW,
        timings: { decode: 0, analyse: 0 },
      };
    },
    close: async () => {},
  };
}

const run = (faces: FaceAnalyser, signal = never) =>
  upgradeEnrolments({ database: db.database, analyser: faces, log: silent }, guild.guildId, signal);

const search = (modelVersion: string) =>
  guild.faces.nearestPeople({ descriptors: [descriptor(7)], modelVersion, threshold: 0, limit: 9 });

describe('a new model', () => {
  it('encodes the enrolled face anew, whose name stays', async () => {
    expect(await search(NEW)).toEqual([]);
    expect(await run(analyser())).toBe(1);
    expect(await search(NEW)).toMatchObject([{ personId: ann.personId, displayName: 'Ann', distance: 0 }]);
    expect(await guild.faces.countEnrolments(MODEL)).toBe(0);
    const [held] = await guild.holdings.faces(ann.personId);
    // In pixels of the picture, not of its copy.
    expect(held).toMatchObject({ box: { x: 12, y: 22, width: 100, height: 116 }, modelVersion: NEW });
    expect(await run(analyser())).toBe(0);
  });

  it('leaves a face that it does not see, and a photo that it cannot read', async () => {
    expect(await run(analyser(false))).toBe(0);
    const broken = { ...analyser(), analyse: () => Promise.reject(new UserError('image-broken', {})) };
    expect(await run(broken)).toBe(0);
    expect(await guild.faces.countEnrolments(MODEL)).toBe(1);
  });

  it('passes over a photo that is removed meanwhile, and stops for what passes by itself', async () => {
    const restarting = { ...analyser(), analyse: () => Promise.reject(new UserError('restarting', {})) };
    await expect(run(restarting)).rejects.toMatchObject({ code: 'restarting' });
    const second = await guild.pictures.add(photo());
    await guild.faces.add(face(second, ann.personId));
    const { analyse, ...rest } = analyser();
    const removing: FaceAnalyser = {
      ...rest,
      analyse: async (bytes, request) => {
        await guild.pictures.remove(second);
        return analyse(bytes, request);
      },
    };
    expect(await run(removing)).toBe(1);
  });

  it('goes on where it was interrupted', async () => {
    for (let index = 0; index < 25; index += 1) {
      await guild.faces.add(face(await guild.pictures.add(photo()), ann.personId));
    }
    const controller = new AbortController();
    const { analyse, ...rest } = analyser();
    let looks = 0;
    const interrupted: FaceAnalyser = {
      ...rest,
      analyse: (bytes, request) => {
        looks += 1;
        if (looks === 22) controller.abort(new Error('killed'));
        return analyse(bytes, request);
      },
    };
    await expect(run(interrupted, controller.signal)).rejects.toThrow('killed');
    expect(await guild.faces.countEnrolments(NEW)).toBe(22);
    expect(await run(analyser())).toBe(4);
    expect(await guild.faces.countEnrolments(NEW)).toBe(26);
    expect(await guild.faces.countEnrolments(MODEL)).toBe(0);
  });

  it('brings nobody back who was erased while it looked', async () => {
    const { analyse, ...rest } = analyser();
    const slow: FaceAnalyser = {
      ...rest,
      analyse: async (bytes, request) => {
        await guild.erasure.person(ann.personId);
        return analyse(bytes, request);
      },
    };
    expect(await run(slow)).toBe(0);
    expect(await db.sql('select from face where guild_id = $1', [guild.guildId])).toEqual([]);
  });
});
