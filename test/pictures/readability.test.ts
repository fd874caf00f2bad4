import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { emphasisStyles } from '../../src/pictures/emphasis.ts';
import { drawNumberedBoxes } from '../../src/pictures/numbered.ts';
import type { NumberedFace } from '../../src/pictures/overlay.ts';
import { drawOverlay } from '../../src/pictures/overlay.ts';
import type { BoundingBox } from '../../src/vision/types.ts';
import { photoBytes } from '../photos.ts';
import { contrast, luminance } from './contrast.ts';
import { type Colour, pixels } from './helpers.ts';

const emphases = ['likely', 'possible', 'unknown'] as const;

/** What Discord shows on a phone. */
const shownSide = 320;

/** As drawn at full size, and as it is shown small. */
async function looks(bytes: Uint8Array) {
  const small = await sharp(bytes).resize(shownSide, shownSide, { fit: 'inside' }).png().toBuffer();
  const [full, shown] = await Promise.all([pixels(bytes), pixels(small)]);
  return { full, shown, scale: shown.width / full.width };
}

type Look = Awaited<ReturnType<typeof pixels>>;

const uniform = (width: number, height: number, colour: Colour) => {
  const [r, g, b] = colour;
  return sharp({ create: { width, height, channels: 3, background: { r, g, b } } })
    .png()
    .toBuffer();
};

/** Black and white in squares of a few pixels, as busy as a picture can be. */
function chequered(width: number, height: number, square: number): Promise<Buffer> {
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const on = (Math.floor(x / square) + Math.floor(y / square)) % 2 === 0;
      data.fill(on ? 255 : 0, 3 * (y * width + x), 3 * (y * width + x) + 3);
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 1 })
    .toBuffer();
}

/** The tags of an overlay with their fill, as drawn. */
function tagsOf(width: number, height: number, faces: readonly NumberedFace[]): BoundingBox[] {
  const svg = drawOverlay(width, height, faces);
  const fills = Object.values(emphasisStyles).map(({ fill }) => fill);
  const rectangles = svg.matchAll(
    /<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" rx="([\d.]+)" fill="(#\w+)"/g,
  );
  // Of the three layers of a tag the innermost is the last before its number.
  const layers = [...rectangles].filter((match) => fills.includes(match[6] ?? ''));
  const innermost = layers.filter((match) => svg.startsWith('/><g transform', match.index + match[0].length));
  return innermost.map((match) => {
    const [x = 0, y = 0, w = 0, h = 0] = match.slice(1, 5).map(Number);
    return { x, y, width: w, height: h };
  });
}

/** The strongest contrast between any two pixels of a rectangle. */
function contrastWithin({ at }: Look, { x, y, width, height }: BoundingBox): number {
  let [darkest, lightest]: [Colour, Colour] = [at(x, y), at(x, y)];
  for (let row = Math.ceil(y); row <= y + height; row += 1) {
    for (let column = Math.ceil(x); column <= x + width; column += 1) {
      const colour = at(column, row);
      if (luminance(colour) < luminance(darkest)) darkest = colour;
      if (luminance(colour) > luminance(lightest)) lightest = colour;
    }
  }
  return contrast(darkest, lightest);
}

const scaled = (box: BoundingBox, by: number): BoundingBox => ({
  x: box.x * by,
  y: box.y * by,
  width: box.width * by,
  height: box.height * by,
});

const inner = ({ x, y, width, height }: BoundingBox, share: number): BoundingBox => ({
  x: x + width * share,
  y: y + height * share,
  width: width * (1 - 2 * share),
  height: height * (1 - 2 * share),
});

/** Every digit, faces apart, overlapping, small, large, and cut off by each edge. */
function crowd(width: number, height: number): NumberedFace[] {
  const face = (x: number, y: number, size: number) => ({
    x: x * width - (size * width) / 2,
    y: y * height - (size * width) / 2,
    width: size * width,
    height: size * width * 1.2,
  });
  const boxes = [
    ...[face(0, 0.2, 0.12), face(1, 0.3, 0.12), face(0.4, 0, 0.12), face(0.55, 0.97, 0.14)],
    ...[face(0.3, 0.5, 0.16), face(0.38, 0.54, 0.16), face(0.46, 0.5, 0.16)],
    ...[face(0.7, 0.5, 0.05), face(0.76, 0.52, 0.05), face(0.82, 0.5, 0.05), face(0.1, 0.8, 0.18)],
    face(0.85, 0.8, 0.22),
  ];
  return boxes.map((box, index) => ({
    number: index * 2 + 1,
    box,
    emphasis: emphases[index % 3] ?? 'likely',
  }));
}

/** Discord's two themes, the extremes, and what lies between, skin and the colours of the lines themselves among it. */
const plain: readonly Colour[] = [
  ...([
    [255, 255, 255],
    [0, 0, 0],
    [49, 51, 56],
    [242, 243, 245],
    [128, 128, 128],
  ] as const),
  ...([
    [0, 114, 178],
    [230, 159, 0],
    [196, 145, 120],
  ] as const),
];

describe('a marked picture', () => {
  test.each(plain)(
    'of plain (%i, %i, %i): every line stands out from it, also when shown small',
    async (...colour) => {
      const [width, height] = [800, 600];
      const faces = emphases.map((emphasis, index) => ({
        ...{ number: index + 1, emphasis },
        box: { x: 60 + 250 * index, y: 200, width: 150, height: 180 },
      }));
      const { full, shown, scale } = await looks(
        await drawNumberedBoxes(await uniform(width, height, colour), faces),
      );
      for (const { box, emphasis } of faces) {
        // WCAG 2.2, 1.4.11: 3 to 1 for what has to be seen. Shown small, a line is 3 to 5 pixels of three colours, mixed
        // with one another; the number, which has to be read, is held to more below.
        for (const [look, by, least] of [
          [full, 1, 3],
          [shown, scale, 1.5],
        ] as const) {
          const { x, y, height: tall } = scaled(box, by);
          // Down the left side, past its rounded corner: rows where some pixel across the line stands out.
          const rows = Array.from({ length: Math.floor(tall / 2) }, (_, row) =>
            Math.round(y + tall / 4 + row),
          );
          const reach = Math.ceil(6 * by);
          const standing = rows.filter((row) => {
            const across = Array.from({ length: 2 * reach + 1 }, (_, step) => look.at(x - reach + step, row));
            return Math.max(...across.map((pixel) => contrast(pixel, colour))) >= least;
          });
          // A broken line has gaps.
          expect(standing.length / rows.length, emphasis).toBeGreaterThan(emphasis === 'likely' ? 0.99 : 0.3);
        }
      }
    },
  );

  test('of chequers: nothing of it shines through lines and tags', async () => {
    const box = { x: 500, y: 300, width: 500, height: 600 };
    const faces = [{ number: 28, box, emphasis: 'likely' }] as const;
    const { full } = await looks(await drawNumberedBoxes(await chequered(1600, 1200, 6), faces));
    const fill: Colour = [0, 114, 178];
    const down = Array.from({ length: 300 }, (_, row) => full.at(box.x, box.y + 150 + row));
    for (const pixel of down)
      expect(Math.max(...pixel.map((level, at) => Math.abs(level - (fill[at] ?? 0))))).toBeLessThan(40);
  });

  test.each([
    ['white', (w: number, h: number) => uniform(w, h, [255, 255, 255])],
    ['black', (w: number, h: number) => uniform(w, h, [0, 0, 0])],
    ['chequers', (w: number, h: number) => chequered(w, h, 5)],
  ] as const)(
    'of %s with a crowd: every number can be read, each in a place of its own',
    async (_name, make) => {
      const [width, height] = [1600, 1200];
      const faces = crowd(width, height);
      const tags = tagsOf(width, height, faces);
      expect(tags).toHaveLength(faces.length);
      for (const [index, tag] of tags.entries()) {
        expect(Math.min(tag.x, tag.y)).toBeGreaterThanOrEqual(0);
        expect(tag.x + tag.width).toBeLessThanOrEqual(width);
        expect(tag.y + tag.height).toBeLessThanOrEqual(height);
        for (const other of tags.slice(index + 1)) {
          const across = Math.min(tag.x + tag.width, other.x + other.width) - Math.max(tag.x, other.x);
          const down = Math.min(tag.y + tag.height, other.y + other.height) - Math.max(tag.y, other.y);
          expect(Math.min(across, down)).toBeLessThanOrEqual(0);
        }
      }
      const { full, shown, scale } = await looks(await drawNumberedBoxes(await make(width, height), faces));
      for (const tag of tags) {
        expect(contrastWithin(full, inner(tag, 0.15))).toBeGreaterThanOrEqual(4.5);
        // Shown small, a stroke is about a pixel wide and not quite of its colour any more.
        expect(contrastWithin(shown, inner(scaled(tag, scale), 0.15))).toBeGreaterThanOrEqual(3);
      }
    },
  );

  test('of 8 megapixels is marked as one of the size that is shown', async () => {
    const photo = await sharp(await photoBytes('sample1'))
      .resize(3464, 2310)
      .jpeg()
      .toBuffer();
    const large = crowd(3464, 2310);
    const { full, shown, scale } = await looks(await drawNumberedBoxes(photo, large));
    expect(full.width).toBe(1600);
    const drawn = large.map((face) => ({ ...face, box: scaled(face.box, 1600 / 3464) }));
    for (const tag of tagsOf(full.width, full.height, drawn)) {
      expect(contrastWithin(full, inner(tag, 0.15))).toBeGreaterThanOrEqual(4.5);
      expect(contrastWithin(shown, inner(scaled(tag, scale), 0.15))).toBeGreaterThanOrEqual(3);
    }
  });
});
