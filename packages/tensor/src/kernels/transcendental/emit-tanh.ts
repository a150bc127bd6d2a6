/** Writes tanh x for two doubles at a time. */
import { TANH_FIRST, TANH_SERIES, TANH_STEPS } from '../../math/tanh.ts'
import { f64x2, v128 } from '../assembler/index.ts'
import { TANGENT_TABLE } from '../engine.ts'
import { add, constant, div, type Generator, inHalves, mul, pairsOf, sub, withInteger } from './vectors.ts'

const sign = constant(-0)

/** Performs the operations of `math/tanh.ts` in the same order, so the bits are the same. */
export const hyperbolicTangent: Generator = f => {
  const [size, shifted, steps, t, r, z, w, small] = f.locals('v128', 8)
  const { load, firsts, seconds } = pairsOf(f, shifted, TANGENT_TABLE, 511)
  return (x, result) => [
    // From 20 on the result is 1.
    size.set(f64x2.pmin(f64x2.abs(x), constant(20))),
    steps.set(f64x2.floor(add(mul(size, constant(TANH_STEPS)), constant(0.5)))),
    steps.set(v128.and(steps, f64x2.ge(steps, constant(TANH_FIRST)))),
    shifted.set(withInteger(steps)),
    load,
    t.set(firsts),
    r.set(add(sub(size, mul(steps, constant(1 / TANH_STEPS))), seconds)),
    z.set(mul(r, r)),
    w.set(mul(z, z)),
    small.set(add(r, mul(mul(r, z), inHalves(TANH_SERIES, z, w)))),
    result.set(add(t, div(mul(sub(constant(1), mul(t, t)), small), add(constant(1), mul(t, small))))),
    result.set(v128.or(result, v128.and(x, sign))),
  ]
}
