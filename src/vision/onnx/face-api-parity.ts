import { alignedBox, clip, squareAround } from '../face-api/box-alignment.ts';
import { sampleSquare } from '../square-view.ts';
import type { BoundingBox, RawImage } from '../types.ts';
import { chipSide, landmarkSide, type Networks } from './networks.ts';
import { ssdSide } from './ssd.ts';

export interface ParityFace {
  readonly box: BoundingBox;
  readonly score: number;
  readonly landmarks: Float32Array;
  readonly descriptor: Float32Array;
}

/**
 * What `faceApi.detectAllFaces(image).withFaceLandmarks().withFaceDescriptors()` answers, roundings and all, computed
 * by the converted networks: shows that the conversion is right and what it gains. The product aligns better.
 */
export async function analyseAsFaceApi(networks: Networks, image: RawImage): Promise<ParityFace[]> {
  const faces: ParityFace[] = [];
  for (const { box, score } of await detect(networks, image)) {
    const faceRect = clip(box, image);
    if (!faceRect) continue;
    const square = squareAround(faceRect);
    const [points] = await networks.landmarks(1, (pixels) =>
      pixels.set(sampleSquare(image, square, landmarkSide, faceRect)),
    );
    if (!points) throw new Error('no landmarks for a face');
    // It puts the points at the box's corner although the crop starts at the whole pixel before that, and takes the
    // padding of an odd difference for half a pixel more than it is.
    const offset = {
      x: box.x - (square.side - faceRect.width) / 2,
      y: box.y - (square.side - faceRect.height) / 2,
    };
    const scale = square.side / landmarkSide;
    const landmarks = points.map((value, i) => value * scale + (i % 2 === 0 ? offset.x : offset.y));
    const chipRect = clip(alignedBox(landmarks), image);
    if (!chipRect) continue;
    const [descriptor] = await networks.descriptors(1, (pixels) =>
      pixels.set(sampleSquare(image, squareAround(chipRect), chipSide, chipRect)),
    );
    if (!descriptor) throw new Error('no descriptor for a face');
    faces.push({ box, score, landmarks, descriptor });
  }
  return faces;
}

/** Its boxes are clipped to the network's square and scaled by the rounded size of the shrunk picture. */
async function detect({ ssd }: Networks, image: RawImage) {
  const side = Math.max(image.width, image.height);
  const scaleX = image.width / Math.round((image.width * ssdSide) / side);
  const scaleY = image.height / Math.round((image.height * ssdSide) / side);
  const found = await ssd.detect(ssdSide, ssdSide, 0.5, (canvas) =>
    canvas.set(sampleSquare(image, { left: 0, top: 0, side }, ssdSide)),
  );
  return found.map(({ box, score }) => {
    const left = Math.max(0, box.x);
    const top = Math.max(0, box.y);
    const right = Math.min(ssdSide, box.x + box.width);
    const bottom = Math.min(ssdSide, box.y + box.height);
    return {
      score,
      box: {
        x: left * scaleX,
        y: top * scaleY,
        width: (right - left) * scaleX,
        height: (bottom - top) * scaleY,
      },
    };
  });
}
