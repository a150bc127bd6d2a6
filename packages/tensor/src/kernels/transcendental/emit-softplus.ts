/** Writes log(1 + eˣ) for two doubles at a time. */
import { type FunctionScope, f64x2, v128 } from '../assembler/index.ts'
import { exponential, exponentialForSingle } from './emit-exp.ts'
import { log1pOfFraction, log1pOfFractionForSingle } from './emit-log.ts'
import { add, constant, type Generator } from './vectors.ts'

const softplusBy =
  (
    exponentialBy: typeof exponential,
    log1pBy: (f: FunctionScope) => ReturnType<typeof log1pOfFraction>,
  ): Generator =>
  f => {
    const [size, fraction] = f.locals('v128', 2)
    const exp = exponentialBy(f)
    const log1p = log1pBy(f)
    return (x, result) => [
      size.set(f64x2.neg(f64x2.abs(x))),
      exp(size, fraction),
      log1p(fraction, result),
      result.set(add(v128.and(x, f64x2.gt(x, constant(0))), result)),
    ]
  }

/** Performs the operations of `math/softplus.ts` in the same order, so the bits are the same. */
export const softplus: Generator = softplusBy(exponential, log1pOfFraction)

/**
 * softplus of numbers that are floats. After rounding to float, the result equals that of
 * `math/softplus.ts`.
 */
export const softplusForSingle: Generator = softplusBy(exponentialForSingle, log1pOfFractionForSingle)
