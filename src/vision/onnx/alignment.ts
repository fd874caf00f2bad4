import { apply, type Transform } from './sample.ts';

/**
 * Mean positions of the points 17 to 67 of the 68, in a face whose brows and chin touch 0 and 1: the constants that
 * dlib publishes (dlib/image_transforms/interpolation.h, get_face_chip_details) and its recognition network was
 * trained with.
 */
const meanX = [
  0.000213256, 0.0752622, 0.18113, 0.29077, 0.393397, 0.586856, 0.689483, 0.799124, 0.904991, 0.98004,
  0.490127, 0.490127, 0.490127, 0.490127, 0.36688, 0.426036, 0.490127, 0.554217, 0.613373, 0.121737, 0.187122,
  0.265825, 0.334606, 0.260918, 0.182743, 0.645647, 0.714428, 0.793132, 0.858516, 0.79751, 0.719335, 0.254149,
  0.340985, 0.428858, 0.490127, 0.551395, 0.639268, 0.726104, 0.642159, 0.556721, 0.490127, 0.423532,
  0.338094, 0.290379, 0.428096, 0.490127, 0.552157, 0.689874, 0.553364, 0.490127, 0.42689,
];
const meanY = [
  0.106454, 0.038915, 0.0187482, 0.0344891, 0.0773906, 0.0773906, 0.0344891, 0.0187482, 0.038915, 0.106454,
  0.203352, 0.307009, 0.409805, 0.515625, 0.587326, 0.609345, 0.628106, 0.609345, 0.587326, 0.216423,
  0.178758, 0.179852, 0.231733, 0.245099, 0.244077, 0.231733, 0.179852, 0.178758, 0.216423, 0.244077,
  0.245099, 0.780233, 0.745405, 0.727388, 0.742578, 0.727388, 0.745405, 0.780233, 0.864805, 0.902192,
  0.909281, 0.902192, 0.864805, 0.784792, 0.778746, 0.785343, 0.778746, 0.784792, 0.824182, 0.831803,
  0.824182,
];
const firstMeanPoint = 17;

/** Nose, eyes, and the parts of the mouth that hardly move: dlib leaves out the brows and the lower lip. */
function isStable(point: number): boolean {
  return point >= 27 && !(point >= 55 && point <= 59) && point < 65;
}

/** Room around the mean face in the chip, as a share of its size. */
const padding = 0.25;

interface Pair {
  readonly u: number;
  readonly v: number;
  readonly x: number;
  readonly y: number;
}

/** The points that count, each where it lies in a chip and in the picture. */
function pairsOf(landmarks: Float32Array, side: number): Pair[] {
  const pairs: Pair[] = [];
  for (let point = firstMeanPoint; point < 68; point++) {
    if (!isStable(point)) continue;
    const place = (mean: number | undefined) => (side * ((mean ?? Number.NaN) + padding)) / (1 + 2 * padding);
    pairs.push({
      u: place(meanX[point - firstMeanPoint]),
      v: place(meanY[point - firstMeanPoint]),
      x: landmarks[2 * point] ?? Number.NaN,
      y: landmarks[2 * point + 1] ?? Number.NaN,
    });
  }
  return pairs;
}

/**
 * The rotation, scale and shift that bring the mean face in a chip closest to a face's landmarks, by least squares.
 * @param landmarks 68 points in iBUG 300-W order, x0, y0, x1, …, in pixels of the picture.
 * @param side of the chip in pixels.
 */
export function alignment(landmarks: Float32Array, side: number): Transform {
  return fitSimilarity(pairsOf(landmarks, side));
}

/** How far landmarks are from the mean face once it is fitted: root mean square, in pixels of the picture. */
export function residual(landmarks: Float32Array, fitted: Transform, side: number): number {
  const pairs = pairsOf(landmarks, side);
  const squares = pairs.reduce((sum, { u, v, x, y }) => {
    const at = apply(fitted, u, v);
    return sum + (at.x - x) ** 2 + (at.y - y) ** 2;
  }, 0);
  return Math.sqrt(squares / pairs.length);
}

/** Least squares over similarities, in closed form: as one complex factor and one complex shift. */
function fitSimilarity(pairs: readonly Pair[]): Transform {
  const mean = (key: keyof Pair) => pairs.reduce((sum, pair) => sum + pair[key], 0) / pairs.length;
  const [u0, v0, x0, y0] = [mean('u'), mean('v'), mean('x'), mean('y')];
  let real = 0;
  let imaginary = 0;
  let spread = 0;
  for (const { u, v, x, y } of pairs) {
    const [du, dv, dx, dy] = [u - u0, v - v0, x - x0, y - y0];
    real += du * dx + dv * dy;
    imaginary += du * dy - dv * dx;
    spread += du * du + dv * dv;
  }
  const a = real / spread;
  const b = imaginary / spread;
  return { xu: a, xv: -b, x0: x0 - a * u0 + b * v0, yu: b, yv: a, y0: y0 - b * u0 - a * v0 };
}
