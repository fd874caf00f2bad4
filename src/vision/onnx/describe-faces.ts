import type { EngineOptions, RawImage } from '../types.ts';
import { alignment } from './alignment.ts';
import { mirrored } from './mirror.ts';
import { chipSide, type Networks } from './networks.ts';
import type { Pyramid } from './pyramid.ts';
import { compose, sample, type Transform } from './sample.ts';

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
  const described: (Placed & Described)[] = [];
  for (const face of faces) {
    const plain = alignment(face.landmarks, chipSide);
    const crops = jitters[effort].map((jitter) => cut(pyramid, compose(plain, jitterTransform(jitter))));
    const descriptors = await networks.descriptors(crops.flatMap((crop) => [crop, mirrored(crop, chipSide)]));
    const [crop] = crops;
    if (!crop) throw new Error('no crop to describe');
    const chip = { data: Uint8Array.from(crop), width: chipSide, height: chipSide };
    described.push({ ...face, chip, descriptor: mean(descriptors) });
  }
  return described;
}

/** In whole 8-bit steps, as the network was trained. */
function cut(pyramid: Pyramid, transform: Transform): Float32Array {
  const pixels = sample(pyramid, transform, chipSide, chipSide);
  for (let i = 0; i < pixels.length; i++) pixels[i] = Math.round(pixels[i] ?? Number.NaN);
  return pixels;
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
