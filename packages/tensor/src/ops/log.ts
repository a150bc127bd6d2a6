import type { Arg, Kind } from '../array/operands.ts'
import { type Data, type FloatOf, floatOf } from '../array/dtype.ts'
import { elementwise } from '../array/elementwise.ts'
import type { Tensor } from '../array/tensor.ts'
import type { Op } from '../trace/apply.ts'
import { log as logOf } from '../math/log.ts'
import { call1 } from './call.ts'
import { div } from './div.ts'

function loop(n: number, out: Data, o: number, a: Data, i: number, di: number) {
  for (const end = o + n; o < end; o++, i += di) out[o] = logOf(a[i])
}

export const logOp: Op<undefined> = {
  name: 'log',
  dtypes: 'float',
  forward: ([x]) => elementwise('log', floatOf(x.dtype), [x], loop),
  derivative: (g, _y, [x]) => [() => div(g, x)],
}

/**
 * The natural logarithm, elementwise; −Infinity at 0, NaN below.
 *
 * @example
 * log(tensor([1, 2])).toArray() // [0, 0.6931471805599453]
 */
export function log<A extends Arg>(x: A): Tensor<FloatOf<Kind<A>>> {
  return call1(logOp, x)
}
