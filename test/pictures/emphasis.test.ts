import { expect, test } from 'vitest';
import { emphasisStyles, outlines } from '../../src/pictures/emphasis.ts';

/** Relative luminance as in WCAG 2.2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const styles = Object.entries(emphasisStyles);

test('the contrast is computed as WCAG does', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

test.each(styles)('numbers of %s stand out from their tag', (_emphasis, { fill, ink }) => {
  expect(contrast(fill, ink)).toBeGreaterThanOrEqual(4.5);
});

test('one of the two outlines stands out on any picture', () => {
  for (let level = 0; level < 256; level += 1) {
    const background = `#${level.toString(16).padStart(2, '0').repeat(3)}`;
    const best = Math.max(contrast(background, outlines.dark), contrast(background, outlines.light));
    expect(best).toBeGreaterThanOrEqual(4.3);
  }
});

test('the colours differ in grey too, and no two lines have one pattern', () => {
  const fills = styles.map(([, { fill }]) => luminance(fill)).sort((a, b) => a - b);
  for (const [index, value] of fills.entries()) {
    if (index > 0) expect(value - (fills[index - 1] ?? 0)).toBeGreaterThan(0.2);
  }
  expect(new Set(styles.map(([, { dash }]) => JSON.stringify(dash))).size).toBe(styles.length);
});
