import type { BoundingBox } from '../vision/types.ts';
import { drawNumber, numberWidth } from './digits.ts';
import { type Emphasis, emphasisStyles, outlines } from './emphasis.ts';
import { clip, inset } from './rectangle.ts';
import { placeTags } from './tag-placement.ts';

export interface NumberedFace {
  readonly number: number;
  readonly box: BoundingBox;
  readonly emphasis: Emphasis;
}

/** Lengths in pixels of the picture. */
interface Measures {
  /** Width of the coloured line. */
  readonly stroke: number;
  /** Widths of the outlines around lines and tags; `both` is their sum. */
  readonly light: number;
  readonly both: number;
  readonly digitHeight: number;
  readonly tagHeight: number;
}

/** SVG of boxes and number tags for a picture of this size; the boxes in its pixels. */
export function drawOverlay(width: number, height: number, faces: readonly NumberedFace[]): string {
  const measures = measuresFor(width, height, faces);
  const { stroke, both } = measures;
  const picture = { x: 0, y: 0, width, height };
  // The outer half of a line lies outside the box that it is drawn along.
  const room = inset(picture, stroke / 2 + both);
  const drawn = faces.map((face) => ({
    ...face,
    box: clip(face.box, room),
    tag: tagSize(face.number, measures),
  }));
  // Tags are placed with their outlines, and drawn within them.
  const tags = placeTags(drawn, picture).map((tag) => inset(tag, both));

  const boxes = drawn.map(({ box, emphasis }) => drawBox(box, emphasis, measures));
  const labels = drawn.flatMap(({ number, emphasis }, index) => {
    const tag = tags[index];
    return tag === undefined ? [] : [drawTag(tag, number, emphasis, measures)];
  });
  // Tags come last: no line crosses a number.
  const content = [...boxes, ...labels].join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${content}</svg>`;
}

/**
 * Sizes that can be read when the longer side is shown 320 pixels long. Among many or small faces the tags are as
 * small as that allows, among large ones a little larger; on a narrow strip of a picture they are what fits in.
 */
function measuresFor(width: number, height: number, faces: readonly NumberedFace[]): Measures {
  const sides = faces.map(({ box }) => Math.min(box.width, box.height)).sort((a, b) => a - b);
  const median = sides[Math.floor(sides.length / 2)] ?? 0;
  const longer = Math.max(width, height);
  const readable = Math.min(Math.max(0.3 * median, 0.024 * longer), 0.036 * longer);
  const digitHeight = Math.min(readable, 0.4 * Math.min(width, height));
  return {
    stroke: 0.1 * digitHeight,
    light: 0.06 * digitHeight,
    both: 0.15 * digitHeight,
    digitHeight,
    tagHeight: 1.46 * digitHeight,
  };
}

/** Size of a tag with its outlines. */
function tagSize(
  number: number,
  { digitHeight, tagHeight, both }: Measures,
): { width: number; height: number } {
  const width = Math.max(tagHeight, numberWidth(number, digitHeight) + 0.6 * digitHeight);
  return { width: width + 2 * both, height: tagHeight + 2 * both };
}

/** Three lines on top of each other: the dark outline, the light one, the colour. */
function drawBox(box: BoundingBox, emphasis: Emphasis, measures: Measures): string {
  const { fill, dash } = emphasisStyles[emphasis];
  const shorter = Math.min(box.width, box.height);
  // Around a small face the line is thinner, or too few dashes would be left to tell a pattern by.
  const thinner = Math.min(Math.max(shorter / (10 * (measures.stroke + 2 * measures.both)), 0.6), 1);
  const stroke = measures.stroke * thinner;
  const inner = stroke + 2 * measures.light * thinner;
  const whole = stroke + 2 * measures.both * thinner;

  const radius = shorter * 0.08;
  const path = rectangleElement(box, radius, 'fill="none" stroke-linecap="round"');
  const pattern =
    dash === null ? '' : ` stroke-dasharray="${dashes(box, radius, dash.dash * whole, dash.gap * whole)}"`;
  const line = (width: number, colour: string) =>
    `<g stroke="${colour}" stroke-width="${px(width)}"${pattern}>${path}</g>`;
  return line(whole, outlines.dark) + line(inner, outlines.light) + line(stroke, fill);
}

/** A dash array that goes round the box a whole number of times, so that no odd dash shows where it closes. */
function dashes({ width, height }: BoundingBox, radius: number, dash: number, gap: number): string {
  const length = 2 * (width + height) - (8 - 2 * Math.PI) * radius;
  const fit = length / (dash + gap) / Math.max(1, Math.round(length / (dash + gap)));
  return `${(dash * fit).toFixed(3)} ${(gap * fit).toFixed(3)}`;
}

function drawTag(tag: BoundingBox, number: number, emphasis: Emphasis, measures: Measures): string {
  const { fill, ink } = emphasisStyles[emphasis];
  const { light, both, digitHeight } = measures;
  const radius = 0.3 * tag.height;
  const layer = (by: number, colour: string) =>
    rectangleElement(inset(tag, -by), radius + by, `fill="${colour}"`);
  return (
    layer(both, outlines.dark) +
    layer(light, outlines.light) +
    layer(0, fill) +
    drawNumber(number, tag.x + tag.width / 2, tag.y + tag.height / 2, digitHeight, ink)
  );
}

function rectangleElement({ x, y, width, height }: BoundingBox, radius: number, attributes: string): string {
  return `<rect x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}" rx="${px(radius)}" ${attributes}/>`;
}

const px = (value: number) => value.toFixed(2);
