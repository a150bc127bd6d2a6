import { type AxisOption, alongAxis, axisOption } from '../array/along-axis.ts'
import type { Run } from '../array/loop.ts'
import { asTensor } from '../array/operands.ts'
import type { Arg, Tensor } from '../array/tensor.ts'
import { apply, type Op } from '../trace/apply.ts'

/** Stable, NaN last. */
const run: Run = (x, at, n, step, out, o) => {
  const order = Int32Array.from({ length: n }, (_, i) => i)
  order.sort((i, j) => {
    const a = x[at + i * step]
    const b = x[at + j * step]
    return a < b ? -1 : a > b ? 1 : Number(Number.isNaN(a)) - Number(Number.isNaN(b)) || i - j
  })
  for (let i = 0; i < n; i++) out[o + i * step] = order[i]
}

export const argsortOp: Op<{ readonly axis: number }> = {
  name: 'argsort',
  dtypes: 'any',
  forward: ([x], { axis }) => alongAxis('argsort', x, axis, 'int32', run),
  derivative: null,
}

/**
 * The order that sorts an axis, the last one by default: stable, ascending, NaN last. It has no derivative; the
 * derivative of {@link sort} goes through the elements.
 *
 * @example
 * argsort(tensor([3, 1, 2])).toArray() // [1, 2, 0]
 */
export function argsort(x: Arg, options: AxisOption = {}): Tensor<'int32'> {
  const axis = axisOption('argsort', options) ?? -1
  return apply(argsortOp, [asTensor('argsort', x)], { axis })
}
