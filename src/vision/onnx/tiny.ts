import { type Detection, intersectionOverUnion, suppress } from './non-maximum-suppression.ts';
import type { Network } from './session.ts';

/** Sizes of the five anchors in cells, as [width, height] (face-api's constants). */
const anchors = [
  [1.603231, 2.094468],
  [6.041143, 7.080126],
  [2.882459, 3.518061],
  [4.266906, 5.178857],
  [9.041765, 10.66308],
] as const;

const valuesAnAnchor = 5;
/** Pixels a cell. */
const stride = 32;
/** Detections that overlap more than this are one face; the value of face-api. */
const sameFace = 0.4;

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** face-api's TinyFaceDetector: a tenth of SSD's cost, for faces that are large in its input. */
export class TinyDetector {
  readonly #network: Network;

  constructor(network: Network) {
    this.#network = network;
  }

  /**
   * @param draw fills a canvas: RGB 0 to 255, `side * side * 3`; the side is a multiple of 32.
   * @returns boxes in pixels of the canvas, best first.
   */
  async detect(
    side: number,
    minimumScore: number,
    draw: (canvas: Float32Array) => void,
  ): Promise<Detection[]> {
    const shape = [1, side, side, 3] as const;
    draw(this.#network.input(shape));
    const { data } = await this.#network.run(shape);
    const cells = side / stride;
    const found: Detection[] = [];
    for (let i = 0; i < cells * cells * anchors.length; i++) {
      const at = i * valuesAnAnchor;
      const score = sigmoid(data[at + 4] ?? Number.NaN);
      const anchor = anchors[i % anchors.length];
      if (!(score > minimumScore) || anchor === undefined) continue;
      const [x = 0, y = 0, w = 0, h = 0] = data.subarray(at, at + 4);
      const cell = Math.floor(i / anchors.length);
      const width = Math.exp(w) * anchor[0] * stride;
      const height = Math.exp(h) * anchor[1] * stride;
      const centreX = ((cell % cells) + sigmoid(x)) * stride;
      const centreY = (Math.floor(cell / cells) + sigmoid(y)) * stride;
      found.push({ score, box: { x: centreX - width / 2, y: centreY - height / 2, width, height } });
    }
    return suppress(found, (a, b) => intersectionOverUnion(a.box, b.box) > sameFace);
  }
}
