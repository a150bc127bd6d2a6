/** Writes erf x, erfc x and gelu x for two doubles at a time. */
import {
  CENTRE,
  CENTRE_FIRST,
  CENTRE_FIRST_LOW,
  TAIL,
  TAIL_FIRST,
  TAIL_FIRST_LOW,
} from '../../math/erfc-in-parts.ts'
import { ROOT_HALF_LOW } from '../../math/gelu.ts'
import { type Body, type FunctionScope, f64x2, v128 } from '../assembler/index.ts'
import { expansion } from './emit-expansion.ts'
import { constants, halvesOf, negative, type Pair, type Parts, pair, select, twoParts } from './two-parts.ts'
import { add, constant, type Generator, mul, polynomial, sub, type Value } from './vectors.ts'

/** Sets `to` to erf x for |x| ≤ ½, as `erfOfSmall`. */
const erfOfSmall = (f: FunctionScope) => {
  const z = f.local('v128')
  const factor = pair(f)
  const { join, times } = twoParts(f)
  return (x: Parts, to: Pair): Body => [
    z.set(mul(x.high, x.high)),
    join(constant(CENTRE_FIRST), add(constant(CENTRE_FIRST_LOW), mul(z, polynomial(CENTRE, z))), factor),
    times(factor, x, to),
  ]
}

/** Sets erfc x = 2ⁿ·to for ½ ≤ x ≤ 28, as `erfcOfLarge`. `powerOf` is that of `expansion`. */
const erfcOfLarge = (f: FunctionScope) => {
  const [beyond, slope] = f.locals('v128', 2)
  const [e, t, other] = [pair(f), pair(f), pair(f)]
  const { expand, powerOf } = expansion(f)
  const { join, sumOf, times, quotient, square } = twoParts(f)
  const sumWith = (x: Parts, c: number, to: Pair): Body => [
    sumOf(x.high, constant(c), to),
    x.low ? to.low.set(add(to.low, x.low)) : [],
  ]
  const ofLarge = (x: Parts, to: Pair): Body => [
    square(x.high, e),
    e.low.set(x.low ? sub(f64x2.neg(e.low), mul(mul(constant(2), x.high), x.low)) : f64x2.neg(e.low)),
    e.high.set(f64x2.neg(e.high)),
    expand(e, e),
    sumWith(x, -4, t),
    sumWith(x, 4, other),
    quotient(t, other, t),
    // The derivative of the polynomial, if it is large.
    beyond.set(add(t.high, constant(0.35))),
    slope.set(mul(mul(constant(2.13), beyond), beyond)),
    slope.set(v128.and(slope, f64x2.lt(t.high, constant(-0.35)))),
    slope.set(add(constant(TAIL_FIRST_LOW), mul(t.low, slope))),
    join(constant(TAIL_FIRST), add(mul(t.high, polynomial(TAIL, t.high)), slope), t),
    times(t, e, t),
    sumWith(x, 0.4, other),
    quotient(t, other, to),
  ]
  return { ofLarge, powerOf }
}

/** Sets `to` to x times a power of 2. */
const scaled = (x: Pair, power: Value, to: Pair): Body => [
  to.high.set(mul(x.high, power)),
  to.low.set(mul(x.low, power)),
]

const sign = (x: Value): Value => v128.and(x, constant(-0))

/** Performs the operations of `math/erf.ts` in the same order, so the bits are the same. */
export const errorFunction: Generator = f => {
  const size = f.local('v128')
  const [small, large] = [pair(f), pair(f)]
  const { plus } = twoParts(f)
  const ofSmall = erfOfSmall(f)
  const { ofLarge, powerOf } = erfcOfLarge(f)
  return (x, result) => [
    // From 6 on the result is 1.
    size.set(f64x2.pmin(f64x2.abs(x), constant(6))),
    ofLarge({ high: size }, large),
    scaled(large, powerOf(1), large),
    plus({ high: constant(1) }, negative(large), large),
    ofSmall({ high: size }, small),
    result.set(v128.bitselect(small.high, large.high, f64x2.lt(size, constant(0.5)))),
    result.set(v128.bitselect(mul(size, constant(CENTRE_FIRST)), result, f64x2.lt(size, constant(1e-150)))),
    result.set(v128.or(result, sign(x))),
  ]
}

/** The power of 2 by which results are multiplied first. It keeps the other factor normal. */
const FIRST_POWER = 2 ** -500

/**
 * `inParts` sets erfc x = `to`·`power`·FIRST_POWER for −7 ≤ x ≤ 28, as `erfcInParts`. Two
 * multiplications, the first of which is exact, round a subnormal result once.
 */
const erfcInParts = (f: FunctionScope) => {
  const [size, positive, isSmall, power] = f.locals('v128', 4)
  const [near, whole] = [pair(f), pair(f)]
  const { plus } = twoParts(f)
  const ofSmall = erfOfSmall(f)
  const { ofLarge, powerOf } = erfcOfLarge(f)
  const inParts = (x: Parts, to: Pair): Body => [
    size.set(f64x2.abs(x.high)),
    ofLarge({ high: size, low: x.low && v128.xor(x.low, sign(x.high)) }, to),
    ofSmall(x, near),
    isSmall.set(f64x2.lt(size, constant(0.5))),
    positive.set(f64x2.ge(x.high, constant(0.5))),
    scaled(to, powerOf(1), whole),
    select(near, whole, isSmall),
    plus({ high: v128.bitselect(constant(1), constant(2), isSmall) }, negative(whole), whole),
    select(whole, to, v128.not(positive)),
    power.set(v128.bitselect(powerOf(1 / FIRST_POWER), constant(1 / FIRST_POWER), positive)),
  ]
  return { inParts, power }
}

/** Performs the operations of `math/erfc.ts` in the same order, so the bits are the same. */
export const complementaryErrorFunction: Generator = f => {
  const clipped = f.local('v128')
  const value = pair(f)
  const { inParts, power } = erfcInParts(f)
  return (x, result) => [
    // Beyond these bounds the result is 2 or 0.
    clipped.set(f64x2.pmin(f64x2.pmax(x, constant(-6)), constant(28))),
    inParts({ high: clipped }, value),
    result.set(mul(mul(value.high, constant(FIRST_POWER)), power)),
  ]
}

/** Performs the operations of `math/gelu.ts` in the same order, so the bits are the same. */
export const gelu: Generator = f => {
  const [clipped, half] = f.locals('v128', 2)
  const [u, value] = [pair(f), pair(f)]
  const { times } = twoParts(f)
  const { inParts, power } = erfcInParts(f)
  return (x, result) => [
    // Below −39 the result is −0.
    clipped.set(f64x2.pmin(f64x2.pmax(x, constant(-39)), constant(9))),
    half.set(mul(constant(0.5), clipped)),
    clipped.set(f64x2.neg(clipped)),
    times({ high: clipped }, constants(Math.SQRT1_2, ROOT_HALF_LOW), u, halvesOf(Math.SQRT1_2)),
    inParts(u, value),
    times(value, { high: half }, value),
    result.set(mul(mul(value.high, constant(FIRST_POWER)), power)),
    result.set(v128.bitselect(x, result, f64x2.gt(x, constant(9)))),
    result.set(v128.bitselect(result, half, f64x2.gt(f64x2.abs(x), constant(1e-150)))),
  ]
}
