import { type ConvolutionOptions, GraphBuilder, type Value } from '../graph-builder.ts';
import { at, convolutionFilter, depthwiseFilter, scaleOutputs, type Tensor } from '../tensor.ts';
import type { Weights } from '../weights.ts';

/** TensorFlow's epsilon of the batch normalisation. */
const EPSILON = 0.0010000000474974513;
/** Depthwise layers that halve the sides. */
const STRIDED = new Set([2, 4, 6, 12]);

/**
 * TensorFlow's SAME padding of a 3x3 filter at stride 2, for an even side: one row below, one column to the right.
 * An odd side needs two for the same windows; on an even side the second is never reached. So a canvas that is
 * not square sees just what it would as the upper left part of a square one, and the anchors stay in place.
 */
const HALVE = { stride: 2, padding: [0, 0, 2, 2] } as const satisfies ConvolutionOptions;
const KEEP = { padding: [1, 1, 1, 1] } as const satisfies ConvolutionOptions;

function clip6(graph: GraphBuilder, x: Value): Value {
  const bound = (value: number) => graph.constant({ shape: [], data: Float32Array.of(value) });
  return graph.node('Clip', [x, bound(0), bound(6)]);
}

function full(
  graph: GraphBuilder,
  weights: Weights,
  x: Value,
  prefix: string,
  options: ConvolutionOptions,
): Value {
  const filter = convolutionFilter(weights.get(`${prefix}/weights`));
  const bias = weights.get(`${prefix}/convolution_bn_offset`).data;
  return clip6(graph, graph.convolution(x, filter, bias, options));
}

/** The batch normalisation that follows is folded into the filter. */
function depthwise(graph: GraphBuilder, weights: Weights, x: Value, index: number): Value {
  const prefix = `MobilenetV1/Conv2d_${index}_depthwise`;
  const [gamma, beta, mean, variance] = ['gamma', 'beta', 'moving_mean', 'moving_variance'].map(
    (name) => weights.get(`${prefix}/BatchNorm/${name}`).data,
  );
  if (!gamma || !beta || !mean || !variance) throw new Error('unreachable');
  const factors = gamma.map((value, i) => value / Math.sqrt(at(variance, i) + EPSILON));
  const filter = scaleOutputs(depthwiseFilter(weights.get(`${prefix}/depthwise_weights`)), factors);
  const bias = beta.map((value, i) => value - at(mean, i) * at(factors, i));
  const options = { ...(STRIDED.has(index) ? HALVE : KEEP), groups: gamma.length };
  return clip6(graph, graph.convolution(x, filter, bias, options));
}

/**
 * Box codes and the class "face" of one level in one convolution: five channels an anchor. The source computes three
 * classes and uses the second alone.
 */
function head(graph: GraphBuilder, weights: Weights, x: Value, level: number): Value {
  const prefix = `Prediction/BoxPredictor_${level}`;
  const boxes = convolutionFilter(weights.get(`${prefix}/BoxEncodingPredictor/weights`));
  const classes = convolutionFilter(weights.get(`${prefix}/ClassPredictor/weights`));
  const boxBias = weights.get(`${prefix}/BoxEncodingPredictor/biases`).data;
  const classBias = weights.get(`${prefix}/ClassPredictor/biases`).data;
  const anchors = boxBias.length / 4;
  const inputs = boxes.shape[1] ?? 0;
  const data = new Float32Array(anchors * 5 * inputs);
  const bias = new Float32Array(anchors * 5);
  for (let a = 0; a < anchors; a++) {
    data.set(boxes.data.subarray(a * 4 * inputs, (a + 1) * 4 * inputs), a * 5 * inputs);
    data.set(classes.data.subarray((a * 3 + 1) * inputs, (a * 3 + 2) * inputs), (a * 5 + 4) * inputs);
    bias.set(boxBias.subarray(a * 4, (a + 1) * 4), a * 5);
    bias[a * 5 + 4] = at(classBias, a * 3 + 1);
  }
  const filter: Tensor = { shape: [anchors * 5, inputs, 1, 1], data };
  const predictions = graph.channelsLast(graph.convolution(x, filter, bias));
  return graph.node('Reshape', [predictions, graph.integers([0, -1, 5])]);
}

/**
 * SSD MobileNet v1 as face-api ships it, for any canvas whose sides are multiples of 32 (trained at 512x512).
 * In: `pixels` [n, h, w, 3], RGB 0 to 255. Out: `predictions` [n, anchors, 5]: TensorFlow's box codes (y, x, height,
 * width) and the logit of "face", level by level, row by row, anchor by anchor.
 */
export function ssdGraph(weights: Weights): Uint8Array {
  const graph = new GraphBuilder('ssd_mobilenet_v1');
  const pixels = graph.channelsFirst(graph.input('pixels', ['n', 'h', 'w', 3]));
  const half = graph.constant({ shape: [1], data: Float32Array.of(127.5) });
  const one = graph.constant({ shape: [1], data: Float32Array.of(1) });
  let x = graph.node('Sub', [graph.node('Div', [pixels, half]), one]);
  x = full(graph, weights, x, 'MobilenetV1/Conv2d_0_pointwise', HALVE);
  const features: Value[] = [];
  for (let layer = 1; layer <= 13; layer++) {
    x = depthwise(graph, weights, x, layer);
    x = full(graph, weights, x, `MobilenetV1/Conv2d_${layer}_pointwise`, {});
    if (layer === 11 || layer === 13) features.push(x);
  }
  for (let layer = 0; layer < 8; layer += 2) {
    x = full(graph, weights, x, `Prediction/Conv2d_${layer}_pointwise`, {});
    x = full(graph, weights, x, `Prediction/Conv2d_${layer + 1}_pointwise`, HALVE);
    features.push(x);
  }
  const levels = features.map((feature, level) => head(graph, weights, feature, level));
  graph.output('predictions', graph.node('Concat', levels, { axis: { int: 1 } }), ['n', 'anchors', 5]);
  return graph.build();
}
