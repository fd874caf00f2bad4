import { GraphBuilder, type Value } from '../graph-builder.ts';
import { convolutionFilter, depthwiseFilter } from '../tensor.ts';
import type { Weights } from '../weights.ts';

/** Subtracted from 0..255 RGB, then divided by 255. */
const MEAN = [117.001, 114.697, 97.404];

function leaky(graph: GraphBuilder, x: Value): Value {
  return graph.node('LeakyRelu', [x], { alpha: { float: 0.1 } });
}

function pool(graph: GraphBuilder, x: Value, stride: 1 | 2): Value {
  return graph.node('MaxPool', [x], {
    kernel_shape: { ints: [2, 2] },
    strides: { ints: [stride, stride] },
    auto_pad: { string: 'SAME_UPPER' },
  });
}

function separable(graph: GraphBuilder, weights: Weights, x: Value, prefix: string): Value {
  const filter = depthwiseFilter(weights.get(`${prefix}/depthwise_filter`));
  const channels = filter.shape[0] ?? 0;
  const spread = graph.convolution(x, filter, new Float32Array(channels), {
    padding: [1, 1, 1, 1],
    groups: channels,
  });
  const pointwise = convolutionFilter(weights.get(`${prefix}/pointwise_filter`));
  return leaky(graph, graph.convolution(spread, pointwise, weights.get(`${prefix}/bias`).data));
}

/**
 * face-api's TinyFaceDetector.
 * In: `pixels` [n, h, w, 3], RGB 0 to 255. Out: `predictions` [n, rows, columns, 25]: for each of five anchors x, y,
 * width, height and the logit of "face", as in YOLO v2. One cell for 32 pixels of input.
 */
export function tinyGraph(weights: Weights): Uint8Array {
  const graph = new GraphBuilder('tiny_face_detector');
  const pixels = graph.channelsFirst(graph.input('pixels', ['n', 'h', 'w', 3]));
  const mean = graph.constant({ shape: [1, 3, 1, 1], data: Float32Array.from(MEAN) });
  const range = graph.constant({ shape: [1], data: Float32Array.of(255) });
  let x = graph.node('Div', [graph.node('Sub', [pixels, mean]), range]);
  const entry = convolutionFilter(weights.get('conv0/filters'));
  x = pool(graph, leaky(graph, graph.convolution(x, entry, weights.get('conv0/bias').data)), 2);
  for (const layer of ['conv1', 'conv2', 'conv3', 'conv4']) {
    x = pool(graph, separable(graph, weights, x, layer), 2);
  }
  x = pool(graph, separable(graph, weights, x, 'conv5'), 1);
  const exit = convolutionFilter(weights.get('conv8/filters'));
  x = graph.channelsLast(graph.convolution(x, exit, weights.get('conv8/bias').data));
  graph.output('predictions', x, ['n', 'rows', 'columns', 25]);
  return graph.build();
}
