import { expect, test } from 'vitest';
import { emphasisStyles, outlines } from '../../src/pictures/emphasis.ts';
import { contrast, type Linear, linear, luminance, parse } from './contrast.ts';

const styles = Object.entries(emphasisStyles);

test('the contrast is computed as WCAG does', () => {
  expect(contrast(parse('#000000'), parse('#ffffff'))).toBeCloseTo(21, 5);
  expect(contrast(parse('#777777'), parse('#ffffff'))).toBeCloseTo(4.48, 2);
});

test.each(styles)('numbers of %s stand out from their tag', (_emphasis, { fill, ink }) => {
  expect(contrast(parse(fill), parse(ink))).toBeGreaterThanOrEqual(4.5);
});

test('one of the two outlines stands out on any picture', () => {
  for (let level = 0; level < 256; level += 1) {
    const background = [level, level, level] as const;
    const best = Math.max(...Object.values(outlines).map((outline) => contrast(background, parse(outline))));
    expect(best).toBeGreaterThanOrEqual(4.3);
  }
});

test('the colours differ in grey too, and no two lines have one pattern', () => {
  const fills = styles.map(([, { fill }]) => luminance(parse(fill))).sort((a, b) => a - b);
  for (const [index, value] of fills.entries()) {
    if (index > 0) expect(value - (fills[index - 1] ?? 0)).toBeGreaterThan(0.2);
  }
  expect(new Set(styles.map(([, { dash }]) => JSON.stringify(dash))).size).toBe(styles.length);
});

type Matrix = readonly [Linear, Linear, Linear];

/** What is seen without one kind of cone: Machado, Oliveira and Fernandes 2009, severity 1, in linear light. */
const visions: Readonly<Record<string, Matrix>> = {
  'all cones': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const times = (matrix: Matrix, [r, g, b]: Linear): Linear => {
  const [x, y, z] = matrix.map((row) => Math.min(1, Math.max(0, row[0] * r + row[1] * g + row[2] * b)));
  return [x ?? 0, y ?? 0, z ?? 0];
};

/** CIE L*a*b* of linear sRGB, D65. */
function lab(colour: Linear): Linear {
  const toXyz: Matrix = [
    [0.4124 / 0.9505, 0.3576 / 0.9505, 0.1805 / 0.9505],
    [0.2126, 0.7152, 0.0722],
    [0.0193 / 1.089, 0.1192 / 1.089, 0.9505 / 1.089],
  ];
  const [x, y, z] = times(toXyz, colour).map((value) =>
    value > 216 / 24389 ? Math.cbrt(value) : ((24389 / 27) * value + 16) / 116,
  );
  return [116 * (y ?? 0) - 16, 500 * ((x ?? 0) - (y ?? 0)), 200 * ((y ?? 0) - (z ?? 0))];
}

test.each(Object.entries(visions))('the colours are far apart for eyes with %s', (_name, matrix) => {
  const seen = styles.map(([, { fill }]) => lab(times(matrix, linear(parse(fill)))));
  for (const [index, one] of seen.entries()) {
    for (const other of seen.slice(index + 1)) {
      const difference = Math.hypot(...one.map((value, axis) => value - (other[axis] ?? 0)));
      // A difference of 2.3 is just seen; that of two named colours is above 20.
      expect(difference).toBeGreaterThan(35);
    }
  }
});
