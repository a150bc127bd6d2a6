import { type AxisOption, axisOption } from '../array/along-axis.ts'
import { tensor } from '../array/create.ts'
import type { Promote } from '../array/dtype.ts'
import { fail, show } from '../array/error.ts'
import { operands } from '../array/operands.ts'
import { axisOf } from '../array/shape.ts'
import type { Arg, DTypeOf, Tensor } from '../array/tensor.ts'
import { within } from '../array/within.ts'
import { mul } from '../ops/elementwise/mul.ts'
import { sub } from '../ops/elementwise/sub.ts'
import { take } from '../ops/indexing/take.ts'
import { transpose } from '../ops/shape/transpose.ts'
import type { Op } from '../trace/apply.ts'
import { axisLast } from './axis-last.ts'

export const crossOp: Op<AxisOption> = {
  name: 'cross',
  dtypes: 'number',
  forward: ([a, b], options) => cross(a, b, options),
  derivative: 'composed',
}

/**
 * The cross products of vectors of length 3 along an axis, the last one by default. The other axes
 * broadcast. Throws for other lengths and for bools.
 *
 * @example
 * cross(tensor([1, 0, 0]), tensor([0, 1, 0])).toArray() // [0, 0, 1]
 */
export function cross<A extends Arg, B extends Arg>(
  a: A,
  b: B,
  options?: AxisOption,
): Tensor<Promote<DTypeOf<A>, DTypeOf<B>>>
export function cross(a: Arg, b: Arg, options: AxisOption = {}): Tensor {
  const axis = axisOption('cross', options) ?? -1
  const [x, y] = operands('cross', a, b).map(t => axisLast('cross', t, axis))
  for (const { shape } of [x, y])
    if (shape[shape.length - 1] !== 3)
      fail(
        'cross',
        `vectors of length ${shape[shape.length - 1]} in shape ${show(shape)}; they must have length 3`,
      )
  return within('cross', () => {
    const [next, last] = [
      [1, 2, 0],
      [2, 0, 1],
    ].map(places => tensor(places, { dtype: 'int32' }))
    const at = (t: Tensor, places: Tensor) => take(t, places, { axis: -1 })
    const z: Tensor = sub(mul(at(x, next), at(y, last)), mul(at(x, last), at(y, next)))
    const axes = [...z.shape.keys()]
    axes.splice(axisOf('cross', axis, z.ndim), 0, axes.pop()!)
    return transpose(z, axes)
  })
}
