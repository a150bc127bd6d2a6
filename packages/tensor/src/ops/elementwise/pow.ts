import type { Promote, SumOf } from '../../array/dtype.ts'
import { elementwise } from '../../array/elementwise.ts'
import { fail } from '../../array/error.ts'
import type { Loop } from '../../array/loop.ts'
import { promoteAll } from '../../array/operands.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { pow as powOf } from '../../math/pow.ts'
import type { Op } from '../../trace/apply.ts'
import { call2 } from '../call.ts'
import { equal } from './compare.ts'
import { log } from './log.ts'
import { mul } from './mul.ts'
import { sub } from './sub.ts'
import { where } from './where.ts'

const loop: Loop = (n, out, o, a, i, di, b, j, dj) => {
  for (const end = o + n; o < end; o++, i += di, j += dj) out[o] = powOf(a[i], b[j])
}

/** By repeated squaring. It wraps around as int32 products do. */
const integers: Loop = (n, out, o, a, i, di, b, j, dj) => {
  for (const end = o + n; o < end; o++, i += di, j += dj) {
    if (b[j] < 0) fail('pow', `an int32 to the power ${b[j]} is not a whole number; cast to float64`)
    let y = 1
    for (let x = a[i], p = b[j]; p > 0; p >>= 1, x = Math.imul(x, x)) if (p & 1) y = Math.imul(y, x)
    out[o] = y
  }
}

export const powOp: Op<undefined> = {
  name: 'pow',
  batch: 'elementwise',
  forward(inputs) {
    const common = promoteAll(inputs)
    return common === 'float64' || common === 'float32'
      ? elementwise('pow', common, inputs, loop)
      : elementwise('pow', 'int32', inputs, integers)
  },
  derivative: (g, y, [a, b]) => [
    // An exponent of 0 gives 0 also at a = 0, where a⁻¹ is infinite. Likewise 0ᵇ·log 0 is 0.
    () => mul(g, mul(b, pow(a, where(equal(b, 0), 1, sub(b, 1))))),
    () => mul(g, mul(y, log(where(equal(a, 0), 1, a)))),
  ],
}

/**
 * aᵇ, elementwise with broadcasting, in the common dtype. For int32 the result wraps around. A
 * negative base with a fractional exponent gives NaN. Throws for a negative power of an int32.
 *
 * @example
 * pow(tensor([1, 2, 3]), 2).toArray() // [1, 4, 9]
 * pow(2, tensor([0, -1])).toArray() // [1, 0.5]
 */
export function pow<A extends Arg, B extends Arg>(
  a: A,
  b: B,
): Tensor<SumOf<Promote<DTypeOf<A>, DTypeOf<B>>>> {
  return call2(powOp, a, b)
}
