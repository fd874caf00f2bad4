import { z } from 'zod';
import type { StoredNetwork } from '../../models.ts';
import { at, type Tensor } from './tensor.ts';

/** TensorFlow.js' weights manifest: groups of tensors, stored one after the other. */
const descriptionSchema = z.array(
  z.object({
    weights: z.array(
      z.object({
        name: z.string(),
        shape: z.array(z.int().nonnegative()),
        dtype: z.enum(['float32', 'int32']),
        quantization: z.object({ dtype: z.literal('uint8'), scale: z.number(), min: z.number() }).optional(),
      }),
    ),
  }),
);

interface Quantisation {
  readonly scale: number;
  readonly min: number;
}

function dequantise(stored: Uint8Array, { scale, min }: Quantisation): Float32Array {
  const data = new Float32Array(stored.length);
  for (let i = 0; i < stored.length; i++) data[i] = at(stored, i) * scale + min;
  return data;
}

function floats(stored: Uint8Array): Float32Array {
  const view = new DataView(stored.buffer, stored.byteOffset, stored.byteLength);
  const data = new Float32Array(stored.length / 4);
  for (let i = 0; i < data.length; i++) data[i] = view.getFloat32(i * 4, true);
  return data;
}

/** The named tensors of one network, dequantised: `value * scale + min`, rounded to 32-bit floats. */
export class Weights {
  readonly #tensors = new Map<string, Tensor>();

  /** @throws Error when the stored bytes are more or fewer than the description says. */
  constructor({ description, weights }: StoredNetwork) {
    let offset = 0;
    for (const { name, shape, quantization } of descriptionSchema
      .parse(JSON.parse(description))
      .flatMap((group) => group.weights)) {
      const count = shape.reduce((product, size) => product * size, 1);
      const length = quantization ? count : count * 4;
      const stored = weights.subarray(offset, offset + length);
      if (stored.length !== length) throw new Error(`The stored weights end within ${name}`);
      this.#tensors.set(name, {
        shape,
        data: quantization ? dequantise(stored, quantization) : floats(stored),
      });
      offset += length;
    }
    if (offset !== weights.length)
      throw new Error(`The stored weights have ${weights.length - offset} bytes too many`);
  }

  /** @throws Error when there is no tensor of that name. */
  get(name: string): Tensor {
    const tensor = this.#tensors.get(name);
    if (!tensor) throw new Error(`No tensor is named ${name}`);
    return tensor;
  }
}
