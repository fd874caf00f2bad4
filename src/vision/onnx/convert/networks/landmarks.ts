import { GraphBuilder, type Value } from '../graph-builder.ts';
import { convolutionFilter, depthwiseFilter } from '../tensor.ts';
import type { Weights } from '../weights.ts';

/** Subtracted from 0..255 RGB, then divided by 255. */
const MEAN = [122.782, 117.001, 104.298];

/** TensorFlow's SAME padding of a 3x3 filter: at stride 2 and an even side, only below and to the right. */
function convolutionOptions(stride: 1 | 2) {
  return { stride, padding: stride === 2 ? ([0, 0, 1, 1] as const) : ([1, 1, 1, 1] as const) };
}

function separable(graph: GraphBuilder, weights: Weights, x: Value, prefix: string, stride: 1 | 2): Value {
  const depthwise = depthwiseFilter(weights.get(`${prefix}/depthwise_filter`));
  const channels = depthwise.shape[0] ?? 0;
  const spread = graph.convolution(x, depthwise, new Float32Array(channels), {
    ...convolutionOptions(stride),
    groups: channels,
  });
  const pointwise = convolutionFilter(weights.get(`${prefix}/pointwise_filter`));
  return graph.convolution(spread, pointwise, weights.get(`${prefix}/bias`).data);
}

/** Each layer adds to the sum of all before it and sees that sum. */
function denseBlock(graph: GraphBuilder, weights: Weights, first: Value, prefix: string): Value {
  let sum = first;
  let activated = first;
  for (const layer of ['conv1', 'conv2', 'conv3']) {
    sum = graph.add(sum, separable(graph, weights, activated, `${prefix}/${layer}`, 1));
    activated = graph.relu(sum);
  }
  return activated;
}

/**
 * face-api's 68 point network.
 * In: `pixels` [n, 112, 112, 3], RGB 0 to 255. Out: `landmarks` [n, 136]: x0, y0, x1, … as shares of the input's side.
 */
export function landmarksGraph(weights: Weights): Uint8Array {
  const graph = new GraphBuilder('face_landmarks_68');
  const pixels = graph.channelsFirst(graph.input('pixels', ['n', 112, 112, 3]));
  const mean = graph.constant({ shape: [1, 3, 1, 1], data: Float32Array.from(MEAN) });
  const range = graph.constant({ shape: [1], data: Float32Array.of(255) });
  let x = graph.node('Div', [graph.node('Sub', [pixels, mean]), range]);
  const entry = convolutionFilter(weights.get('dense0/conv0/filters'));
  x = graph.relu(graph.convolution(x, entry, weights.get('dense0/conv0/bias').data, convolutionOptions(2)));
  x = denseBlock(graph, weights, x, 'dense0');
  for (const block of ['dense1', 'dense2', 'dense3']) {
    x = denseBlock(graph, weights, graph.relu(separable(graph, weights, x, `${block}/conv0`, 2)), block);
  }
  // The last layer is 7x7 and the source's pooling window as large, so this is the mean of each channel.
  const features = graph.node('Flatten', [graph.node('GlobalAveragePool', [x])], { axis: { int: 1 } });
  const product = graph.node('MatMul', [features, graph.constant(weights.get('fc/weights'))]);
  graph.output('landmarks', graph.add(product, graph.constant(weights.get('fc/bias'))), ['n', 136]);
  return graph.build();
}
