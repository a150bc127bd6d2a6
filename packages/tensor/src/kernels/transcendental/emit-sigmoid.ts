/** Writes 1/(1 + e⁻ˣ) for two doubles at a time. */
import { type Body, type FunctionScope, f64x2, v128 } from '../assembler/index.ts'
import { exponential, LESS_ONE, reduced } from './emit-exp.ts'
import { expansion } from './emit-expansion.ts'
import { pair } from './two-parts.ts'
import {
  add,
  constant,
  div,
  type Generator,
  inHalves,
  mul,
  powerOfTwo,
  split,
  sub,
  unless,
  type Vector,
} from './vectors.ts'

/** Sets `result` to (high + low)/(divisor + divisorLow), as `divide`. */
const quotient = (f: FunctionScope) => {
  const [whole, product, aTop, aRest, bTop, bRest] = f.locals('v128', 6)
  return (high: Vector, low: Vector, divisor: Vector, divisorLow: Vector, result: Vector): Body => {
    const error = add(
      add(add(sub(mul(aTop, bTop), product), mul(aTop, bRest)), mul(aRest, bTop)),
      mul(aRest, bRest),
    )
    return [
      whole.set(div(high, divisor)),
      product.set(mul(whole, divisor)),
      split(whole, aTop, aRest),
      split(divisor, bTop, bRest),
      result.set(add(sub(sub(high, product), error), sub(low, mul(whole, divisorLow)))),
      result.set(add(whole, div(result, divisor))),
    ]
  }
}

/** For |x| below this the result is neither 1 nor eˣ. */
const FAR = 40

/** Performs the operations of `math/sigmoid.ts` in the same order, so the bits are the same. */
export const sigmoid: Generator = f => {
  const [size, power, divisor, divisorLow, negative] = f.locals('v128', 5)
  const small = pair(f)
  const { high, low } = small
  const { expand, powerOf } = expansion(f)
  const divide = quotient(f)
  const exp = exponential(f)
  return (x, result) => [
    size.set(f64x2.neg(f64x2.pmin(f64x2.abs(x), constant(FAR)))),
    expand({ high: size }, small),
    power.set(powerOf(1)),
    low.set(mul(low, power)),
    high.set(mul(high, power)),
    divisor.set(add(constant(1), high)),
    divisorLow.set(add(add(sub(constant(1), divisor), high), low)),
    negative.set(f64x2.lt(x, constant(0))),
    high.set(v128.bitselect(high, constant(1), negative)),
    low.set(v128.and(low, negative)),
    divide(high, low, divisor, divisorLow, result),
    unless(f64x2.lt(f64x2.abs(x), constant(FAR)), [
      result.set(v128.bitselect(constant(1), result, f64x2.ge(x, constant(FAR)))),
      exp(x, high),
      result.set(v128.bitselect(high, result, f64x2.lt(x, constant(-FAR)))),
    ]),
  ]
}

/**
 * Below this the result is computed as e/(1 + e). Above it, it is ½ plus a small quotient, which
 * has a smaller rounding error.
 */
const NEAR = -1

/**
 * The sigmoid of numbers that are floats. After rounding to float, the result equals that of
 * `math/sigmoid.ts`.
 */
export const sigmoidForSingle: Generator = f => {
  const [size, shifted, n, r, r2, power, change, lessOne, far] = f.locals('v128', 9)
  return (x, result) => [
    // Beyond these bounds the result is rounded to 0 or 1.
    size.set(f64x2.neg(f64x2.pmin(f64x2.abs(x), constant(110)))),
    reduced(size, shifted, n, r),
    r2.set(mul(r, r)),
    power.set(powerOfTwo(shifted)),
    change.set(mul(mul(power, r), inHalves(LESS_ONE, r, r2))),
    lessOne.set(add(sub(power, constant(1)), change)),
    far.set(f64x2.lt(x, constant(NEAR))),
    result.set(v128.bitselect(constant(0.5), constant(-0.5), f64x2.lt(x, constant(0)))),
    result.set(v128.bitselect(add(power, change), mul(lessOne, result), far)),
    result.set(div(result, add(lessOne, constant(2)))),
    result.set(add(result, v128.andNot(constant(0.5), far))),
  ]
}
