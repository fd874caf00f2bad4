import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { makeStoredCopy } from '../../src/pictures/stored-copy.ts';
import { decodeLimits } from '../../src/vision/decode-limits.ts';
import { photoBytes } from '../photos.ts';
import { difference, expectBareWebp, picture, pixels } from './helpers.ts';

describe('makeStoredCopy', () => {
  test('shrinks a photo to 1280 pixels on the longer side', async () => {
    const copy = await makeStoredCopy(await photoBytes('sample1'));
    const header = await expectBareWebp(copy.bytes);
    expect([header.width, header.height]).toEqual([1280, 853]);
    expect([copy.width, copy.height]).toEqual([1280, 853]);
  });

  test('looks like the photo', async () => {
    const original = await photoBytes('franck_01829');
    const copy = await makeStoredCopy(original);
    const [before, after] = await Promise.all([pixels(original), pixels(copy.bytes)]);
    expect([after.width, after.height]).toEqual([before.width, before.height]);
    let sum = 0;
    let count = 0;
    for (let y = 0; y < before.height; y += 7) {
      for (let x = 0; x < before.width; x += 7) {
        sum += difference(before.at(x, y), after.at(x, y));
        count += 1;
      }
    }
    expect(sum / count).toBeLessThan(8);
  });

  test('does not enlarge', async () => {
    const copy = await makeStoredCopy(await picture(40, 30, '#808080').png().toBuffer());
    expect([copy.width, copy.height]).toEqual([40, 30]);
  });

  test('shrinks a tall picture by its height', async () => {
    const copy = await makeStoredCopy(await picture(500, 2560, '#808080').jpeg().toBuffer());
    expect([copy.width, copy.height]).toEqual([250, 1280]);
  });

  test('turns upright, and keeps neither camera, place nor colour profile', async () => {
    // As the sensor saw it; orientation 6 means: turn clockwise to view.
    const bytes = await picture(120, 80, '#0000ff', [{ x: 0, y: 0, width: 60, height: 40, fill: '#ff0000' }])
      .withExif({
        IFD0: { Model: 'Telltale Camera', Copyright: 'Somebody' },
        IFD3: { GPSLatitude: '52/1 30/1 0/1' },
      })
      .withMetadata({ orientation: 6, icc: 'p3' })
      .jpeg({ quality: 95 })
      .toBuffer();
    const before = await sharp(bytes).metadata();
    expect(before).toMatchObject({ orientation: 6, exif: expect.any(Buffer), icc: expect.any(Buffer) });

    const copy = await makeStoredCopy(bytes);
    await expectBareWebp(copy.bytes);
    expect(Buffer.from(copy.bytes).toString('latin1')).not.toContain('Telltale');
    const { width, height, at } = await pixels(copy.bytes);
    expect([width, height]).toEqual([80, 120]);
    expect(difference(at(60, 20), [255, 0, 0])).toBeLessThan(40);
    for (const [x, y] of [
      [20, 20],
      [20, 100],
      [60, 100],
    ] as const) {
      expect(difference(at(x, y), [0, 0, 255])).toBeLessThan(40);
    }
  });

  test('keeps the first frame of an animation', async () => {
    const frames = await Promise.all(
      ['#ff0000', '#00ff00'].map((colour) => picture(64, 64, colour).png().toBuffer()),
    );
    const gif = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    expect((await sharp(gif).metadata()).pages).toBe(2);
    const copy = await makeStoredCopy(gif);
    await expectBareWebp(copy.bytes);
    expect([copy.width, copy.height]).toEqual([64, 64]);
    expect(difference((await pixels(copy.bytes)).at(32, 32), [255, 0, 0])).toBeLessThan(30);
  });

  test('makes files with typed errors of what is no picture or too much', async () => {
    const photo = await photoBytes('sample1');
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    await expect(makeStoredCopy(new Uint8Array(0))).rejects.toMatchObject({ code: 'no-image' });
    await expect(makeStoredCopy(svg)).rejects.toMatchObject({ code: 'image-unsupported-type' });
    await expect(makeStoredCopy(photo.subarray(0, 20_000))).rejects.toMatchObject({ code: 'image-broken' });
    await expect(makeStoredCopy(photo, { ...decodeLimits, maxBytes: 1000 })).rejects.toMatchObject({
      code: 'image-too-large',
    });
    await expect(makeStoredCopy(photo, { ...decodeLimits, maxPixels: 1000 })).rejects.toMatchObject({
      code: 'image-too-many-pixels',
    });
  });
});
