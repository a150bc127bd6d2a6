import { type AxisOption, axisOption } from '../array/along-axis.ts'
import type { Promote, SumOf } from '../array/dtype.ts'
import { fail, show } from '../array/error.ts'
import { operands } from '../array/operands.ts'
import type { Arg, DTypeOf, Tensor } from '../array/tensor.ts'
import { within } from '../array/within.ts'
import { mul } from '../ops/elementwise/mul.ts'
import { sum } from '../ops/reduce/sum.ts'
import type { Op } from '../trace/apply.ts'
import { axisLast } from './axis-last.ts'

export const vecdotOp: Op<AxisOption> = {
  name: 'vecdot',
  forward: ([a, b], options) => vecdot(a, b, options),
  derivative: 'composed',
}

/**
 * The scalar products of vectors along an axis, the last one by default; the other axes broadcast.
 * Throws if the vectors have different lengths.
 *
 * @example
 * vecdot(tensor([[1, 2], [3, 4]]), tensor([5, 6])).toArray() // [17, 39]
 */
export function vecdot<A extends Arg, B extends Arg>(
  a: A,
  b: B,
  options?: AxisOption,
): Tensor<SumOf<Promote<DTypeOf<A>, DTypeOf<B>>>>
export function vecdot(a: Arg, b: Arg, options: AxisOption = {}): Tensor {
  const axis = axisOption('vecdot', options) ?? -1
  const [x, y] = operands('vecdot', a, b).map(t => axisLast('vecdot', t, axis))
  const [m, n] = [x.shape[x.ndim - 1], y.shape[y.ndim - 1]]
  if (m !== n)
    fail(
      'vecdot',
      `vectors of lengths ${m} and ${n} in shapes ${show(x.shape)} and ${show(y.shape)}; they must be equal`,
    )
  return within('vecdot', () => sum(mul(x, y), { axis: -1 }))
}
