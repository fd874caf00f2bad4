import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { asSharp, cutOut, type KnownFace, knownFaces, squareAround } from '../bench/vision/pictures.ts';
import { createOnnxEngine } from '../src/vision/onnx/engine.ts';
import { franckFrames } from '../test/photos.ts';
import { randomFrom } from './random.ts';

/**
 * `node --import tsx eval/lfw-like.ts DIR [--pictures 13000] [--folds 10] [--pairs 300] [--named 13000] [--seed 1]`
 * Writes a folder and a pairs file as large as LFW's, of the same form, out of the photos of the tests: pictures of
 * 250 x 250 pixels with a face of some 110 in the middle and its neighbours in the photo beside it. It shows that the
 * harness bears the real thing and that the right face is found; its figures say nothing of accuracy.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pictures: { type: 'string', default: '13000' },
    folds: { type: 'string', default: '10' },
    pairs: { type: 'string', default: '300' },
    named: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});
const [folder] = positionals;
if (folder === undefined) throw new Error('a folder to write to is needed');

const pictureSide = 250;
const faceSize = 110;
const random = randomFrom(Number(values.seed));
const between = (low: number, high: number) => low + (high - low) * random();
const below = (count: number) => Math.floor(random() * count);

const people = await peopleOfPhotos();
const names = [...people.keys()];
const pictures = Number(values.pictures);
await writePictures(folder, pictures);
// Only so many of the pictures are in pairs, where a run is to be shorter than the folder is large.
const eachNamed = Math.floor(Number(values.named ?? pictures) / names.length);
const lines = pairLines(Number(values.folds), Number(values.pairs), eachNamed);
await writeFile(join(folder, 'pairs.txt'), `${lines.join('\n')}\n`);

async function peopleOfPhotos(): Promise<Map<string, KnownFace[]>> {
  const engine = await createOnnxEngine();
  const found = new Map<string, KnownFace[]>();
  for (const [index, known] of (await knownFaces(engine, franckFrames)).entries()) {
    const name = franckFrames.includes(known.photo) ? 'Frames' : `${known.photo.name}-${index}`;
    found.set(name, [...(found.get(name) ?? []), known]);
  }
  await engine.dispose();
  return found;
}

async function writePictures(target: string, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    const name = names[index % names.length] ?? '';
    const number = Math.floor(index / names.length) + 1;
    const faces = people.get(name) ?? [];
    const known = faces[number % faces.length];
    if (known === undefined) throw new Error(`no photo of ${name}`);
    const path = join(target, 'pictures', name);
    await mkdir(path, { recursive: true });
    await writeFile(join(path, `${name}_${String(number).padStart(4, '0')}.jpg`), await picture(known));
  }
}

/** As from a detector that is not exact, of a head that is not upright, in other light. */
async function picture({ image, face }: KnownFace): Promise<Buffer> {
  const square = squareAround(face.box, (pictureSide / faceSize) * between(0.85, 1.15));
  const shift = () => Math.round(square.side * between(-0.04, 0.04));
  const cut = await cutOut(image, { ...square, left: square.left + shift(), top: square.top + shift() });
  return await asSharp(cut)
    .resize(pictureSide, pictureSide, { fit: 'fill' })
    .rotate(between(-8, 8), { background: '#000' })
    .resize(pictureSide, pictureSide, { fit: 'cover' })
    .linear(between(0.7, 1.2), between(-15, 15))
    .jpeg({ quality: Math.round(between(70, 95)) })
    .toBuffer();
}

/** The group photos have one photographer, and one woman at least is in two of them: only one photo's are compared. */
function strangerOf(first: number): number {
  const group = (name: number) => /^sample\d/.exec(names[name] ?? '')?.[0];
  for (;;) {
    const second = (first + 1 + below(names.length - 1)) % names.length;
    const groups = new Set([group(first), group(second), undefined]);
    if (groups.size < 3) return second;
  }
}

function pairLines(folds: number, each: number, numbers: number): string[] {
  const number = () => below(numbers) + 1;
  const lines = [`${folds}\t${each}`];
  for (let fold = 0; fold < folds; fold++) {
    for (let index = 0; index < each; index++) {
      const first = number();
      const second = ((first + below(numbers - 1)) % numbers) + 1;
      lines.push([names[below(names.length)], first, second].join('\t'));
    }
    for (let index = 0; index < each; index++) {
      const first = below(names.length);
      const second = strangerOf(first);
      lines.push([names[first], number(), names[second], number()].join('\t'));
    }
  }
  return lines;
}
