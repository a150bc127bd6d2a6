import type { Arg, Kind } from '../array/operands.ts'
import { type Data, type FloatOf, floatOf } from '../array/dtype.ts'
import { elementwise } from '../array/elementwise.ts'
import type { Tensor } from '../array/tensor.ts'
import type { Op } from '../trace/apply.ts'
import { softplus as softplusOf } from '../math/softplus.ts'
import { call1 } from './call.ts'
import { mul } from './mul.ts'
import { sigmoid } from './sigmoid.ts'

function loop(n: number, out: Data, o: number, a: Data, i: number, di: number) {
  for (const end = o + n; o < end; o++, i += di) out[o] = softplusOf(a[i])
}

export const softplusOp: Op<undefined> = {
  name: 'softplus',
  dtypes: 'float',
  forward: ([x]) => elementwise('softplus', floatOf(x.dtype), [x], loop),
  derivative: (g, _y, [x]) => [() => mul(g, sigmoid(x))],
}

/**
 * log(1 + eˣ), elementwise, without overflow or cancellation on either side.
 *
 * @example
 * softplus(tensor([0, 1000])).toArray() // [0.6931471805599453, 1000]
 */
export function softplus<A extends Arg>(x: A): Tensor<FloatOf<Kind<A>>> {
  return call1(softplusOp, x)
}
