import { describe, expect, it } from 'vitest';
import { problemOf, requireUsable } from '../../../src/services/enrolment/gate.ts';
import type { AnalysedFace, FaceQuality } from '../../../src/vision/types.ts';

const good: FaceQuality = { size: 60, sharpness: 6, yaw: 0.6 };

const face = (quality: Partial<FaceQuality> = {}): AnalysedFace => ({
  box: { x: 0, y: 0, width: 60, height: 60 },
  score: 0.9,
  landmarks: new Float32Array(136),
  descriptor: new Float32Array(128),
  quality: { ...good, ...quality },
});

describe('a face to enrol', () => {
  it('may be just large, sharp and frontal enough', () => {
    expect(problemOf(face())).toBeNull();
    expect(problemOf(face({ yaw: -0.6 }))).toBeNull();
  });

  it.each([
    ['face-too-small', { size: 59.4 }],
    ['face-too-blurred', { sharpness: 5.9 }],
    ['face-turned-away', { yaw: 0.61 }],
    ['face-turned-away', { yaw: -0.61 }],
  ] as const)('is refused as %s', (code, quality) => {
    expect(problemOf(face(quality))).toMatchObject({ name: 'UserError', code });
  });

  it('is told its size in whole pixels', () => {
    expect(problemOf(face({ size: 41.4 }))?.context).toEqual({ size: 41, minimum: 60 });
  });
});

describe('the faces of a photo', () => {
  it('are usable when one is, with those that are not', () => {
    const faces = [face({ size: 20 }), face()];
    expect(requireUsable(faces)).toBe(faces);
  });

  it('are refused for what is wrong with the largest when none is', () => {
    expect(() => requireUsable([face({ size: 20 }), face({ size: 200, sharpness: 1 })])).toThrow(
      expect.objectContaining({ code: 'face-too-blurred' }),
    );
  });

  it('may be as many as can be chosen from', () => {
    expect(requireUsable(Array.from({ length: 25 }, () => face()))).toHaveLength(25);
  });

  it('are refused when there are none, or more than can be chosen from', () => {
    expect(() => requireUsable([])).toThrow(expect.objectContaining({ code: 'no-face' }));
    expect(() => requireUsable(Array.from({ length: 26 }, () => face()))).toThrow(
      expect.objectContaining({ code: 'too-many-faces', context: { count: 26, maximum: 25 } }),
    );
  });
});
