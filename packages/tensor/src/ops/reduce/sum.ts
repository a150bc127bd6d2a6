import type { Data, DType } from '../../array/dtype.ts'
import { checkReduce, type ReduceOptions, reduceBlocks } from '../../array/reduce.ts'
import type { Arg, Tensor } from '../../array/tensor.ts'
import { apply, type Op } from '../../trace/apply.ts'
import { restoreAxes } from './restore-axes.ts'
import { inTotalDType, type TotalDType, type TotalOf } from './total-dtype.ts'

export const sumOp: Op<ReduceOptions> = {
  name: 'sum',
  batch: 'axis',
  forward([x], options) {
    const dtype: DType = x.dtype === 'bool' ? 'int32' : x.dtype
    return reduceBlocks('sum', x, options, dtype, ({ data, offset, outer, n, inner }, out) => {
      const whole = dtype === 'int32'
      const row = new (whole ? Int32Array : Float64Array)(inner)
      for (let i = 0, o = 0, at = offset; i < outer; i++, at += n * inner) {
        // Sums of fewer than 2²¹ int32 are exact in float64.
        if (inner === 1 && !(whole && n > 2 ** 21)) row[0] = sumRun(data, at, n)
        else {
          // Adds row after row to one row, which reads memory in order. In int32 it wraps around.
          row.fill(0)
          for (let l = 0; l < n * inner; ) for (let j = 0; j < inner; j++) row[j] += data[at + l++]
        }
        for (const x of row) out[o++] = x
      }
    })
  },
  derivative: (g, _y, [x], options, { broadcastTo }) => [
    () => broadcastTo(restoreAxes(g, x.shape, options), x.shape),
  ],
}

/**
 * Pairwise summation in blocks of 128 with eight partial sums (NumPy's scheme). The error grows
 * with log n.
 */
function sumRun(x: Data, at: number, n: number): number {
  if (n > 128) {
    const half = Math.floor(n / 16) * 8
    return sumRun(x, at, half) + sumRun(x, at + half, n - half)
  }
  let total = 0
  let i = at
  if (n >= 8) {
    // -0 plus a number is this number, also if it is -0.
    let a = -0
    let b = a
    let c = a
    let d = a
    let e = a
    let f = a
    let g = a
    let h = a
    for (; i <= at + n - 8; i += 8) {
      a += x[i]
      b += x[i + 1]
      c += x[i + 2]
      d += x[i + 3]
      e += x[i + 4]
      f += x[i + 5]
      g += x[i + 6]
      h += x[i + 7]
    }
    total = a + b + (c + d) + (e + f + (g + h))
  }
  for (; i < at + n; i++) total += x[i]
  return total
}

/**
 * The sum over some axes, all of them by default. They are removed from the shape, or kept with
 * length 1. Each true counts as 1. The sum is computed in float64, also for float32, and pairwise
 * along the last axis. A sum of int32 elements is an int32 and wraps around; dtype float64 does
 * not. No elements give 0.
 *
 * @example
 * sum(tensor([[1, 2], [3, 4]])).item() // 10
 * sum(tensor([[1, 2], [3, 4]]), { axis: 0, keepDims: true }).toArray() // [[4, 6]]
 */
export function sum<A extends Arg, D extends DType = TotalOf<A>>(
  x: A,
  options: ReduceOptions & TotalDType<D> = {},
): Tensor<D> {
  checkReduce('sum', options, { dtype: '' })
  return apply(sumOp, [inTotalDType('sum', x, options.dtype)], options)
}
