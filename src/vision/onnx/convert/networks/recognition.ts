import { GraphBuilder, type Padding, type Value } from '../graph-builder.ts';
import { at, convolutionFilter, scaleOutputs, type Tensor, vector } from '../tensor.ts';
import type { Weights } from '../weights.ts';

/** Subtracted from 0..255 RGB, then divided by 255. */
const MEAN = [122.782, 117.001, 104.298] as const;
const SAME: Padding = [1, 1, 1, 1];

/** A convolution with the scale and offset that follow it in the source, folded into one filter and bias. */
function foldedLayer(weights: Weights, prefix: string): { filter: Tensor; bias: Float32Array } {
  const scale = weights.get(`${prefix}/scale/weights`).data;
  const offset = weights.get(`${prefix}/scale/biases`).data;
  const bias = weights.get(`${prefix}/conv/bias`).data;
  const filter = scaleOutputs(convolutionFilter(weights.get(`${prefix}/conv/filters`)), scale);
  return { filter, bias: bias.map((value, i) => value * at(scale, i) + at(offset, i)) };
}

/** Folds `(pixel - mean) / 255` into the first layer, which is exact as that layer pads nothing. */
function foldNormalisation(filter: Tensor, bias: Float32Array): { filter: Tensor; bias: Float32Array } {
  const perOutput = filter.data.length / bias.length;
  const perChannel = perOutput / 3;
  const folded = Float32Array.from(bias, (value, output) => {
    let shift = 0;
    for (let i = 0; i < perOutput; i++) {
      shift += at(filter.data, output * perOutput + i) * (MEAN[Math.floor(i / perChannel)] ?? Number.NaN);
    }
    return value - shift / 255;
  });
  return { filter: { shape: filter.shape, data: filter.data.map((value) => value / 255) }, bias: folded };
}

/** Halves each side by averaging and widens to twice the channels, the new ones zero, in one convolution. */
function averageAndWiden(channels: number): Tensor {
  const data = new Float32Array(channels * 2 * channels * 4);
  for (let c = 0; c < channels; c++) data.fill(0.25, (c * channels + c) * 4, (c * channels + c + 1) * 4);
  return { shape: [channels * 2, channels, 2, 2], data };
}

function residual(graph: GraphBuilder, weights: Weights, x: Value, prefix: string): Value {
  const first = foldedLayer(weights, `${prefix}/conv1`);
  const second = foldedLayer(weights, `${prefix}/conv2`);
  const inner = graph.relu(graph.convolution(x, first.filter, first.bias, { padding: SAME }));
  return graph.relu(graph.add(graph.convolution(inner, second.filter, second.bias, { padding: SAME }), x));
}

interface DownOptions {
  /** Channels of the input when the block doubles them. */
  readonly widenFrom?: number;
  /** From an even side the convolution makes one row and column fewer than the average: zeros are put there. */
  readonly even?: boolean;
}

function residualDown(
  graph: GraphBuilder,
  weights: Weights,
  x: Value,
  prefix: string,
  options: DownOptions,
): Value {
  const first = foldedLayer(weights, `${prefix}/conv1`);
  const second = foldedLayer(weights, `${prefix}/conv2`);
  const inner = graph.relu(graph.convolution(x, first.filter, first.bias, { stride: 2 }));
  const convolved = graph.convolution(inner, second.filter, second.bias, { padding: SAME });
  const shortcut =
    options.widenFrom === undefined
      ? graph.node('AveragePool', [x], { kernel_shape: { ints: [2, 2] }, strides: { ints: [2, 2] } })
      : graph.convolution(x, averageAndWiden(options.widenFrom), new Float32Array(options.widenFrom * 2), {
          stride: 2,
        });
  const sized = options.even
    ? graph.node('Pad', [convolved, graph.integers([0, 0, 0, 0, 0, 0, 1, 1]), graph.constant(vector([0]))])
    : convolved;
  return graph.relu(graph.add(sized, shortcut));
}

/**
 * dlib's face recognition ResNet as face-api ships it.
 * In: `pixels` [n, 150, 150, 3], RGB 0 to 255. Out: `descriptors` [n, 128].
 */
export function recognitionGraph(weights: Weights): Uint8Array {
  const graph = new GraphBuilder('face_recognition');
  const pixels = graph.channelsFirst(graph.input('pixels', ['n', 150, 150, 3]));
  const layer = foldedLayer(weights, 'conv32_down');
  const entry = foldNormalisation(layer.filter, layer.bias);
  let x = graph.relu(graph.convolution(pixels, entry.filter, entry.bias, { stride: 2 }));
  x = graph.node('MaxPool', [x], { kernel_shape: { ints: [3, 3] }, strides: { ints: [2, 2] } });
  for (const block of ['conv32_1', 'conv32_2', 'conv32_3']) x = residual(graph, weights, x, block);
  x = residualDown(graph, weights, x, 'conv64_down', { widenFrom: 32 });
  for (const block of ['conv64_1', 'conv64_2', 'conv64_3']) x = residual(graph, weights, x, block);
  x = residualDown(graph, weights, x, 'conv128_down', { widenFrom: 64 });
  for (const block of ['conv128_1', 'conv128_2']) x = residual(graph, weights, x, block);
  x = residualDown(graph, weights, x, 'conv256_down', { widenFrom: 128, even: true });
  for (const block of ['conv256_1', 'conv256_2']) x = residual(graph, weights, x, block);
  x = residualDown(graph, weights, x, 'conv256_down_out', { even: true });
  const features = graph.node('Flatten', [graph.node('GlobalAveragePool', [x])], { axis: { int: 1 } });
  graph.output('descriptors', graph.node('MatMul', [features, graph.constant(weights.get('fc'))]), [
    'n',
    128,
  ]);
  return graph.build();
}
