/**
 * Writes tanh x for two doubles at a time, operation for operation that of `math/tanh.ts`, so that the bits are the
 * same: E/(E + 2) with E = e^2|x| − 1 in two parts.
 */

import { STEP_HIGH, STEP_LOW, STEPS_PER_UNIT } from '../../math/expansion.ts'
import type { Body, Expr, FunctionScope, Local } from '../assembler/index.ts'
import { f64x2, i32, i32x4, v128 } from '../assembler/index.ts'
import { exponentialTail, powerOfTwo, rootsOf } from './emit-exp.ts'

type Vector = Local<'v128'>
const { add, sub, mul, div } = f64x2
const constant = f64x2.const
const SPLITTER = constant(134217729)

/** a·b − product, as `productError`. */
const productError = (f: FunctionScope) => {
  const [aTop, aRest, bTop, bRest] = f.locals('v128', 4)
  const split = (x: Vector, top: Vector, rest: Vector): Body => [
    top.set(mul(SPLITTER, x)),
    top.set(sub(top, sub(top, x))),
    rest.set(sub(x, top)),
  ]
  return (a: Vector, b: Vector, product: Vector): { body: Body; error: Expr<'v128'> } => ({
    body: [split(a, aTop, aRest), split(b, bTop, bRest)],
    error: add(
      add(add(sub(mul(aTop, bTop), product), mul(aTop, bRest)), mul(aRest, bTop)),
      mul(aRest, bRest),
    ),
  })
}

/** (high + low)/(divisor + divisorLow), as `divide`, into `result`. */
const quotient = (f: FunctionScope) => {
  const [whole, product] = f.locals('v128', 2)
  const errorOf = productError(f)
  return (high: Vector, low: Vector, divisor: Vector, divisorLow: Expr<'v128'>, result: Vector): Body => {
    const { body, error } = errorOf(whole, divisor, product)
    return [
      whole.set(div(high, divisor)),
      product.set(mul(whole, divisor)),
      body,
      result.set(add(sub(sub(high, product), error), sub(low, mul(whole, divisorLow)))),
      result.set(add(whole, div(result, divisor))),
    ]
  }
}

/** A generator of code that sets `result` to tanh x. */
export const hyperbolicTangent = (f: FunctionScope): ((x: Vector, result: Vector) => Body) => {
  const [size, steps, n, coarse, fine, r, rLow, r2] = f.locals('v128', 8)
  const [power, root, rootLow, lessOne, back, high, low, rest, divisor] = f.locals('v128', 9)
  const { load, head, rest: rootRest } = rootsOf(f, n)
  const divide = quotient(f)
  const sign = constant(-0)
  return (x, result) => [
    // What is larger than 20 is replaced at the end: here it only must not leave the range.
    size.set(f64x2.pmin(f64x2.abs(x), constant(20))),
    size.set(add(size, size)),
    steps.set(f64x2.floor(add(mul(size, constant(STEPS_PER_UNIT)), constant(0.5)))),
    n.set(i32x4.fromF64x2(steps)),
    coarse.set(sub(size, mul(steps, constant(STEP_HIGH)))),
    fine.set(mul(f64x2.neg(steps), constant(STEP_LOW))),
    r.set(add(coarse, fine)),
    rLow.set(add(sub(coarse, r), fine)),
    r2.set(mul(r, r)),
    load,
    power.set(powerOfTwo(i32x4.shrS(n, i32.const(5)))),
    root.set(mul(head, power)),
    rootLow.set(mul(rootRest, power)),
    lessOne.set(sub(root, constant(1))),
    back.set(sub(lessOne, root)),
    // The rounding error of lessOne, then that of the sum, then what is small.
    low.set(sub(sub(root, sub(lessOne, back)), add(constant(1), back))),
    high.set(add(lessOne, r)),
    rest.set(add(sub(lessOne, high), r)),
    rest.set(
      add(
        add(low, rest),
        add(
          mul(lessOne, r),
          add(mul(root, add(exponentialTail(r, r2, true), rLow)), mul(rootLow, add(constant(1), r))),
        ),
      ),
    ),
    lessOne.set(high),
    high.set(add(lessOne, rest)),
    low.set(add(sub(lessOne, high), rest)),
    divisor.set(add(high, constant(2))),
    back.set(
      v128.bitselect(
        add(sub(high, divisor), constant(2)),
        add(sub(constant(2), divisor), high),
        f64x2.gt(high, constant(2)),
      ),
    ),
    divide(high, low, divisor, add(back, low), result),
    result.set(v128.bitselect(constant(1), result, f64x2.gt(f64x2.abs(x), constant(20)))),
    result.set(v128.or(result, v128.and(x, sign))),
    result.set(v128.bitselect(result, x, f64x2.gt(f64x2.abs(x), constant(1e-9)))),
  ]
}
