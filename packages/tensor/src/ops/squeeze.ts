import type { DType } from '../array/dtype.ts'
import { fail, show } from '../array/error.ts'
import { axesOf, type Shape } from '../array/shape.ts'
import type { Tensor } from '../array/tensor.ts'
import type { Op } from '../autodiff/apply.ts'
import { reshape } from './reshape.ts'

export const squeezeOp: Op<{ readonly axis?: number | Shape }> = {
  name: 'squeeze',
  dtypes: 'any',
  forward: ([x], { axis }) => squeeze(x, axis),
  derivative: 'composed',
}

/**
 * A view without the named axes, or without all axes of length 1. Throws if a named axis is longer.
 *
 * @example
 * squeeze(zeros([1, 3, 1])).shape // [3]
 * squeeze(zeros([1, 3, 1]), 0).shape // [3, 1]
 */
export function squeeze<D extends DType>(x: Tensor<D>, axis?: number | Shape): Tensor<D> {
  const ones = x.shape.map((_, i) => i).filter(i => x.shape[i] === 1)
  const axes = axis === undefined ? ones : axesOf('squeeze', axis, x.shape.length)
  for (const at of axes)
    if (x.shape[at] !== 1)
      fail('squeeze', `axis ${at} of shape ${show(x.shape)} is longer than 1; index it with slice`)
  return reshape(
    x,
    x.shape.filter((_, i) => !axes.includes(i)),
  )
}
