import { type FloatOf, floatOf, type Promote } from '../../array/dtype.ts'
import { elementwise } from '../../array/elementwise.ts'
import type { Loop } from '../../array/loop.ts'
import { promoteAll } from '../../array/operands.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { nextafter32, nextafter as nextafterOf } from '../../math/nextafter.ts'
import type { Op } from '../../trace/apply.ts'
import { call2 } from '../call.ts'

const loop: Loop = (n, out, o, a, i, di, b, j, dj) => {
  for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = nextafterOf(a[i], b[j])
}

const single: Loop = (n, out, o, a, i, di, b, j, dj) => {
  for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = nextafter32(a[i], b[j])
}

export const nextafterOp: Op<undefined> = {
  name: 'nextafter',
  batch: 'elementwise',
  dtypes: 'float',
  forward(inputs) {
    const dtype = floatOf(promoteAll(inputs))
    return elementwise('nextafter', dtype, inputs, dtype === 'float32' ? single : loop)
  },
  derivative: null,
}

/**
 * The floating-point number next to a in the direction of b, elementwise with broadcasting, in the
 * common float dtype. If a equals b, the result is b. Integers give float64. It has no derivative.
 *
 * @example
 * nextafter(tensor([1, -1]), 2).toArray() // [1.0000000000000002, -0.9999999999999999]
 */
export function nextafter<A extends Arg, B extends Arg>(
  a: A,
  b: B,
): Tensor<FloatOf<Promote<DTypeOf<A>, DTypeOf<B>>>> {
  return call2(nextafterOp, a, b)
}
