import type { EngineOptions, RawImage } from '../types.ts';
import { alignment } from './alignment.ts';
import { chipSide, type Networks } from './networks.ts';
import type { Pyramid } from './pyramid.ts';
import { compose, mirrored, sample, type Transform } from './sample.ts';

export interface Described {
  readonly chip: RawImage;
  readonly descriptor: Float32Array;
}

/** A chip that is cut a little larger, turned and shifted: within what dlib's network was trained to overlook. */
interface Jitter {
  readonly scale: number;
  readonly degrees: number;
  /** Shares of the chip's side. */
  readonly right: number;
  readonly down: number;
}

const none: Jitter = { scale: 1, degrees: 0, right: 0, down: 0 };

/** Each is averaged with its mirror image. More of them change little: docs/decisions/0011-alignment.md. */
const jitters: Readonly<Record<EngineOptions['effort'], readonly Jitter[]>> = {
  fast: [none],
  thorough: [
    none,
    { scale: 1.05, degrees: -2, right: -0.01, down: 0.01 },
    { scale: 1.05, degrees: 2, right: 0.01, down: -0.01 },
    { scale: 1, degrees: 2, right: 0.01, down: 0.01 },
    { scale: 1, degrees: -2, right: -0.01, down: -0.01 },
  ],
};

/** From the place of a point in the jittered chip to its place in the plain one, about the chip's middle. */
function jitterTransform({ scale, degrees, right, down }: Jitter): Transform {
  const angle = (degrees * Math.PI) / 180;
  const cos = Math.cos(angle) * scale;
  const sin = Math.sin(angle) * scale;
  const middle = chipSide / 2;
  return {
    xu: cos,
    xv: -sin,
    x0: middle * (1 - cos + sin) + right * chipSide,
    yu: sin,
    yv: cos,
    y0: middle * (1 - sin - cos) + down * chipSide,
  };
}

/**
 * Aligns and encodes faces: the mean of the descriptors of a few crops and their mirror images.
 * @param faces with their landmarks in pixels of the picture.
 */
export async function describeFaces<Placed extends { readonly landmarks: Float32Array }>(
  networks: Networks,
  pyramid: Pyramid,
  faces: readonly Placed[],
  { effort }: EngineOptions,
): Promise<(Placed & Described)[]> {
  const perFace = jitters[effort].length * 2;
  const crops = faces.flatMap(({ landmarks }) => cropsOf(landmarks, effort));
  const chips: Uint8Array[] = [];
  const descriptors = await networks.descriptors(crops.length, (pixels, i) => {
    const crop = crops[i];
    if (crop) cut(pyramid, crop, pixels);
    if (i % perFace === 0) chips.push(Uint8Array.from(pixels));
  });
  return faces.map((face, i) => {
    const data = chips[i];
    if (!data) throw new Error('no chip of a face');
    const descriptor = mean(descriptors.slice(i * perFace, (i + 1) * perFace));
    return { ...face, chip: { data, width: chipSide, height: chipSide }, descriptor };
  });
}

/** Where each crop and its mirror image lie in the picture; the first is the plain one. */
function cropsOf(landmarks: Float32Array, effort: EngineOptions['effort']): Transform[] {
  const plain = alignment(landmarks, chipSide);
  return jitters[effort].flatMap((jitter) => {
    const crop = compose(plain, jitterTransform(jitter));
    return [crop, mirrored(crop, chipSide)];
  });
}

/** In whole 8-bit steps, as the network was trained. */
function cut(pyramid: Pyramid, transform: Transform, pixels: Float32Array): void {
  sample(pyramid, transform, chipSide, chipSide, pixels);
  for (let i = 0; i < pixels.length; i++) pixels[i] = Math.round(pixels[i] ?? Number.NaN);
}

function mean(vectors: readonly Float32Array[]): Float32Array {
  const [first] = vectors;
  if (!first) throw new Error('nothing to average');
  const sum = new Float64Array(first.length);
  for (const vector of vectors) {
    vector.forEach((value, i) => {
      sum[i] = (sum[i] ?? 0) + value;
    });
  }
  return Float32Array.from(sum, (value) => value / vectors.length);
}
