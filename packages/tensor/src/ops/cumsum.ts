import { alongAxis } from '../array/along-axis.ts'
import type { DType, SumOf } from '../array/dtype.ts'
import type { Run } from '../array/loop.ts'
import { asTensor } from '../array/operands.ts'
import type { Arg, Own, Tensor } from '../array/tensor.ts'
import { apply, type Op } from '../trace/apply.ts'
import { reshape } from './reshape.ts'

export interface CumulativeOptions {
  /** The axis run along; without it the elements are flattened. */
  readonly axis?: number | null
  /** Start from the end. */
  readonly reverse?: boolean
}

const run: Run = (x, at, n, step, out, o) => {
  for (let i = 0, total = 0; i < n; i++, at += step, o += step) out[o] = total += x[at]
}

const reversed: Run = (x, at, n, step, out, o) => {
  for (let i = n - 1, total = 0; i >= 0; i--) out[o + i * step] = total += x[at + i * step]
}

export const cumsumOp: Op<{ readonly axis: number; readonly reverse?: boolean }> = {
  name: 'cumsum',
  dtypes: 'any',
  forward([x], { axis, reverse }) {
    const dtype: DType = x.dtype === 'bool' ? 'int32' : x.dtype
    return alongAxis('cumsum', x, axis, dtype, reverse ? reversed : run)
  },
  derivative: (g, _y, _inputs, { axis, reverse }) => [() => cumsum(g, { axis, reverse: !reverse })],
}

/**
 * The running sum along an axis, in float64 and then rounded to the dtype; without an axis over the flattened
 * elements.
 *
 * @example
 * cumsum(tensor([1, 2, 3])).toArray() // [1, 3, 6]
 * cumsum(tensor([1, 2, 3]), { axis: 0, reverse: true }).toArray() // [6, 5, 3]
 */
export function cumsum<A extends Arg>(x: A, options?: CumulativeOptions): Tensor<SumOf<Own<A>>>
export function cumsum(x: Arg, { axis, reverse = false }: CumulativeOptions = {}): Tensor {
  const t = asTensor('cumsum', x)
  return apply(cumsumOp, [typeof axis === 'number' ? t : reshape(t, [-1])], { axis: axis ?? 0, reverse })
}
