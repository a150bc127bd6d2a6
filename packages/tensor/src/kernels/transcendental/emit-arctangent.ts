/** Writes the arctangent, the arcsine and the arccosine of two doubles at a time. */
import { HALF_PI, HALF_PI_LOW } from '../../math/quarter-turns.ts'
import { type Body, type FunctionScope, f64x2, v128 } from '../assembler/index.ts'
import { ANGLE_TABLE } from '../engine.ts'
import { constants, negative, type Pair, type Parts, pair, twoParts } from './two-parts.ts'
import {
  add,
  constant,
  div,
  type Generator,
  mul,
  pairsOf,
  polynomial,
  type Value,
  type Vector,
  withInteger,
} from './vectors.ts'

/** The bits of `yes` where the mask is 1, and of `no` where it is 0. */
const choose = (yes: Value, no: Value, mask: Value): Value => v128.bitselect(yes, no, mask)

const SERIES = [
  -0.3333333333333332, 0.19999999999823825, -0.1428571392619221, 0.11110854209807455, -0.09015908884241114,
]

/**
 * Sets `to` to the angle of the point (x, y), as `math/arctangent.ts`. `turned` is whether y > x.
 */
const arctangent = (f: FunctionScope) => {
  const [turned, j, c, shifted, z] = f.locals('v128', 5)
  const [least, most, top, bottom] = [pair(f), pair(f), pair(f), pair(f)]
  const { load, firsts, seconds } = pairsOf(f, shifted, ANGLE_TABLE, 15)
  const { join, sumOf, plus, times, quotient } = twoParts(f)
  const either = (y: Parts, x: Parts, to: Pair): Body => [
    to.high.set(choose(y.high, x.high, turned)),
    y.low || x.low ? to.low.set(choose(y.low ?? constant(0), x.low ?? constant(0), turned)) : [],
  ]
  return (y: Parts, x: Parts, to: Pair): Body => {
    const exact = !(y.low || x.low)
    const part = ({ high, low }: Pair): Parts => (exact ? { high } : { high, low })
    return [
      turned.set(f64x2.gt(y.high, x.high)),
      either(x, y, least),
      either(y, x, most),
      j.set(f64x2.floor(add(div(mul(constant(8), least.high), most.high), constant(0.5)))),
      shifted.set(withInteger(j)),
      load,
      c.set(mul(constant(0.125), j)),
      times(part(most), { high: c }, top, [c]),
      plus(part(least), negative(top), top),
      times(part(least), { high: c }, bottom, [c]),
      plus(part(most), bottom, bottom),
      quotient(top, bottom, top),
      z.set(mul(top.high, top.high)),
      z.set(mul(mul(top.high, z), polynomial(SERIES, z))),
      top.low.set(add(seconds, add(top.low, z))),
      sumOf(firsts, top.high, bottom),
      join(bottom.high, add(bottom.low, top.low), to),
      plus(constants(HALF_PI, HALF_PI_LOW), negative(to), top),
      to.high.set(choose(top.high, to.high, turned)),
      to.low.set(choose(top.low, to.low, turned)),
    ]
  }
}

/** Sets `to` to √(1 − x²), as `math/cathetus.ts`. NaN if |x| > 1. */
const cathetus = (f: FunctionScope) => {
  const none = f.local('v128')
  const less = pair(f)
  const { sumOf, times, squareRoot } = twoParts(f)
  return (x: Vector, to: Pair): Body => [
    sumOf(constant(1), x, to),
    sumOf(constant(1), f64x2.neg(x), less),
    times(to, less, less),
    squareRoot(less, to),
    // The quotient of the square root is 0/0 if x is 1.
    none.set(f64x2.eq(less.high, constant(0))),
    to.high.set(v128.andNot(to.high, none)),
    to.low.set(v128.andNot(to.low, none)),
  ]
}

const withSignOf = (x: Vector, size: Value): Value => v128.or(size, v128.and(x, constant(-0)))

/** A small x is its own arctangent and arcsine; NaN stays NaN. */
const keepSmall = (x: Vector, size: Vector, result: Value): Value =>
  choose(result, x, f64x2.gt(size, constant(1e-8)))

/** Performs the operations of `math/atan.ts` in the same order, so the bits are the same. */
export const arctangentOf: Generator = f => {
  const [size] = f.locals('v128', 1)
  const angle = pair(f)
  const ofPoint = arctangent(f)
  return (x, result) => [
    // From 1e20 on the result is π/2.
    size.set(f64x2.pmin(f64x2.abs(x), constant(1e20))),
    ofPoint({ high: size }, { high: constant(1) }, angle),
    result.set(keepSmall(x, size, withSignOf(x, angle.high))),
  ]
}

/** Performs the operations of `math/asin.ts` in the same order, so the bits are the same. */
export const arcsine: Generator = f => {
  const [size] = f.locals('v128', 1)
  const [other, angle] = [pair(f), pair(f)]
  const leg = cathetus(f)
  const ofPoint = arctangent(f)
  return (x, result) => [
    size.set(f64x2.abs(x)),
    leg(size, other),
    ofPoint({ high: size }, other, angle),
    result.set(keepSmall(x, size, withSignOf(x, angle.high))),
  ]
}

/** Performs the operations of `math/acos.ts` in the same order, so the bits are the same. */
export const arccosine: Generator = f => {
  const [size] = f.locals('v128', 1)
  const [other, angle] = [pair(f), pair(f)]
  const leg = cathetus(f)
  const ofPoint = arctangent(f)
  const { plus } = twoParts(f)
  return (x, result) => [
    size.set(f64x2.abs(x)),
    leg(size, other),
    ofPoint(other, { high: size }, angle),
    plus(constants(Math.PI, 2 * HALF_PI_LOW), negative(angle), other),
    result.set(choose(other.high, angle.high, f64x2.lt(x, constant(0)))),
  ]
}
