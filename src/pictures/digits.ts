/**
 * The ten digits as strokes, drawn for Kith: slim containers have no fonts, and a text in an SVG would come out as
 * empty boxes there. Each is a path in a cell of `advance` x 100 units, drawn with round caps and joins in a stroke of
 * 15 units, which the cell leaves room for.
 */
interface Glyph {
  readonly path: string;
  readonly advance: number;
}

const strokeWidth = 15;
/** Between two digits, in the same units. */
const spacing = 6;

const glyphs: readonly Glyph[] = [
  { advance: 64, path: 'M32 8C16 8 9 26 9 50S16 92 32 92 55 74 55 50 48 8 32 8Z' },
  { advance: 46, path: 'M9 25 29 9V92' },
  { advance: 62, path: 'M10 31C10 17 19 8 31 8S52 17 52 30C52 41 46 48 38 57L9 92H54' },
  {
    advance: 62,
    path: 'M11 21C14 13 21 8 30 8 42 8 50 16 50 27S42 46 28 46C43 46 53 55 53 69S44 92 30 92C19 92 11 86 9 76',
  },
  { advance: 68, path: 'M46 92V8L9 67H60' },
  { advance: 62, path: 'M49 8H17L13 47C18 42 24 39 31 39 44 39 53 50 53 65S44 92 30 92C20 92 12 87 9 78' },
  {
    advance: 64,
    path: 'M49 14C45 10 40 8 34 8 18 8 9 26 9 56 9 79 18 92 32 92S55 81 55 66 46 41 32 41C20 41 10 50 9 64',
  },
  { advance: 60, path: 'M9 8H52L24 92' },
  {
    advance: 64,
    path: 'M32 47C20 47 12 39 12 28S20 8 32 8 52 17 52 28 44 47 32 47C18 47 9 56 9 69S18 92 32 92 55 82 55 69 46 47 32 47Z',
  },
  {
    advance: 64,
    path: 'M15 86C19 90 24 92 30 92 46 92 55 74 55 44 55 21 46 8 32 8S9 19 9 34 18 59 32 59C44 59 54 50 55 36',
  },
];

const glyphsOf = (value: number): Glyph[] => {
  const chosen = [...String(value)].map((digit) => glyphs[Number(digit)]);
  return chosen.map((glyph) => {
    if (glyph === undefined) throw new RangeError('only whole numbers from 0 have digits');
    return glyph;
  });
};

/** Width of a number whose digits are `height` pixels high. */
export function numberWidth(value: number, height: number): number {
  const units = glyphsOf(value).reduce((sum, { advance }) => sum + advance + spacing, -spacing);
  return (units * height) / 100;
}

/** SVG of a whole number, `height` pixels high, with its middle at (x, y). */
export function drawNumber(value: number, x: number, y: number, height: number, colour: string): string {
  const scale = height / 100;
  let pen = 0;
  const paths = glyphsOf(value).map(({ path, advance }) => {
    const drawn = `<path transform="translate(${pen})" d="${path}"/>`;
    pen += advance + spacing;
    return drawn;
  });
  const left = x - numberWidth(value, height) / 2;
  const frame = `translate(${left.toFixed(2)} ${(y - height / 2).toFixed(2)}) scale(${scale.toFixed(4)})`;
  const stroke = `stroke="${colour}" stroke-width="${strokeWidth}" stroke-linecap="round" stroke-linejoin="round"`;
  return `<g transform="${frame}" fill="none" ${stroke}>${paths.join('')}</g>`;
}
