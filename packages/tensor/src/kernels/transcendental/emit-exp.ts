/** Writes eˣ for two doubles at a time. */
import { OVERFLOW, UNDERFLOW } from '../../math/exp.ts'
import { STEP_HIGH, STEP_LOW, STEPS_PER_UNIT } from '../../math/expansion.ts'
import { LN2_HIGH, LN2_LOW } from '../../math/log-kernel.ts'
import { type Body, type FunctionScope, f64x2, i32, i64x2, v128 } from '../assembler/index.ts'
import { EXPONENTIAL_TABLE } from '../engine.ts'
import {
  add,
  constant,
  type Generator,
  inHalves,
  mul,
  pairsOf,
  powerOfTwo,
  sub,
  TO_INTEGER,
  unless,
  type Value,
  type Vector,
  withInteger,
} from './vectors.ts'

/** Within this range no result is subnormal and every power of two is in range. */
const ORDINARY = 700

/**
 * e^r − 1 − r, as `exponentialTail`. With `further` it is the longer series that the sigmoid needs.
 */
export const exponentialTail = (r: Vector, r2: Vector, further = false): Value => {
  const last = further ? add(constant(1 / 720), mul(r, constant(1 / 5040))) : constant(1 / 720)
  const inner = add(add(constant(1 / 24), mul(r, constant(1 / 120))), mul(r2, last))
  return mul(r2, add(add(constant(0.5), mul(r, constant(1 / 6))), mul(r2, inner)))
}

/** The multiple of a step nearest to x, as a whole number of steps. */
export const nearestStep = (x: Value): Value =>
  f64x2.floor(add(mul(x, constant(STEPS_PER_UNIT)), constant(0.5)))

/** Performs the operations of `math/exp.ts` in the same order, so the bits are the same. */
export const exponential = (f: FunctionScope): ReturnType<Generator> => {
  const [steps, shifted, r, r2, root, power, raised] = f.locals('v128', 7)
  const { load, firsts, seconds } = pairsOf(f, shifted, EXPONENTIAL_TABLE, 31)
  /** What raises the exponents of a result to the right ones. */
  const raise = i64x2.shl(i64x2.shrU(shifted, i32.const(5)), i32.const(52))
  return (x, result) => [
    steps.set(nearestStep(x)),
    shifted.set(withInteger(steps)),
    r.set(sub(sub(x, mul(steps, constant(STEP_HIGH))), mul(steps, constant(STEP_LOW)))),
    r2.set(mul(r, r)),
    load,
    root.set(firsts),
    result.set(add(root, add(seconds, mul(root, add(r, exponentialTail(r, r2)))))),
    result.set(i64x2.add(result, raise)),
    unless(f64x2.lt(f64x2.abs(x), constant(ORDINARY)), [
      result.set(i64x2.sub(result, raise)),
      // In two multiplications, the first of which is exact, so that a subnormal result is rounded
      // once.
      power.set(f64x2.floor(mul(steps, constant(1 / 32)))),
      raised.set(f64x2.pmin(f64x2.pmax(power, constant(-1000)), constant(1000))),
      result.set(
        mul(mul(result, powerOfTwo(withInteger(raised))), powerOfTwo(withInteger(sub(power, raised)))),
      ),
      result.set(v128.bitselect(result, constant(Infinity), f64x2.le(x, constant(OVERFLOW)))),
      result.set(v128.andNot(result, f64x2.lt(x, constant(UNDERFLOW)))),
      result.set(v128.bitselect(result, x, f64x2.eq(x, x))),
    ]),
  ]
}

const PER_LN2 = Math.LOG2E

/** The coefficients of (e^r − 1 − r)/r² for |r| ≤ ln2/2. The relative error of e^r is 2⁻⁵⁵. */
const SERIES = [
  0.5000000000000001, 0.16666666666666669, 0.04166666666662413, 0.008333333333330062, 0.0013888888917213717,
  0.00019841269863053618, 2.4801521295954376e-5, 2.7557268459997064e-6, 2.7620088445409746e-7,
  2.510038549551032e-8,
]

/** Computes x − n·ln2 with the nearest n, and writes n to `shifted`. */
export const reduced = (x: Vector, shifted: Vector, n: Vector, r: Vector): Body => [
  shifted.set(withInteger(mul(x, constant(PER_LN2)))),
  n.set(sub(shifted, constant(TO_INTEGER))),
  r.set(sub(sub(x, mul(n, constant(LN2_HIGH))), mul(n, constant(LN2_LOW)))),
]

/**
 * e^x of numbers that are floats. After rounding to float, the result equals that of `math/exp.ts`
 * for every float x.
 */
export const exponentialForSingle = (f: FunctionScope): ReturnType<Generator> => {
  const [clipped, shifted, n, r, r2] = f.locals('v128', 5)
  return (x, result) => [
    // Beyond these bounds the result is rounded to 0 or infinity.
    clipped.set(f64x2.pmin(f64x2.pmax(x, constant(-120)), constant(120))),
    reduced(clipped, shifted, n, r),
    r2.set(mul(r, r)),
    result.set(add(constant(1), add(r, mul(r2, inHalves(SERIES, r, r2))))),
    result.set(i64x2.add(result, i64x2.shl(shifted, i32.const(52)))),
  ]
}

/** The coefficients of (e^r − 1)/r for |r| ≤ ln2/2. The relative error is 2⁻⁵⁵. */
export const LESS_ONE = [
  1, 0.5000000000000006, 0.1666666666666667, 0.041666666666573066, 0.008333333333326136, 0.001388888893251478,
  0.00019841269874820627, 2.480150431378554e-5, 2.7557255400206422e-6, 2.7626371065696354e-7,
  2.5105217004720745e-8,
]
