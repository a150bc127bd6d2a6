/** Writes log x for two doubles at a time, and log(1 + x) for x in [0, 1]. */
import { TO_ONE } from '../../math/log.ts'
import { LN2_HIGH, LN2_LOW } from '../../math/log-kernel.ts'
import { type Body, type FunctionScope, f64x2, i32, i64x2, v128 } from '../assembler/index.ts'
import {
  add,
  constant,
  div,
  type Generator,
  inHalves,
  mul,
  polynomial,
  sub,
  unless,
  type Value,
  type Vector,
} from './vectors.ts'

/**
 * Adding it raises the exponent of a number of at least √½·2ᵏ to 1023 + k. It is `TO_ONE` in the
 * upper word.
 */
const TO_ONE_BITS = constant(TO_ONE * 2 ** 32 * 5e-324)
/** Its lower bits can hold an integer. Subtracting it then gives the integer as a double. */
const TO_52 = 2 ** 52

/** For positive normal x = 2ᵏ·m with m ≥ √½: sets m, and k + BIAS − bias. */
export const significand = (x: Vector, exponent: Vector, k: Vector, m: Vector, bias: Value): Body => [
  exponent.set(i64x2.shrU(i64x2.add(x, TO_ONE_BITS), i32.const(52))),
  m.set(i64x2.sub(i64x2.add(x, constant(1)), i64x2.shl(exponent, i32.const(52)))),
  k.set(sub(v128.or(exponent, constant(TO_52)), bias)),
]
export const BIAS = TO_52 + 1023

/** The same, but sets f = m − 1. */
const split = (x: Vector, exponent: Vector, k: Vector, f: Vector, bias: Value): Body => [
  significand(x, exponent, k, f, bias),
  f.set(sub(f, constant(1))),
]

/** Sets `result` to k·ln2 + log(1 + f) + extra, as `logKernel`. */
const kernel = (scope: FunctionScope) => {
  const [s, z, w, remainder, top, half, a, whole, sum] = scope.locals('v128', 9)
  return (k: Vector, f: Vector, extra: Value, result: Vector): Body => {
    const halfRest = mul(mul(constant(0.5), sub(f, top)), add(f, top))
    return [
      s.set(div(f, add(constant(2), f))),
      z.set(mul(s, s)),
      w.set(mul(z, z)),
      remainder.set(
        polynomial([0.40000000000001007, 0.22222222409750114, 0.15386342449645143, 0.131148348695975], w),
      ),
      remainder.set(
        mul(
          z,
          add(
            polynomial([0.6666666666666666, 0.2857142857072325, 0.18181793732111753, 0.13266048812203002], w),
            mul(z, remainder),
          ),
        ),
      ),
      top.set(sub(add(f, constant(201326592)), constant(201326592))),
      half.set(mul(mul(constant(0.5), top), top)),
      a.set(sub(f, half)),
      // The register of the upper bits is reused for the rest of f²/2.
      top.set(halfRest),
      whole.set(mul(k, constant(LN2_HIGH))),
      sum.set(add(whole, a)),
      result.set(sub(mul(s, add(add(half, top), remainder)), top)),
      result.set(add(result, add(mul(k, constant(LN2_LOW)), extra))),
      result.set(add(sub(sub(f, a), half), result)),
      result.set(add(add(sub(whole, sum), a), result)),
      result.set(add(sum, result)),
    ]
  }
}

/** The results for arguments that are not positive finite numbers. */
const special = (x: Vector, result: Vector): Body => [
  result.set(v128.bitselect(result, constant(Number.NaN), f64x2.gt(x, constant(0)))),
  result.set(v128.bitselect(constant(-Infinity), result, f64x2.eq(x, constant(0)))),
  result.set(v128.bitselect(x, result, f64x2.eq(x, constant(Infinity)))),
]
const ordinary = (x: Vector, from: number): Value =>
  v128.and(f64x2.ge(x, constant(from)), f64x2.lt(x, constant(Infinity)))

const SMALLEST_NORMAL = 2 ** -1022

/** Performs the operations of `math/log.ts` in the same order, so the bits are the same. */
export const logarithm: Generator = scope => {
  const [normal, exponent, k, f, bias] = scope.locals('v128', 5)
  const ofParts = kernel(scope)
  return (x, result) => [
    normal.set(x),
    bias.set(constant(BIAS)),
    unless(ordinary(x, SMALLEST_NORMAL), [
      f.set(f64x2.lt(x, constant(SMALLEST_NORMAL))),
      normal.set(mul(x, v128.bitselect(constant(2 ** 54), constant(1), f))),
      bias.set(v128.bitselect(constant(BIAS + 54), bias, f)),
    ]),
    split(normal, exponent, k, f, bias),
    ofParts(k, f, constant(0), result),
    unless(ordinary(x, SMALLEST_NORMAL), special(x, result)),
  ]
}

/**
 * The coefficients of (2·atanh s − 2s)/s³ as a polynomial in s², for the s of 1 + f in [√½, √2].
 * The relative error of the logarithm is 2⁻⁵⁷.
 */
const SERIES = [
  0.666666666666667, 0.3999999999989889, 0.28571428626253836, 0.22222211089379496, 0.1818289243253687,
  0.15331611722055008, 0.14617807153417325,
]

/** k·ln2 + log(1 + f), accurate enough to be rounded to a float. */
const shortKernel = (scope: FunctionScope) => {
  const [s, z, w] = scope.locals('v128', 3)
  return (k: Value, f: Vector, result: Vector): Body => [
    s.set(div(f, add(constant(2), f))),
    z.set(mul(s, s)),
    w.set(mul(z, z)),
    result.set(add(add(s, s), mul(mul(s, z), inHalves(SERIES, z, w)))),
    result.set(add(mul(k, constant(LN2_HIGH)), add(result, mul(k, constant(LN2_LOW))))),
  ]
}

/**
 * log x of numbers that are floats. After rounding to float, the result equals that of
 * `math/log.ts`.
 */
export const logarithmForSingle: Generator = scope => {
  const [exponent, k, f] = scope.locals('v128', 3)
  const ofParts = shortKernel(scope)
  return (x, result) => [
    split(x, exponent, k, f, constant(BIAS)),
    ofParts(k, f, result),
    unless(ordinary(x, 2 ** -149), special(x, result)),
  ]
}

/** log(1 + x) for x in [0, 1] or NaN, as `math/log1p.ts`. */
export const log1pOfFraction = (scope: FunctionScope) => {
  const [near, sum, extra, k, f] = scope.locals('v128', 5)
  const ofParts = kernel(scope)
  return (x: Vector, result: Vector): Body => [
    near.set(f64x2.lt(x, constant(0.4142))),
    sum.set(add(constant(1), x)),
    extra.set(v128.andNot(div(sub(x, sub(sum, constant(1))), sum), near)),
    // 1 if 1 + x is written as 2·m, else 0.
    k.set(v128.and(f64x2.ge(sum, ROOT_TWO), constant(1))),
    f.set(sub(mul(sum, sub(constant(1), mul(k, constant(0.5)))), constant(1))),
    f.set(v128.bitselect(x, f, near)),
    ofParts(k, f, extra, result),
  ]
}
/** Twice √½, rounded as in `TO_ONE`. */
const ROOT_TWO = constant(1.4142131805419922)

/** The same, accurate enough to be rounded to a float. */
export const log1pOfFractionForSingle = (scope: FunctionScope) => {
  const [far, f] = scope.locals('v128', 2)
  const ofParts = shortKernel(scope)
  return (x: Vector, result: Vector): Body => [
    far.set(f64x2.ge(x, constant(0.4142))),
    f.set(v128.bitselect(mul(sub(x, constant(1)), constant(0.5)), x, far)),
    ofParts(v128.and(far, constant(1)), f, result),
  ]
}
