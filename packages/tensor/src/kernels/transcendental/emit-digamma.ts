/** Writes the digamma function for two doubles at a time. */
import { ASYMPTOTIC, TO_21, TO_27 } from '../../math/digamma.ts'
import { FIRST_LOG } from '../../math/log-in-parts.ts'
import { LN2_HIGH, LN2_LOW } from '../../math/log-kernel.ts'
import { HALF_PI_LOW } from '../../math/quarter-turns.ts'
import { type Body, type FunctionScope, f64x2, v128, when, whilst } from '../assembler/index.ts'
import { LOGARITHM_TABLE } from '../engine.ts'
import { BIAS, significand } from './emit-log.ts'
import { cosineOf, sineOf } from './emit-sine-cosine.ts'
import { constants, halvesOf, negative, type Pair, pair, select, twoParts } from './two-parts.ts'
import {
  add,
  constant,
  div,
  type Generator,
  mul,
  pairsOf,
  polynomial,
  sub,
  type Vector,
  withInteger,
} from './vectors.ts'

const SERIES = [2 / 3, 2 / 5, 2 / 7, 2 / 9]

/** Sets `to` to log x of a positive normal number, as `math/log-in-parts.ts`. */
const logInParts = (f: FunctionScope) => {
  const [exponent, k, m, j, shifted, c, z, base, sum] = f.locals('v128', 9)
  const [total, s] = [pair(f), pair(f)]
  const { load, firsts, seconds } = pairsOf(f, shifted, LOGARITHM_TABLE - 16 * FIRST_LOG, 63)
  const { join, corrected } = twoParts(f)
  return (x: Vector, to: Pair): Body => [
    significand(x, exponent, k, m, constant(BIAS)),
    j.set(f64x2.floor(add(mul(m, constant(32)), constant(0.5)))),
    shifted.set(withInteger(j)),
    load,
    c.set(mul(j, constant(0.03125))),
    total.high.set(add(m, c)),
    total.low.set(sub(m, sub(total.high, c))),
    m.set(sub(m, c)),
    corrected({ high: m }, total, s),
    z.set(mul(s.high, s.high)),
    z.set(mul(mul(s.high, z), polynomial(SERIES, z))),
    z.set(add(mul(constant(2), s.low), z)),
    z.set(add(z, add(mul(k, constant(LN2_LOW)), seconds))),
    s.high.set(mul(constant(2), s.high)),
    base.set(add(mul(k, constant(LN2_HIGH)), firsts)),
    sum.set(add(base, s.high)),
    join(sum, add(add(sub(base, sum), s.high), z), to),
  ]
}

/** Sets a number to 0 where the mask is 1. */
const without = (mask: Vector, to: Pair): Body => [
  to.high.set(v128.andNot(to.high, mask)),
  to.low.set(v128.andNot(to.low, mask)),
]

/**
 * Sets `to` to the sum of the reciprocals after the first, as the loop of `ofPositive`, and `n` to
 * the number of reciprocals.
 */
const recurrence = (f: FunctionScope) => {
  const [isSmall, k, at, atTop, inverse, inverseTop, remainder] = f.locals('v128', 7)
  const nearest = (x: Vector, toMultiple: number) => sub(add(x, constant(toMultiple)), constant(toMultiple))
  const one = constant(1)
  return (x: Vector, n: Vector, to: Pair): Body => [
    to.high.set(constant(0)),
    to.low.set(constant(0)),
    n.set(v128.and(f64x2.lt(x, constant(10)), one)),
    k.set(one),
    whilst(v128.anyTrue(isSmall.tee(f64x2.lt(at.tee(add(x, k)), constant(10)))), [
      inverse.set(div(one, at)),
      inverseTop.set(nearest(inverse, TO_27)),
      atTop.set(nearest(at, TO_21)),
      remainder.set(sub(one, mul(inverseTop, atTop))),
      remainder.set(sub(remainder, mul(inverseTop, sub(x, sub(atTop, k))))),
      to.high.set(add(to.high, v128.and(inverseTop, isSmall))),
      to.low.set(add(to.low, v128.and(mul(remainder, inverse), isSmall))),
      n.set(add(n, v128.and(isSmall, one))),
      k.set(add(k, one)),
    ]),
  ]
}

/**
 * Sets `to` to digamma(x) for x ≥ 10⁻¹⁸, or to digamma(x) + 1/x where the mask `next` is 1, as
 * `ofPositive`.
 */
const ofPositive = (f: FunctionScope) => {
  const [n, square, isHuge, omitted] = f.locals('v128', 4)
  const [at, part] = [pair(f), pair(f)]
  const { sumOf, plus, quotient } = twoParts(f)
  const recur = recurrence(f)
  const log = logInParts(f)
  return (x: Vector, next: Vector, to: Pair): Body => [
    recur(x, n, to),
    sumOf(x, n, at),
    quotient({ high: constant(-0.5) }, at, part),
    plus(part, negative(to), to),
    omitted.set(v128.not(v128.xor(f64x2.lt(x, constant(10)), next))),
    when(v128.anyTrue(v128.not(omitted)), [
      square.set(v128.bitselect(constant(1), constant(-1), next)),
      quotient({ high: square }, { high: x }, part),
      without(omitted, part),
      plus(to, part, to),
    ]),
    square.set(div(constant(1), mul(at.high, at.high))),
    to.low.set(add(to.low, mul(square, polynomial(ASYMPTOTIC, square)))),
    // Above 10¹⁸ the logarithm is the result.
    isHuge.set(f64x2.gt(x, constant(1e18))),
    without(isHuge, to),
    log(at.high, part),
    part.low.set(add(part.low, v128.andNot(div(at.low, at.high), isHuge))),
    plus(part, to, to),
  ]
}

/** Adds π·cot(πy) to `value`. */
const reflection = (f: FunctionScope) => {
  const [beyond, size, other, sign] = f.locals('v128', 4)
  const [turn, sine, cosine, part] = [pair(f), pair(f), pair(f), pair(f)]
  const { plus, times, quotient } = twoParts(f)
  const [sineInParts, cosineInParts] = [sineOf(f), cosineOf(f)]
  const ofPi = constants(Math.PI, 2 * HALF_PI_LOW)
  return (y: Vector, value: Pair): Body => [
    beyond.set(sub(y, f64x2.floor(add(y, constant(0.5))))),
    size.set(f64x2.abs(beyond)),
    other.set(sub(constant(0.5), size)),
    times({ high: f64x2.pmin(size, other) }, ofPi, turn, halvesOf(Math.PI)),
    sineInParts(turn, sine),
    times({ high: sub(constant(0.5), f64x2.pmax(size, other)) }, ofPi, turn, halvesOf(Math.PI)),
    cosineInParts(turn, part),
    // Near a quarter, sine and cosine change places.
    cosine.high.set(sine.high),
    cosine.low.set(sine.low),
    select(part, cosine, f64x2.lt(size, constant(0.25))),
    select(part, sine, f64x2.gt(size, constant(0.25))),
    quotient(cosine, sine, part),
    times(part, ofPi, part, halvesOf(Math.PI)),
    sign.set(v128.and(beyond, constant(-0))),
    part.high.set(v128.xor(part.high, sign)),
    part.low.set(v128.xor(part.low, sign)),
    plus(value, part, value),
  ]
}

/** Performs the operations of `math/digamma.ts` in the same order, so the bits are the same. */
export const digamma: Generator = f => {
  const [size, isNegative] = f.locals('v128', 2)
  const [value, reflected] = [pair(f), pair(f)]
  const positive = ofPositive(f)
  const reflect = reflection(f)
  return (x, result) => [
    size.set(f64x2.abs(x)),
    isNegative.set(f64x2.lt(x, constant(0))),
    positive(size, isNegative, value),
    when(v128.anyTrue(isNegative), [
      reflected.high.set(value.high),
      reflected.low.set(value.low),
      reflect(size, reflected),
      select(reflected, value, isNegative),
      isNegative.set(v128.and(isNegative, f64x2.eq(f64x2.floor(x), x))),
      value.high.set(v128.or(value.high, isNegative)),
    ]),
    result.set(v128.bitselect(x, value.high, f64x2.eq(x, constant(Infinity)))),
    result.set(v128.bitselect(div(constant(-1), x), result, f64x2.lt(size, constant(1e-18)))),
  ]
}
