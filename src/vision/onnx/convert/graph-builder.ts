import { bytes, concatenate, type Encoded, float, int, message, text } from './protobuf.ts';
import { at, type Tensor, vector } from './tensor.ts';

/** Field numbers and codes are those of onnx/onnx.proto (IR version 8, operator set 17). */
const IR_VERSION = 8;
const OPERATOR_SET = 17;
const FLOAT = 1;
const INT64 = 7;
const ATTRIBUTE_FLOAT = 1;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_STRING = 3;
const ATTRIBUTE_INTS = 7;

export type Attribute =
  | { float: number }
  | { int: number }
  | { string: string }
  | { ints: readonly number[] };

/** A number, or a name for one that is known only when the network runs. */
export type Dimension = number | string;

/** The name of a tensor within the graph. */
export type Value = string;

/** [top, left, bottom, right] */
export type Padding = readonly [number, number, number, number];

export interface ConvolutionOptions {
  readonly stride?: number;
  readonly padding?: Padding;
  readonly groups?: number;
}

function attribute(name: string, value: Attribute): Encoded {
  const body =
    'float' in value
      ? [float(2, value.float), int(20, ATTRIBUTE_FLOAT)]
      : 'int' in value
        ? [int(3, value.int), int(20, ATTRIBUTE_INT)]
        : 'string' in value
          ? [text(4, value.string), int(20, ATTRIBUTE_STRING)]
          : [...value.ints.map((i) => int(8, i)), int(20, ATTRIBUTE_INTS)];
  return message(5, text(1, name), ...body);
}

function valueInfo(field: number, name: string, shape: readonly Dimension[]): Encoded {
  const dimensions = shape.map((d) => message(1, typeof d === 'number' ? int(1, d) : text(2, d)));
  return message(field, text(1, name), message(2, message(1, int(1, FLOAT), message(2, ...dimensions))));
}

/** Builds one ONNX graph of float tensors, node by node, and writes it as a model file. */
export class GraphBuilder {
  readonly #name: string;
  readonly #nodes: Encoded[] = [];
  readonly #initializers: Encoded[] = [];
  readonly #inputs: Encoded[] = [];
  readonly #outputs: Encoded[] = [];
  #values = 0;

  constructor(name: string) {
    this.#name = name;
  }

  input(name: string, shape: readonly Dimension[]): Value {
    this.#inputs.push(valueInfo(11, name, shape));
    return name;
  }

  output(name: string, value: Value, shape: readonly Dimension[]): void {
    this.#nodes.push(message(1, text(1, value), text(2, name), text(4, 'Identity')));
    this.#outputs.push(valueInfo(12, name, shape));
  }

  constant(tensor: Tensor): Value {
    const raw = new Uint8Array(tensor.data.length * 4);
    const view = new DataView(raw.buffer);
    for (let i = 0; i < tensor.data.length; i++) view.setFloat32(i * 4, at(tensor.data, i), true);
    return this.#initializer(FLOAT, tensor.shape, raw);
  }

  integers(values: readonly number[]): Value {
    const raw = new Uint8Array(values.length * 8);
    const view = new DataView(raw.buffer);
    values.forEach((value, i) => {
      view.setBigInt64(i * 8, BigInt(value), true);
    });
    return this.#initializer(INT64, [values.length], raw);
  }

  node(
    operator: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): Value {
    const result = this.#nextValue();
    this.#nodes.push(
      message(
        1,
        ...inputs.map((input) => text(1, input)),
        text(2, result),
        text(4, operator),
        ...Object.entries(attributes).map(([name, value]) => attribute(name, value)),
      ),
    );
    return result;
  }

  /** @param filter [out, in / groups, height, width] @param bias one value an output channel */
  convolution(x: Value, filter: Tensor, bias: ArrayLike<number>, options: ConvolutionOptions = {}): Value {
    const { stride = 1, padding = [0, 0, 0, 0], groups = 1 } = options;
    return this.node('Conv', [x, this.constant(filter), this.constant(vector(bias))], {
      kernel_shape: { ints: filter.shape.slice(2) },
      strides: { ints: [stride, stride] },
      pads: { ints: padding },
      group: { int: groups },
    });
  }

  add(a: Value, b: Value): Value {
    return this.node('Add', [a, b]);
  }

  relu(x: Value): Value {
    return this.node('Relu', [x]);
  }

  /** [n, height, width, channels] to [n, channels, height, width] */
  channelsFirst(x: Value): Value {
    return this.node('Transpose', [x], { perm: { ints: [0, 3, 1, 2] } });
  }

  channelsLast(x: Value): Value {
    return this.node('Transpose', [x], { perm: { ints: [0, 2, 3, 1] } });
  }

  build(): Uint8Array {
    const graph = message(
      7,
      ...this.#nodes,
      text(2, this.#name),
      ...this.#initializers,
      ...this.#inputs,
      ...this.#outputs,
    );
    return concatenate(int(1, IR_VERSION), text(2, 'kith'), graph, message(8, int(2, OPERATOR_SET)));
  }

  #initializer(type: number, shape: readonly number[], raw: Uint8Array): Value {
    const name = this.#nextValue();
    this.#initializers.push(
      message(5, ...shape.map((size) => int(1, size)), int(2, type), text(8, name), bytes(9, raw)),
    );
    return name;
  }

  #nextValue(): Value {
    return `v${this.#values++}`;
  }
}
