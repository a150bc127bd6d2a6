import { compact } from '../../array/convert.ts'
import { zeros } from '../../array/create.ts'
import type { SumOf } from '../../array/dtype.ts'
import { allocate, type DType } from '../../array/dtype.ts'
import { fail, show } from '../../array/error.ts'
import { asTensor } from '../../array/operands.ts'
import { checkOptions, checkWhole } from '../../array/options.ts'
import { sameShape } from '../../array/shape.ts'
import { type Arg, type Own, Tensor } from '../../array/tensor.ts'
import { apply, type Op } from '../../trace/apply.ts'
import { castAs } from '../elementwise/cast.ts'
import { mul } from '../elementwise/mul.ts'
import { scatterAdd } from '../indexing/gather-scatter.ts'
import { reshape } from '../shape/reshape.ts'

export interface BincountOptions<W = Arg | undefined> {
  /** The weight of each element, 1 by default; in the shape of the operand. */
  readonly weights?: W
  /** The minimum length of the result. */
  readonly minlength?: number
}

/** The dtype of counts, or of sums of weights. */
export type CountOf<W> = W extends undefined ? 'int32' : SumOf<Own<W>>

export const bincountOp: Op<{ readonly minlength?: number }> = {
  name: 'bincount',
  forward([x], { minlength = 0 }) {
    const { data, offset, size } = compact(x, 'bincount')
    let length = minlength
    for (let i = offset; i < offset + size; i++) {
      if (data[i] < 0) fail('bincount', `a number is ${data[i]}; all must be at least 0`)
      if (data[i] >= length) length = data[i] + 1
    }
    const out = allocate('bincount', 'int32', [length])
    for (let i = 0; i < size; i++) out[data[offset + i]]++
    return new Tensor<DType>('int32', out, [length])
  },
  derivative: null,
}

/**
 * How often each of the numbers 0, 1, 2, … occurs, or the sum of the weights of each. That sum has
 * a derivative in the weights. The length is one more than the largest number, and at least
 * `minlength`; inside `vmap` it must be the same for all examples. Throws for negative numbers and
 * for floats.
 *
 * @example
 * bincount(tensor([0, 2, 2], { dtype: 'int32' })).toArray() // [1, 0, 2]
 * bincount(tensor([0, 2, 2], { dtype: 'int32' }), { weights: tensor([0.5, 1, 2]) }).toArray() // [0.5, 0, 3]
 */
export function bincount<W extends Arg | undefined = undefined>(
  x: Arg,
  options?: BincountOptions<W>,
): Tensor<CountOf<W>>
export function bincount(x: Arg, options: BincountOptions = {}): Tensor {
  checkOptions('bincount', options, { weights: '', minlength: '' })
  const { weights, minlength = 0 } = options
  checkWhole('bincount', 'minlength', minlength, 0)
  const t = asTensor('bincount', x)
  if (t.dtype !== 'int32' && t.dtype !== 'bool')
    fail('bincount', `the numbers are ${t.dtype}; cast them to int32`)
  const counts: Tensor = apply(bincountOp, [t], { minlength })
  return weights === undefined ? counts : weighted('bincount', t, counts, weights)
}

/** The counts, or the sums of the weights, of numbers from 0 below `length`. */
export function counted(name: string, x: Tensor, length: number, weights: Arg | undefined): Tensor {
  return weights === undefined
    ? apply(bincountOp, [x], { minlength: length })
    : weighted(name, x, zeros([length], { dtype: 'int32' }), weights)
}

/** The sums of the weights of each number. The numbers of `counts` do not matter, its length does. */
function weighted(name: string, x: Tensor, counts: Tensor, weights: Arg): Tensor {
  const w = asTensor(name, weights)
  if (!sameShape(w.shape, x.shape))
    fail(name, `weights of shape ${show(w.shape)} for shape ${show(x.shape)}; they must be equal`)
  const values = w.dtype === 'bool' ? castAs(name, w, 'int32') : w
  const places = castAs(name, reshape(x, [-1]), 'int32')
  return scatterAdd(castAs(name, mul(counts, 0), values.dtype), places, reshape(values, [-1]))
}
