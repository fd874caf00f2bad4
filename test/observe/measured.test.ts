import { describe, expect, it } from 'vitest';
import type { NewFace } from '../../src/db/face-types.ts';
import type { Database } from '../../src/db/types.ts';
import { UserError } from '../../src/errors/user-error.ts';
import { measuredAnalyser } from '../../src/observe/measured-analyser.ts';
import { measuredDatabase } from '../../src/observe/measured-database.ts';
import { Metrics } from '../../src/observe/metrics.ts';
import type { AnalyseRequest, Analysis, FaceAnalyser } from '../../src/vision/types.ts';

const request: AnalyseRequest = { effort: 'fast', priority: 'background', guildId: '1' };

function analyserWith(analyse: FaceAnalyser['analyse']): FaceAnalyser {
  return { modelVersion: 'v', analyse, close: async () => {} };
}

describe('what is measured', () => {
  it('counts pictures by outcome, faces, and the time of each stage', async () => {
    const metrics = new Metrics();
    const analysis = { faces: [{}, {}], timings: { decode: 20, analyse: 600 } } as unknown as Analysis;
    await measuredAnalyser(
      analyserWith(async () => analysis),
      metrics,
    ).analyse(new Uint8Array(), request);
    const failing = (error: unknown) =>
      measuredAnalyser(
        analyserWith(() => Promise.reject(error)),
        metrics,
      ).analyse(new Uint8Array(), request);
    await expect(failing(new UserError('image-broken', {}))).rejects.toThrow('image-broken');
    await expect(failing(new Error('with a name in it'))).rejects.toThrow('with a name in it');

    const shown = await metrics.registry.metrics();
    for (const outcome of ['ok', 'image-broken', 'error']) {
      expect(shown).toContain(`kith_pictures_total{priority="background",outcome="${outcome}"} 1`);
    }
    expect(shown).toContain('kith_faces_found_total{priority="background"} 2');
    expect(shown).toContain('kith_analysis_seconds_sum{stage="decode",priority="background"} 0.02');
    expect(shown).toContain('kith_analysis_seconds_sum{stage="analyse",priority="background"} 0.6');
    expect(shown).not.toContain('with a name');
  });

  it('counts faces that are stored, and none of a transaction that is not', async () => {
    const metrics = new Metrics();
    const faces = { add: async () => '1', addAll: async () => ['1', '2'], nearestPeople: async () => [] };
    const repositories = { faces } as unknown as ReturnType<Database['forGuild']>;
    const database = measuredDatabase(
      {
        forGuild: () => repositories,
        transaction: (_, work) => work(repositories),
      } as Partial<Database> as Database,
      metrics,
    );
    const face = { origin: 'enrolment' } as NewFace;
    const indexed = { origin: 'indexed' } as NewFace;
    await database.transaction('1', async (repositories) => {
      await repositories.faces.add(face);
      await repositories.faces.addAll([indexed, indexed]);
      expect(await metrics.registry.getSingleMetricAsString('kith_faces_kept_total')).not.toContain(
        'origin=',
      );
    });
    const failing = database.transaction('1', async (repositories) => {
      await repositories.faces.add(face);
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    await database
      .forGuild('1')
      .faces.nearestPeople({ descriptors: [], modelVersion: 'v', threshold: 0, limit: 1 });

    const shown = await metrics.registry.metrics();
    expect(shown).toContain('kith_faces_kept_total{origin="enrolment"} 1');
    expect(shown).toContain('kith_faces_kept_total{origin="indexed"} 2');
    expect(shown).toContain('kith_search_seconds_count{for="people"} 1');
  });
});
