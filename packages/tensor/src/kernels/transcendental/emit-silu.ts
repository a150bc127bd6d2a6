/** Writes x/(1 + e⁻ˣ) for two doubles at a time. */
import { f64x2, v128 } from '../assembler/index.ts'
import { expansion } from './emit-expansion.ts'
import { sigmoid } from './emit-sigmoid.ts'
import { pair } from './two-parts.ts'
import { add, constant, type Generator, mul, unless } from './vectors.ts'

/** Below this the result is x·eˣ. */
const FAR = -40

/**
 * The power of 2 by which the product is multiplied last. It keeps the other factor normal, so that
 * a subnormal result is rounded once.
 */
const LAST_POWER = 2 ** -500

/** Performs the operations of `math/silu.ts` in the same order, so the bits are the same. */
export const silu: Generator = (f, scalars) => {
  const clipped = f.local('v128')
  const value = pair(f)
  const ofSigmoid = sigmoid(f, scalars)
  const { expand, powerOf } = expansion(f)
  return (x, result) => [
    ofSigmoid(x, result),
    result.set(mul(x, result)),
    unless(f64x2.ge(x, constant(FAR)), [
      // Below −760 the result is −0.
      clipped.set(f64x2.pmax(x, constant(-760))),
      expand({ high: clipped }, value),
      clipped.set(mul(clipped, add(value.high, value.low))),
      clipped.set(mul(mul(clipped, powerOf(1 / LAST_POWER)), constant(LAST_POWER))),
      result.set(v128.bitselect(clipped, result, f64x2.lt(x, constant(FAR)))),
    ]),
  ]
}
