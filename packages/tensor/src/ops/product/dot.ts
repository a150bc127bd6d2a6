import type { DType, Promote, SumOf } from '../../array/dtype.ts'
import { fail, show } from '../../array/error.ts'
import { operands } from '../../array/operands.ts'
import { sizeOf } from '../../array/shape.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { within } from '../../array/within.ts'
import type { Op } from '../../trace/apply.ts'
import { mul } from '../elementwise/mul.ts'
import { reshape } from '../shape/reshape.ts'
import { transpose } from '../shape/transpose.ts'
import { matmul } from './matmul.ts'

/**
 * The dtype of the result: sums of bools are counts, but the product with a 0-d operand has no sum.
 */
type Product<A extends DType | 'number', B extends DType | 'number'> = Promote<A, B> | SumOf<Promote<A, B>>

export const dotOp: Op<undefined> = {
  name: 'dot',
  forward: ([a, b]) => dot(a, b),
  derivative: 'composed',
}

/**
 * NumPy's dot. For 1-d tensors it is the scalar product, for 2-d tensors the matrix product. In
 * general it sums over the last axis of `a` and the second to last (or only) axis of `b`, [i,k] ·
 * [j,k,l] → [i,j,l]. A 0-d operand multiplies. Throws if the summed axes have different lengths.
 *
 * @example
 * dot(tensor([1, 2]), tensor([3, 4])).item() // 11
 * dot(zeros([2, 3]), zeros([4, 3, 5])).shape // [2, 4, 5]
 */
export function dot<A extends Arg, B extends Arg>(a: A, b: B): Tensor<Product<DTypeOf<A>, DTypeOf<B>>>
export function dot(a: Arg, b: Arg): Tensor {
  const [x, y] = operands('dot', a, b)
  const [s, t] = [x.shape, y.shape]
  if (s.length === 0 || t.length === 0) return within('dot', () => mul(x, y))
  const summed = Math.max(0, t.length - 2)
  const k = t[summed]
  if (s.at(-1) !== k)
    fail('dot', `shapes ${show(s)} and ${show(t)} do not fit: ${s.at(-1)} and ${k} are summed together`)
  const rest = [...t.keys()].filter(i => i !== summed)
  const columns = rest.map(i => t[i])
  const left = reshape(x, [sizeOf(s.slice(0, -1)), k])
  const right = reshape(transpose(y, [summed, ...rest]), [k, sizeOf(columns)])
  return reshape(
    within('dot', () => matmul(left, right)),
    [...s.slice(0, -1), ...columns],
  )
}
