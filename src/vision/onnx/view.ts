import type { BoundingBox, RawImage } from '../types.ts';
import type { Pyramid } from './pyramid.ts';
import { apply, mirrored, sample, type Transform } from './sample.ts';

/** A canvas onto which a part of the picture is drawn for a detector. */
export interface View {
  readonly transform: Transform;
  readonly width: number;
  readonly height: number;
  /** Degrees, clockwise, by which the picture is turned before a network sees it. */
  readonly turn: number;
}

/** A canvas around a point of the picture, `scale` picture pixels to one of its own. */
export function viewAround(
  centre: { readonly x: number; readonly y: number },
  scale: number,
  [width, height]: readonly [number, number],
  turn = 0,
): View {
  // A picture turned clockwise is a canvas turned the other way.
  const angle = (-turn * Math.PI) / 180;
  const cos = Math.cos(angle) * scale;
  const sin = Math.sin(angle) * scale;
  const transform = {
    xu: cos,
    xv: -sin,
    x0: centre.x - (cos * width - sin * height) / 2,
    yu: sin,
    yv: cos,
    y0: centre.y - (sin * width + cos * height) / 2,
  };
  return { transform, width, height, turn };
}

/**
 * The whole picture, its longer side `side` pixels.
 * @param turn a multiple of 90.
 * @param multiple each side of the canvas is rounded up to one of it.
 */
export function wholeView(image: RawImage, side: number, multiple: number, turn = 0): View {
  const scale = Math.max(image.width, image.height) / side;
  const roundUp = (length: number) => Math.ceil(length / scale / multiple) * multiple;
  const [across, down] = turn % 180 === 0 ? [image.width, image.height] : [image.height, image.width];
  return viewAround(centreOf(image), scale, [roundUp(across), roundUp(down)], turn);
}

/** The whole picture in the middle of a black square. */
export function borderedView(image: RawImage, side: number, border: number, turn = 0): View {
  return viewAround(
    centreOf(image),
    (Math.max(image.width, image.height) * border) / side,
    [side, side],
    turn,
  );
}

function centreOf({ width, height }: { readonly width: number; readonly height: number }) {
  return { x: width / 2, y: height / 2 };
}

/** Draws a view: RGB 0 to 255, `width * height * 3`. */
export function draw(pyramid: Pyramid, { transform, width, height }: View, canvas: Float32Array): void {
  sample(pyramid, transform, width, height, canvas);
}

/** The view's mirror image. */
export function mirrorImage(view: View): View {
  return { ...view, transform: mirrored(view.transform, view.width) };
}

/** A box of a view, turned by a multiple of 90, as one of the picture. */
export function boxInPicture({ transform }: View, box: BoundingBox): BoundingBox {
  const a = apply(transform, box.x, box.y);
  const b = apply(transform, box.x + box.width, box.y + box.height);
  return {
    x: Math.min(a.x, b.x),
    y: Math.min(a.y, b.y),
    width: Math.abs(a.x - b.x),
    height: Math.abs(a.y - b.y),
  };
}
