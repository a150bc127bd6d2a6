import { compact } from '../array/convert.ts'
import { allocate, type DType } from '../array/dtype.ts'
import { type Shape, sizeOf } from '../array/shape.ts'
import { Tensor } from '../array/tensor.ts'
import { apply, type Op } from '../trace/apply.ts'
import type { RandomSource } from './key.ts'
import { Stream } from './stream.ts'
import { Threefry } from './threefry.ts'

interface DrawOptions {
  readonly operation: string
  readonly shape: Shape
  readonly dtype: DType
  /** Draws a tensor of the shape and dtype. Its store holds nothing else. */
  readonly draw: (random: Stream) => Tensor
}

/** Draws from each of the keys [..., 2]. */
const drawOp: Op<DrawOptions> = {
  name: 'draw',
  batch: 'leading',
  forward([keys], { operation, shape, dtype, draw }) {
    const { data, offset } = compact(keys, operation)
    const from = (at: number) => draw(new Stream([], new Threefry(data[at], data[at + 1])))
    if (keys.shape.length === 1) return from(offset)
    const before = keys.shape.slice(0, -1)
    const whole = [...before, ...shape]
    const out = allocate(operation, dtype, whole)
    for (let i = 0; i < sizeOf(before); i++) out.set(from(offset + 2 * i).data, i * sizeOf(shape))
    return new Tensor(dtype, out, whole)
  },
  derivative: () => [null],
}

/**
 * What `draw` gives for a stream, or for the random numbers of a key. `draw` returns a tensor of
 * the shape and dtype, with a store of its own.
 */
export const drawFrom = <D extends DType>(
  operation: string,
  random: RandomSource,
  shape: Shape,
  dtype: D,
  draw: (random: Stream) => Tensor<D>,
): Tensor<D> =>
  random instanceof Stream
    ? draw(random)
    : apply(drawOp as Op<unknown>, [random], { operation, shape: [...shape], dtype, draw })
