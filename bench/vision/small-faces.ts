import sharp from 'sharp';
import { createOnnxEngine } from '../../src/vision/onnx/engine.ts';
import { intersectionOverUnion } from '../../src/vision/onnx/non-maximum-suppression.ts';
import { facelessPhotos } from '../../test/photos.ts';
import { distance } from '../../test/vision/descriptors.ts';
import { percentile, printTable } from '../table.ts';
import type { BenchOptions } from './measure.ts';
import { knownFaces, miniature, raw } from './pictures.ts';

const width = 4000;
const height = 3000;

/** How small a face may be: 42 faces in a landscape of 12 megapixels, smaller from row to row. */
export async function benchSmallFaces({ quick }: BenchOptions): Promise<void> {
  const engine = await createOnnxEngine();
  const faces = await knownFaces(engine);
  const landscape = await sharp(facelessPhotos[1]?.path)
    .resize(width, height, { fit: 'cover' })
    .png()
    .toBuffer();
  const rows: string[][] = [];
  for (const size of quick ? [24, 30, 36] : [16, 20, 24, 30, 36, 48, 64, 96, 128, 192]) {
    // Seven across, six down.
    const pasted = await Promise.all(
      faces
        .slice(0, 42)
        .map((face, i) =>
          miniature(face, size, { left: 40 + (i % 7) * 560 + i * 3, top: 30 + Math.floor(i / 7) * 490 + i }),
        ),
    );
    const image = await raw(sharp(landscape).composite(pasted.map(({ overlay }) => overlay)));
    const row = [`${size}`];
    for (const effort of ['fast', 'thorough'] as const) {
      const before = process.cpuUsage();
      const found = await engine.analyse(image, { effort });
      const { user, system } = process.cpuUsage(before);
      const seconds = (user + system) / 1e6;
      const near: number[] = [];
      for (const [i, { box }] of pasted.entries()) {
        const face = found.find((candidate) => intersectionOverUnion(candidate.box, box) > 0.35);
        const known = faces[i]?.face;
        if (face && known) near.push(distance(face.descriptor, known.descriptor));
      }
      row.push(`${((100 * near.length) / pasted.length).toFixed(0)} %`, seconds.toFixed(1));
      if (effort === 'thorough') row.push(near.length > 0 ? percentile(near, 0.5).toFixed(2) : '');
    }
    rows.push(row);
  }
  printTable(
    [
      'face, px (of 4000 x 3000)',
      'fast: found',
      'CPU s',
      'thorough: found',
      'CPU s',
      'median distance to the large face',
    ],
    rows,
  );
  await engine.dispose();
}
