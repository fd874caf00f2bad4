/** A constant of a network: row-major values. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export function vector(data: ArrayLike<number>): Tensor {
  return { shape: [data.length], data: Float32Array.from(data) };
}

/** Value of a tensor that is known to have that index. */
export function at(data: Float32Array | Uint8Array, index: number): number {
  const value = data[index];
  if (value === undefined) throw new RangeError(`index ${index} of ${data.length} values`);
  return value;
}

function dimensions(tensor: Tensor): [number, number, number, number] {
  const [a, b, c, d] = tensor.shape;
  if (tensor.shape.length !== 4 || a === undefined || b === undefined || c === undefined || d === undefined) {
    throw new Error(`a filter of four dimensions was expected, not [${tensor.shape.join(', ')}]`);
  }
  return [a, b, c, d];
}

/** TensorFlow's [height, width, in, out] filter as ONNX's [out, in, height, width]. */
export function convolutionFilter(filter: Tensor): Tensor {
  const [height, width, inputs, outputs] = dimensions(filter);
  const data = new Float32Array(filter.data.length);
  let target = 0;
  for (let o = 0; o < outputs; o++) {
    for (let i = 0; i < inputs; i++) {
      for (let p = 0; p < height * width; p++)
        data[target++] = at(filter.data, (p * inputs + i) * outputs + o);
    }
  }
  return { shape: [outputs, inputs, height, width], data };
}

/** TensorFlow's depthwise [height, width, channels, 1] filter as ONNX's grouped [channels, 1, height, width]. */
export function depthwiseFilter(filter: Tensor): Tensor {
  const [height, width, channels, multiplier] = dimensions(filter);
  if (multiplier !== 1) throw new Error(`channel multiplier ${multiplier} is not supported`);
  const data = new Float32Array(filter.data.length);
  let target = 0;
  for (let c = 0; c < channels; c++) {
    for (let p = 0; p < height * width; p++) data[target++] = at(filter.data, p * channels + c);
  }
  return { shape: [channels, 1, height, width], data };
}

/** Multiplies every output channel (the first dimension) of an ONNX filter by its own factor. */
export function scaleOutputs(filter: Tensor, factors: Float32Array): Tensor {
  const perOutput = filter.data.length / factors.length;
  const data = new Float32Array(filter.data.length);
  for (let i = 0; i < data.length; i++) data[i] = at(filter.data, i) * at(factors, Math.floor(i / perOutput));
  return { shape: filter.shape, data };
}
