/** Writes sin x and cos x for two doubles at a time. */

import { MIDDLE, PART_1, PART_2, PART_3, PART_4, TWO_OVER_PI } from '../../math/quarter-turns.ts'
import { type Body, f64x2, i32, i64x2, v128 } from '../assembler/index.ts'
import { cosineOf, sineOf } from './emit-sine-cosine.ts'
import { pair } from './two-parts.ts'
import {
  add,
  constant,
  type Generator,
  mul,
  type Scalars,
  sub,
  TO_INTEGER,
  unless,
  type Value,
  type Vector,
  withInteger,
} from './vectors.ts'

type Name = 'sin' | 'cos'

/** Doubles with the bits of the integers 1 and 2. */
const [ONE, TWO] = [constant(5e-324), constant(1e-323)]
const QUARTER = 0.7853981633974483

/**
 * If x is too large for the subtraction of quarter turns, calls the function of one double for each
 * lane.
 */
const ofLarge = (name: Name, scalars: Scalars, x: Vector, result: Vector): Body => {
  const ofLane = (lane: number) => scalars[name].call(f64x2.extract(x, lane))
  return unless(f64x2.lt(f64x2.abs(x), constant(MIDDLE)), [
    result.set(f64x2.replace(f64x2.splat(ofLane(0)), 1, ofLane(1))),
  ])
}

/**
 * `shifted` holds n in its lower bits. These functions give whether the result is the sine of the
 * rest, and the sign of the result.
 */
const sineIsIt = (name: Name, shifted: Vector): Value => {
  const odd = i64x2.sub(constant(0), v128.and(shifted, ONE))
  return name === 'sin' ? v128.not(odd) : odd
}
const signOf = (name: Name, shifted: Vector): Value =>
  i64x2.shl(v128.and(name === 'sin' ? shifted : i64x2.add(shifted, ONE), TWO), i32.const(62))

/** The sine of a small x is x, also for −0. */
const keepSmall = (x: Vector, result: Vector): Body =>
  result.set(v128.bitselect(result, x, f64x2.gt(f64x2.abs(x), constant(1e-8))))

/**
 * Performs the operations of `math/sin.ts` and `math/cos.ts` in the same order, so the bits are the
 * same.
 */
const exactly =
  (name: Name): Generator =>
  (f, scalars) => {
    const [n, shifted, sum, back, part] = f.locals('v128', 5)
    const [angle, sine, cosine] = [pair(f), pair(f), pair(f)]
    const { high, low } = angle
    const sineInParts = sineOf(f)
    const cosineInParts = cosineOf(f)
    /** Sets `high` to high + added, and `sum` to its rounding error. */
    const addTo = (added: Value): Body => [
      part.set(added),
      sum.set(add(high, part)),
      back.set(sub(sum, high)),
      back.set(add(sub(high, sub(sum, back)), sub(part, back))),
      high.set(sum),
      sum.set(back),
    ]
    return (x, result) => [
      n.set(f64x2.floor(add(mul(x, constant(TWO_OVER_PI)), constant(0.5)))),
      n.set(v128.and(n, f64x2.gt(f64x2.abs(x), constant(QUARTER)))),
      shifted.set(withInteger(n)),
      high.set(sub(x, mul(n, constant(PART_1)))),
      n.set(f64x2.neg(n)),
      addTo(mul(n, constant(PART_2))),
      low.set(sum),
      addTo(mul(n, constant(PART_3))),
      low.set(add(low, sum)),
      addTo(add(low, mul(n, constant(PART_4)))),
      low.set(sum),
      sineInParts(angle, sine),
      cosineInParts(angle, cosine),

      result.set(v128.bitselect(sine.high, cosine.high, sineIsIt(name, shifted))),
      result.set(v128.xor(result, signOf(name, shifted))),
      name === 'sin' ? keepSmall(x, result) : [],
      ofLarge(name, scalars, x, result),
    ]
  }

/**
 * The coefficients of (sin r − r)/r³ and (cos r − 1)/r² as polynomials in r², for |r| ≤ π/4. The
 * relative errors of sine and cosine are 2⁻⁵⁷ and 2⁻⁶⁰.
 */
const SHORT_SINE = [
  -0.16666666666666666, 0.008333333333333331, -0.0001984126984126506, 2.7557319219335453e-6,
  -2.5052106231157904e-8, 1.605853141458901e-10, -7.586685070091267e-13,
]
const SHORT_COSINE = [
  -0.5, 0.04166666666666664, -0.0013888888888880767, 2.480158729368715e-5, -2.755731556415141e-7,
  2.0875886390883725e-9, -1.1367978191553177e-11,
]

/**
 * Sine and cosine of numbers that are floats. After rounding to float, the results equal those of
 * `math`.
 */
const forSingle =
  (name: Name): Generator =>
  (f, scalars) => {
    const [n, shifted, r, z, sine, factor] = f.locals('v128', 6)
    const either = (ofSine: Value, ofCosine: Value): Value => v128.bitselect(ofSine, ofCosine, sine)
    return (x, result) => [
      shifted.set(withInteger(mul(x, constant(TWO_OVER_PI)))),
      n.set(sub(shifted, constant(TO_INTEGER))),
      r.set(sub(sub(x, mul(n, constant(PART_1))), mul(n, constant(PART_2)))),
      r.set(sub(r, mul(n, constant(PART_3)))),
      z.set(mul(r, r)),
      sine.set(sineIsIt(name, shifted)),
      result.set(
        SHORT_SINE.map((c, i) => either(constant(c), constant(SHORT_COSINE[i]))).reduceRight((value, c) =>
          add(c, mul(z, value)),
        ),
      ),
      // r + (r·z)·series, or 1 + z·series.
      factor.set(either(r, constant(1))),
      result.set(add(factor, mul(mul(factor, z), result))),
      result.set(v128.xor(result, signOf(name, shifted))),
      name === 'sin' ? keepSmall(x, result) : [],
      ofLarge(name, scalars, x, result),
    ]
  }

export const sine: Generator = exactly('sin')
export const cosine: Generator = exactly('cos')
export const sineForSingle: Generator = forSingle('sin')
export const cosineForSingle: Generator = forSingle('cos')
