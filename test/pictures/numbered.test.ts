import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { drawNumberedBoxes } from '../../src/pictures/numbered.ts';
import { drawOverlay, type NumberedFace } from '../../src/pictures/overlay.ts';
import { photoBytes } from '../photos.ts';
import { difference, expectBareWebp, picture, pixels } from './helpers.ts';

const emphases = ['likely', 'possible', 'unknown'] as const;

const sampleFaces: NumberedFace[] = [
  { number: 1, box: { x: 414, y: 355, width: 177, height: 240 }, emphasis: 'likely' },
  { number: 2, box: { x: 838, y: 421, width: 186, height: 228 }, emphasis: 'possible' },
  { number: 3, box: { x: 1476, y: 199, width: 203, height: 241 }, emphasis: 'unknown' },
];

/** How opaque each pixel of an overlay is. */
async function coverage(svg: string) {
  const { data, info } = await sharp(Buffer.from(svg))
    .extractChannel(3)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return {
    at: (x: number, y: number) => (data[Math.round(y) * info.width + Math.round(x)] ?? 0) / 255,
    touchesEdge: () =>
      data.some((alpha, index) => {
        const x = index % info.width;
        const y = Math.floor(index / info.width);
        return alpha > 200 && (x === 0 || y === 0 || x === info.width - 1 || y === info.height - 1);
      }),
  };
}

describe('drawNumberedBoxes', () => {
  test('is a bare WebP of at most 1600 pixels', async () => {
    const marked = await drawNumberedBoxes(await photoBytes('sample1'), sampleFaces);
    const header = await expectBareWebp(marked);
    expect([header.width, header.height]).toEqual([1600, 1067]);
    expect(marked.byteLength).toBeLessThan(1_000_000);
  });

  test('enlarges a small picture, so that its numbers are sharp', async () => {
    const face = { number: 1, box: { x: 35, y: 20, width: 40, height: 50 }, emphasis: 'likely' } as const;
    const bytes = await picture(120, 90, '#808080').png().toBuffer();
    const header = await expectBareWebp(await drawNumberedBoxes(bytes, [face]));
    expect([header.width, header.height]).toEqual([640, 480]);
  });

  test('draws around the face of a photo that lies on its side, and nowhere else', async () => {
    const box = { x: 200, y: 500, width: 160, height: 200 };
    // Upright 800 x 1000; stored turned by a quarter, with the orientation that says so.
    const bytes = await picture(800, 1000, '#808080')
      .rotate(-90)
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 1000, height: 800, orientation: 6 });
    const { at, width, height } = await pixels(
      await drawNumberedBoxes(bytes, [{ number: 7, box, emphasis: 'likely' }]),
    );
    expect([width, height]).toEqual([800, 1000]);
    const grey = [128, 128, 128] as const;
    // Middles of the sides but the upper one, whose line the tag may cover.
    for (const [x, y] of [
      [200, 600],
      [360, 600],
      [280, 700],
    ] as const) {
      expect(difference(at(x, y), grey)).toBeGreaterThan(60);
    }
    for (const [x, y] of [
      [280, 600],
      [100, 600],
      [500, 600],
      [280, 850],
      [600, 300],
    ] as const) {
      expect(difference(at(x, y), grey)).toBeLessThan(12);
    }
  });

  test('shows on white and on black', async () => {
    const box = { x: 300, y: 300, width: 200, height: 200 };
    for (const [colour, background] of [
      ['#ffffff', [255, 255, 255]],
      ['#000000', [0, 0, 0]],
    ] as const) {
      const bytes = await picture(800, 800, colour).png().toBuffer();
      for (const emphasis of emphases) {
        const { at } = await pixels(await drawNumberedBoxes(bytes, [{ number: 1, box, emphasis }]));
        // Across the lower side: somewhere a pixel is far from the background.
        const lower = Array.from({ length: 200 * 21 }, (_, index) =>
          at(300 + (index % 200), 490 + Math.floor(index / 200)),
        );
        const strong = lower.filter((pixel) => difference(pixel, background) > 150).length;
        expect(strong, `${emphasis} on ${colour}`).toBeGreaterThan(150);
      }
    }
  });

  test('draws at the right place on a picture that is shrunk', async () => {
    const box = { x: 2000, y: 1000, width: 400, height: 400 };
    const bytes = await picture(3200, 2000, '#808080').png().toBuffer();
    const { at, width } = await pixels(
      await drawNumberedBoxes(bytes, [{ number: 1, box, emphasis: 'likely' }]),
    );
    expect(width).toBe(1600);
    expect(difference(at(1000, 600), [128, 128, 128])).toBeGreaterThan(60);
    expect(difference(at(1200, 600), [128, 128, 128])).toBeGreaterThan(60);
    expect(difference(at(1100, 700), [128, 128, 128])).toBeGreaterThan(60);
    expect(difference(at(1100, 600), [128, 128, 128])).toBeLessThan(12);
  });

  test('lowers the quality until the file is small enough, or says that it cannot', async () => {
    const photo = await photoBytes('marc');
    const faces = [
      { number: 1, box: { x: 140, y: 60, width: 140, height: 180 }, emphasis: 'likely' },
    ] as const;
    const normal = await drawNumberedBoxes(photo, faces);
    const maximumBytes = Math.floor(normal.byteLength / 2);
    const smaller = await drawNumberedBoxes(photo, faces, { maximumBytes });
    expect(smaller.byteLength).toBeLessThanOrEqual(maximumBytes);
    expect((await expectBareWebp(smaller)).width).toBe(640);
    await expect(drawNumberedBoxes(photo, faces, { maximumBytes: 100 })).rejects.toThrow(RangeError);
  });

  test('copes with no faces, with a strip of a picture and with what is no picture', async () => {
    const bytes = await picture(3000, 6, '#808080').png().toBuffer();
    expect((await expectBareWebp(await drawNumberedBoxes(bytes, sampleFaces))).width).toBe(1600);
    expect((await expectBareWebp(await drawNumberedBoxes(await photoBytes('marc'), []))).width).toBe(640);
    await expect(drawNumberedBoxes(new Uint8Array([1, 2, 3]), [])).rejects.toMatchObject({
      code: 'image-unsupported-type',
    });
  });
});

describe('the overlay', () => {
  test('needs no font', () => {
    const faces = Array.from({ length: 25 }, (_, index) => ({
      number: index + 1,
      box: { x: 40 + (index % 5) * 300, y: 30 + Math.floor(index / 5) * 220, width: 120, height: 150 },
      emphasis: emphases[index % 3] ?? 'likely',
    }));
    expect(drawOverlay(1600, 1200, faces)).not.toMatch(/<text|font|NaN|undefined/);
  });

  test('stays within the picture for faces that are cut off by its edges', async () => {
    const boxes = [
      { x: -60, y: -50, width: 200, height: 240 },
      { x: 1500, y: -40, width: 220, height: 260 },
      { x: -40, y: 1050, width: 200, height: 220 },
      { x: 1450, y: 1000, width: 240, height: 260 },
      { x: 700, y: -900, width: 240, height: 3000 },
    ];
    const faces = boxes.map((box, index) => ({ number: index + 20, box, emphasis: 'likely' as const }));
    const { at, touchesEdge } = await coverage(drawOverlay(1600, 1200, faces));
    // The line of a cut-off face runs along the edge: it is there, with its outer outline, and not beyond.
    expect(touchesEdge()).toBe(true);
    for (const x of [5, 8]) expect(at(x, 100)).toBeGreaterThan(0.5);
  });

  test('keeps tags within a narrow strip of a picture', () => {
    const box = { x: 700, y: 5, width: 20, height: 30 };
    const svg = drawOverlay(1600, 40, [{ number: 25, box, emphasis: 'likely' }]);
    const tag =
      /<rect x="([\d.-]+)" y="([\d.-]+)" width="([\d.]+)" height="([\d.]+)" rx="[\d.]+" fill="#0072b2"/.exec(
        svg,
      );
    const [x = -1, y = -1, width = 0, height = 0] = (tag ?? []).slice(1).map(Number);
    expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
    expect(width).toBeGreaterThan(10);
    expect(height).toBeGreaterThan(10);
    expect(y + height).toBeLessThanOrEqual(40);
  });

  test('tells the emphasis by the line alone: unbroken, long dashes, many dots', async () => {
    const box = { x: 300, y: 300, width: 600, height: 500 };
    const count = async (emphasis: NumberedFace['emphasis']) => {
      const { at } = await coverage(drawOverlay(1600, 1200, [{ number: 1, box, emphasis }]));
      // Along the lower side, away from its rounded corners and from the tag above.
      const line = Array.from({ length: 480 }, (_, index) => at(360 + index, 800) > 0.5);
      const pieces = line.filter((on, index) => on && line[index - 1] !== true).length;
      return { pieces, share: line.filter(Boolean).length / line.length };
    };
    const [likely, possible, unknown] = await Promise.all(emphases.map(count));
    expect(likely).toEqual({ pieces: 1, share: 1 });
    expect(possible?.pieces).toBeGreaterThan(4);
    expect(unknown?.pieces).toBeGreaterThan(1.5 * (possible?.pieces ?? 0));
    for (const broken of [possible, unknown]) {
      expect(broken?.share).toBeGreaterThan(0.4);
      expect(broken?.share).toBeLessThan(0.85);
    }
  });

  test.each([
    [800, 600],
    [1600, 1200],
  ])('is as readable on %i x %i pixels: sizes follow the picture', async (width, height) => {
    const box = { x: width * 0.25, y: height * 0.25, width: width * 0.3, height: height * 0.5 };
    const { at } = await coverage(drawOverlay(width, height, [{ number: 1, box, emphasis: 'likely' }]));
    const across = Array.from(
      { length: 80 },
      (_, index) => at(box.x + box.width - 40 + index, height / 2) > 0.5,
    );
    const lineWidth = across.filter(Boolean).length;
    // Shown 320 pixels wide, a line with its outlines is 2 to 5 pixels.
    expect((lineWidth * 320) / width).toBeGreaterThan(2);
    expect((lineWidth * 320) / width).toBeLessThan(5);
  });
});
