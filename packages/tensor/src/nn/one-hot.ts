import type { DTypeOption } from '../array/create.ts'
import { allocate, type DType } from '../array/dtype.ts'
import { fail, told } from '../array/error.ts'
import { asTensor, scalar } from '../array/operands.ts'
import { dtypeOption } from '../array/options.ts'
import { type Indices, Tensor } from '../array/tensor.ts'
import { cast } from '../ops/elementwise/cast.ts'
import { equal } from '../ops/elementwise/compare.ts'
import { expandDims } from '../ops/shape/expand-dims.ts'

/**
 * For each (int32) index a row of `count` numbers: 1 at the index and 0 elsewhere. Shape [...]
 * becomes [..., count]. An index outside the row gives zeros, as in JAX. Throws for indices of
 * another dtype.
 *
 * @example
 * oneHot(tensor([0, 2], { dtype: 'int32' }), 3).toArray() // [[1, 0, 0], [0, 0, 1]]
 * oneHot(1, 2, { dtype: 'float32' }).toArray() // [0, 1]
 */
export function oneHot<D extends DType = 'float64'>(
  indices: Indices,
  count: number,
  options: DTypeOption<D> = {},
): Tensor<D> {
  const dtype = dtypeOption('oneHot', options) ?? 'float64'
  if (!Number.isInteger(count) || count < 0)
    fail('oneHot', `count is ${told(count)}; it must be a whole number from 0`)
  const at = Number.isInteger(indices) ? scalar(indices as number, 'int32') : asTensor('oneHot', indices)
  if (at.dtype !== 'int32') fail('oneHot', `the indices are ${at.dtype}; they must be int32: cast them`)
  const classes = allocate('oneHot', 'int32', [count]).map((_, i) => i) as Int32Array
  return cast(equal(expandDims(at, -1), new Tensor('int32', classes, [count])), dtype as D)
}
