import { fail, show } from '../../array/error.ts'
import { asTensor } from '../../array/operands.ts'
import { axesOf, type Shape } from '../../array/shape.ts'
import type { Arg, Own, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import { reshape } from './reshape.ts'

export const squeezeOp: Op<{ readonly axis?: number | Shape }> = {
  name: 'squeeze',
  forward: ([x], { axis }) => squeeze(x, axis),
  derivative: 'composed',
}

/**
 * A view without the named axes, by default without all axes of length 1. Throws if a named axis is
 * longer.
 *
 * @example
 * squeeze(zeros([1, 3, 1])).shape // [3]
 * squeeze(zeros([1, 3, 1]), 0).shape // [3, 1]
 */
export function squeeze<A extends Arg>(x: A, axis?: number | Shape): Tensor<Own<A>>
export function squeeze(x: Arg, axis?: number | Shape): Tensor {
  const t = asTensor('squeeze', x)
  const ones = [...t.shape.keys()].filter(i => t.shape[i] === 1)
  const axes = axis === undefined ? ones : axesOf('squeeze', axis, t.ndim)
  for (const at of axes)
    if (t.shape[at] !== 1) fail('squeeze', `axis ${at} of shape ${show(t.shape)} is longer than 1; use slice`)
  return reshape(
    t,
    t.shape.filter((_, i) => !axes.includes(i)),
  )
}
