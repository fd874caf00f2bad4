import { createOnnxEngine } from '../../src/vision/onnx/engine.ts';
import type { Face, RawImage } from '../../src/vision/types.ts';
import { portraits } from '../../test/photos.ts';
import { distance } from '../../test/vision/descriptors.ts';
import { percentile, printTable } from '../table.ts';
import type { BenchOptions } from './measure.ts';
import { asSharp, type KnownFace, knownFaces, raw } from './pictures.ts';

type Change = (known: KnownFace) => Promise<RawImage>;

const turned =
  (degrees: number): Change =>
  ({ image }) =>
    raw(asSharp(image).rotate(degrees, { background: '#555' }));

/** The face's box, made smaller or larger, is all there is of the picture. */
const cropped =
  (share: number): Change =>
  ({ image, face: { box } }) => {
    const left = Math.max(0, Math.round(box.x + (box.width * (1 - share)) / 2));
    const top = Math.max(0, Math.round(box.y + (box.height * (1 - share)) / 2));
    const width = Math.min(image.width - left, Math.round(box.width * share));
    const height = Math.min(image.height - top, Math.round(box.height * share));
    return raw(asSharp(image).extract({ left, top, width, height }));
  };

/** Twenty portraits, made harder: is the face found, and is it still the same person? */
export async function benchLooks({ quick }: BenchOptions): Promise<void> {
  const engine = await createOnnxEngine();
  const known = (await knownFaces(engine)).filter(({ photo }) => portraits.includes(photo));
  const changes: Record<string, Change> = {
    'as it is': turned(0),
    'turned 90': turned(90),
    'turned 180': turned(180),
    'turned 270': turned(270),
    ...(quick ? {} : { 'leaning 25': turned(25), 'leaning 45': turned(45), 'leaning -60': turned(-60) }),
    'cropped to the box': cropped(1),
    'cropped to 0.85 of the box': cropped(0.85),
  };
  const rows: string[][] = [];
  for (const [name, change] of Object.entries(changes)) {
    const row = [name];
    for (const effort of ['fast', 'thorough'] as const) {
      const distances: number[] = [];
      let extra = 0;
      for (const face of known) {
        const found = await engine.analyse(await change(face), { effort });
        if (found.length > 0) distances.push(nearest(found, face.face));
        extra += Math.max(0, found.length - 1);
      }
      const same = distances.filter((value) => value < 0.5).length;
      row.push(`${distances.length}`, `${same}`, `${extra}`, percentile(distances, 0.5).toFixed(2));
    }
    rows.push(row);
  }
  const heads = ['found', 'same person (below 0.50)', 'too many', 'median distance'];
  printTable(
    [
      `${known.length} portraits`,
      ...['fast', 'thorough'].flatMap((effort) => heads.map((head) => `${effort}: ${head}`)),
    ],
    rows,
  );
  await engine.dispose();
}

const nearest = (faces: readonly Face[], { descriptor }: Face) =>
  Math.min(...faces.map((face) => distance(face.descriptor, descriptor)));
