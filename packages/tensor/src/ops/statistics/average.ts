import { type FloatOf, floatOf, type Promote } from '../../array/dtype.ts'
import { fail, show } from '../../array/error.ts'
import { asTensor } from '../../array/operands.ts'
import { checkReduce, type ReduceOptions } from '../../array/reduce.ts'
import { axesOf, sameShape } from '../../array/shape.ts'
import type { Arg, DTypeOf, Own, Tensor } from '../../array/tensor.ts'
import { within } from '../../array/within.ts'
import type { Op } from '../../trace/apply.ts'
import { cast } from '../elementwise/cast.ts'
import { div } from '../elementwise/div.ts'
import { mul } from '../elementwise/mul.ts'
import { mean } from '../reduce/mean.ts'
import { sum } from '../reduce/sum.ts'
import { reshape } from '../shape/reshape.ts'

export interface AverageOptions<W = Arg | undefined> extends ReduceOptions {
  /**
   * The weights: in the shape of the operand, or 1-d along a single axis. By default all are equal.
   */
  readonly weights?: W
}

export const averageOp: Op<ReduceOptions> = {
  name: 'average',
  dtypes: 'float',
  forward: ([x, weights], options) => average(x, { ...options, weights }),
  derivative: 'composed',
}

/**
 * The weighted mean over some axes, all of them by default: Σ weight·x / Σ weight. Integers and
 * bools give float64. Weights that sum to 0 give NaN or infinities.
 *
 * @example
 * average(tensor([1, 2, 4]), { weights: tensor([1, 1, 2]) }).item() // 2.75
 * average(tensor([[1, 2], [3, 4]]), { axis: 1, weights: tensor([3, 1]) }).toArray() // [1.25, 3.25]
 */
export function average<A extends Arg, W extends Arg | undefined = undefined>(
  x: A,
  options?: AverageOptions<W>,
): Tensor<FloatOf<W extends undefined ? DTypeOf<A> : Promote<Own<A>, Own<W>>>>
export function average(x: Arg, options: AverageOptions = {}): Tensor {
  checkReduce('average', options, { weights: '' })
  const { axis = null, keepDims = false, weights } = options
  const t = asTensor('average', x)
  if (weights === undefined) return within('average', () => mean(t, { axis, keepDims }))
  const w = asTensor('average', weights)
  const axes = axesOf('average', axis, t.ndim)
  const along = w.ndim === 1 && axes.length === 1 && w.size === t.shape[axes[0]]
  if (!along && !sameShape(w.shape, t.shape))
    fail(
      'average',
      `weights of shape ${show(w.shape)} for shape ${show(t.shape)}; give that shape, or 1-d weights and one axis`,
    )
  const [values, shares] = [t, w].map(y => cast(y, floatOf(y.dtype)))
  const spread = along
    ? reshape(
        shares,
        t.shape.map((n, i) => (i === axes[0] ? n : 1)),
      )
    : shares
  return within('average', () =>
    div(sum(mul(values, spread), { axis, keepDims }), sum(spread, { axis, keepDims })),
  )
}
