import { describe, expect, it } from 'vitest';
import { centralFace } from '../../eval/central-face.ts';
import type { BoundingBox } from '../../src/vision/types.ts';

const face = (box: BoundingBox) => ({
  box,
  score: 0.9,
  landmarks: new Float32Array(136),
  descriptor: new Float32Array(128),
  quality: { size: box.width, sharpness: 100, yaw: 0 },
});
const analysis = (...boxes: BoundingBox[]) => ({
  picture: { width: 250, height: 250, format: 'jpeg' },
  faces: boxes.map(face),
  modelVersion: 'test',
  timings: { decode: 1, analyse: 1 },
});

const corner = { x: 0, y: 0, width: 60, height: 60 };

describe('centralFace', () => {
  it('is null without a face, and the only one wherever it is', () => {
    expect(centralFace(analysis())).toBeNull();
    expect(centralFace(analysis(corner))?.box).toEqual(corner);
  });

  it('is the face on the centre, not the first or the surest', () => {
    const middle = { x: 80, y: 80, width: 90, height: 90 };
    expect(centralFace(analysis(corner, middle))?.box).toEqual(middle);
    expect(centralFace(analysis(middle, corner))?.box).toEqual(middle);
  });

  it('is the large face around the centre before a small one beside it', () => {
    const large = { x: 60, y: 70, width: 100, height: 100 };
    const small = { x: 130, y: 115, width: 20, height: 20 };
    expect(centralFace(analysis(small, large))?.box).toEqual(large);
  });
});
