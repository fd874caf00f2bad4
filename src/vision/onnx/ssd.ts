import { type Detection, intersectionOverUnion, suppress } from './non-maximum-suppression.ts';
import type { Network } from './session.ts';

/** Side the network was trained at, and its anchors are sized for. */
export const ssdSide = 512;
/** Sides of a canvas must be multiples of this. */
export const ssdGranularity = 32;

interface Anchor {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const strides = [16, 32, 64, 128, 256, 512];
const levelScales = [0.2, 0.35, 0.5, 0.65, 0.8, 0.95, 1];

/**
 * Sizes of one level's anchors as [width, height] in pixels, by the rule of TensorFlow's object detection (SSD, six
 * levels, scales 0.2 to 0.95, aspect ratios 1, 2, 1/2, 3, 0.3333, the lowest level reduced to three).
 */
function anchorSizes(level: number): [number, number][] {
  const scale = levelScales[level] ?? Number.NaN;
  const next = levelScales[level + 1] ?? Number.NaN;
  const shapes: [number, number][] =
    level === 0
      ? [
          [0.1, 1],
          [scale, 2],
          [scale, 0.5],
        ]
      : [
          [scale, 1],
          [Math.sqrt(scale * next), 1],
          [scale, 2],
          [scale, 0.5],
          [scale, 3],
          [scale, 0.3333],
        ];
  return shapes.map(([size, ratio]) => [
    ssdSide * size * Math.sqrt(ratio),
    (ssdSide * size) / Math.sqrt(ratio),
  ]);
}

/**
 * The network's anchors for a canvas, centres and sizes in its pixels, in the order of its predictions. A canvas of
 * another shape has the anchors that lie in it of one that is large enough: the network is convolutional throughout.
 */
export function ssdAnchors(width: number, height: number): Anchor[] {
  const anchors: Anchor[] = [];
  strides.forEach((stride, level) => {
    const sizes = anchorSizes(level);
    for (let row = 0; row < Math.ceil(height / stride); row++) {
      for (let column = 0; column < Math.ceil(width / stride); column++) {
        const centre = { x: (column + 0.5) * stride, y: (row + 0.5) * stride };
        for (const [anchorWidth, anchorHeight] of sizes)
          anchors.push({ ...centre, width: anchorWidth, height: anchorHeight });
      }
    }
  });
  return anchors;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** Detections that overlap more than this are one face; the value of face-api. */
const sameFace = 0.5;

/** face-api's SSD MobileNet v1: the slower and better detector. */
export class SsdDetector {
  readonly #network: Network;
  readonly #anchors = new Map<string, Anchor[]>();

  constructor(network: Network) {
    this.#network = network;
  }

  /**
   * @param draw fills a canvas: RGB 0 to 255, `width * height * 3`; both sides are multiples of `ssdGranularity`.
   * @returns boxes in pixels of the canvas, best first.
   */
  async detect(
    width: number,
    height: number,
    minimumScore: number,
    draw: (canvas: Float32Array) => void,
  ): Promise<Detection[]> {
    const shape = [1, height, width, 3] as const;
    draw(this.#network.input(shape));
    const { data } = await this.#network.run(shape);
    const found: Detection[] = [];
    this.#anchorsOf(width, height).forEach((anchor, i) => {
      const score = sigmoid(data[i * 5 + 4] ?? Number.NaN);
      if (score > minimumScore) found.push({ score, box: decode(data.subarray(i * 5, i * 5 + 4), anchor) });
    });
    return suppress(found, (a, b) => intersectionOverUnion(a.box, b.box) > sameFace);
  }

  #anchorsOf(width: number, height: number): Anchor[] {
    const key = `${width}x${height}`;
    const anchors = this.#anchors.get(key) ?? ssdAnchors(width, height);
    this.#anchors.set(key, anchors);
    return anchors;
  }
}

/** Box codes are (y, x, height, width), scaled by 10 and 5 in training. */
function decode([y = 0, x = 0, h = 0, w = 0]: Float32Array, anchor: Anchor): Detection['box'] {
  const width = Math.exp(w / 5) * anchor.width;
  const height = Math.exp(h / 5) * anchor.height;
  const centreX = (x / 10) * anchor.width + anchor.x;
  const centreY = (y / 10) * anchor.height + anchor.y;
  return { x: centreX - width / 2, y: centreY - height / 2, width, height };
}
