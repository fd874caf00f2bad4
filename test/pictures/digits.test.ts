import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { drawNumber, numberWidth } from '../../src/pictures/digits.ts';

const height = 80;
const canvas = { width: 240, height: 120 };

/** Coverage of each pixel by a number drawn in the middle of the canvas, 0 to 255. */
async function ink(value: number, digitHeight = height): Promise<Uint8Array> {
  const drawn = drawNumber(value, canvas.width / 2, canvas.height / 2, digitHeight, '#fff');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${canvas.width}" height="${canvas.height}">${drawn}</svg>`;
  return await sharp(Buffer.from(svg)).extractChannel(3).raw().toBuffer();
}

const digits = Array.from({ length: 10 }, (_, digit) => digit);

describe('digits', () => {
  test('need no font', () => {
    for (const digit of digits) {
      expect(drawNumber(digit, 0, 0, height, '#fff')).not.toMatch(/<text|font/);
    }
  });

  test.each([...digits, 10, 25, 88, 99])('%i stays within its width and height', async (value) => {
    const coverage = await ink(value);
    const left = (canvas.width - numberWidth(value, height)) / 2;
    const top = (canvas.height - height) / 2;
    let inked = 0;
    let outside = 0;
    for (const [index, alpha] of coverage.entries()) {
      const x = index % canvas.width;
      const y = Math.floor(index / canvas.width);
      const within =
        x >= Math.floor(left) && x < canvas.width - Math.floor(left) && y >= top && y < canvas.height - top;
      inked += alpha > 127 ? 1 : 0;
      outside += alpha > 0 && !within ? 1 : 0;
    }
    expect(outside).toBe(0);
    expect(inked).toBeGreaterThan(0.15 * numberWidth(value, height) * height);
  });

  test('differ from each other even when they are small', async () => {
    const small = await Promise.all(digits.map((digit) => ink(digit, 14)));
    for (const [a, first] of small.entries()) {
      for (const [b, second] of small.entries()) {
        if (b <= a) continue;
        const different = first.reduce(
          (sum, alpha, index) => sum + Math.abs(alpha - (second[index] ?? 0)),
          0,
        );
        // In whole pixels of ink; a digit has about 40.
        expect(different / 255, `${a} and ${b}`).toBeGreaterThan(8);
      }
    }
  });

  test('stand beside each other without touching', async () => {
    const coverage = await ink(88);
    const columns = Array.from({ length: canvas.width }, (_, x) =>
      Array.from({ length: canvas.height }, (_, y) => y).some(
        (y) => (coverage[y * canvas.width + x] ?? 0) > 0,
      ),
    );
    const groups = columns.filter((column, x) => column && columns[x - 1] !== true).length;
    expect(groups).toBe(2);
  });

  test('are only there for whole numbers from 0', () => {
    for (const value of [-1, 1.5, Number.NaN]) {
      expect(() => numberWidth(value, height)).toThrow(RangeError);
    }
  });
});
