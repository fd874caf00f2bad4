import { decodePicture } from './decode.ts';
import type { DecodeLimits } from './decode-limits.ts';
import { inReadingOrder } from './reading-order.ts';
import type { AnalysedFace, Analysis, EngineOptions, Face, FaceEngine } from './types.ts';

/**
 * A picture file's whole way: decoded, its faces found and encoded, boxes and landmarks given in pixels of the
 * upright full-size picture even where a shrunk one was looked at.
 * @throws UserError `no-image` and `image-*` for a file that cannot be read.
 */
export async function analysePicture(
  engine: FaceEngine,
  bytes: Uint8Array,
  options: EngineOptions,
  limits: DecodeLimits,
): Promise<Analysis> {
  const started = performance.now();
  const { image, width, height, format } = await decodePicture(bytes, limits, 'ignore');
  const decoded = performance.now();
  const faces = await engine.analyse(image, options);
  const finished = performance.now();
  const scale = width / image.width;
  return {
    picture: { width, height, format },
    faces: inReadingOrder(faces.map((face) => inFullSize(face, scale))),
    modelVersion: engine.modelVersion,
    timings: { decode: decoded - started, analyse: finished - decoded },
  };
}

function inFullSize({ chip: _, ...face }: Face, scale: number): AnalysedFace {
  if (scale === 1) return face;
  const { box, landmarks, quality } = face;
  return {
    ...face,
    box: { x: box.x * scale, y: box.y * scale, width: box.width * scale, height: box.height * scale },
    landmarks: landmarks.map((coordinate) => coordinate * scale),
    quality: { ...quality, size: quality.size * scale },
  };
}
