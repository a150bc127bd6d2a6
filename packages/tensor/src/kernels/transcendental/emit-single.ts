/** Writes eˣ and tanh x for four single floats at a time. */
import { SINGLE_LEAST, SINGLE_MOST } from '../../math/exp-single.ts'
import {
  LN2_HIGH_SINGLE,
  LN2_LOW_SINGLE,
  PER_LN2_SINGLE,
  SERIES_SINGLE,
  TO_INTEGER_SINGLE,
} from '../../math/expansion-single.ts'
import { TANH_SERIES_END, TANH_SERIES_SINGLE, TANH_SINGLE_MOST } from '../../math/tanh-single.ts'
import { type Body, type FunctionScope, f32x4, i32, i32x4, v128 } from '../assembler/index.ts'
import { type Generator, polynomial, unless, type Value, type Vector } from './vectors.ts'

const { add, sub, mul, div, const: constant } = f32x4

/** Performs the operations of `lessOneSingle`; the integer n is in the lower bits of `shifted`. */
const lessOne = (f: FunctionScope) => {
  const [n, high, low, r] = f.locals('v128', 4)
  return (x: Vector, shifted: Vector, result: Vector): Body => [
    shifted.set(add(mul(x, constant(PER_LN2_SINGLE)), constant(TO_INTEGER_SINGLE))),
    n.set(sub(shifted, constant(TO_INTEGER_SINGLE))),
    high.set(sub(x, mul(n, constant(LN2_HIGH_SINGLE)))),
    low.set(mul(n, constant(LN2_LOW_SINGLE))),
    r.set(sub(high, low)),
    result.set(add(high, sub(mul(mul(r, r), polynomial([...SERIES_SINGLE], r, f32x4)), low))),
  ]
}

/** 2^n·start for an integer n in the lower bits, if it is a normal number. `start` is a power of 2. */
const powerOf = (n: Value, start = 1): Value => i32x4.add(i32x4.shl(n, i32.const(23)), constant(start))

/** Within this range no result is subnormal and every power of two is in range. */
const ORDINARY = 87

/** Performs the operations of `math/exp-single.ts`, so the bits are the same. */
export const exponentialOfSingles: Generator = f => {
  const [clipped, shifted, rest, n, half] = f.locals('v128', 5)
  const reduce = lessOne(f)
  return (x, result) => [
    clipped.set(f32x4.pmin(f32x4.pmax(x, constant(SINGLE_LEAST)), constant(SINGLE_MOST))),
    reduce(clipped, shifted, rest),
    result.set(i32x4.add(add(constant(1), rest), i32x4.shl(shifted, i32.const(23)))),
    unless(f32x4.lt(f32x4.abs(x), constant(ORDINARY)), [
      n.set(i32x4.sub(shifted, constant(TO_INTEGER_SINGLE))),
      half.set(i32x4.shrS(n, i32.const(1))),
      // The first product is exact, so a subnormal result is rounded once.
      result.set(mul(mul(add(constant(1), rest), powerOf(half)), powerOf(i32x4.sub(n, half)))),
    ]),
  ]
}

/** Performs the operations of `math/tanh-single.ts`, so the bits are the same. */
export const hyperbolicTangentOfSingles: Generator = f => {
  const [size, twice, shifted, power, whole, part, h, q, z, small] = f.locals('v128', 10)
  const reduce = lessOne(f)
  return (x, result) => [
    size.set(f32x4.pmin(f32x4.abs(x), constant(TANH_SINGLE_MOST))),
    twice.set(add(size, size)),
    reduce(twice, shifted, part),
    power.set(powerOf(shifted, 0.5)),
    whole.set(add(power, constant(0.5))),
    part.set(mul(power, part)),
    h.set(add(whole, part)),
    part.set(add(sub(whole, h), part)),
    q.set(div(constant(1), h)),
    result.set(add(constant(0.75), add(sub(constant(0.25), q), mul(mul(q, q), part)))),
    z.set(mul(size, size)),
    small.set(add(size, mul(size, mul(z, polynomial([...TANH_SERIES_SINGLE], z, f32x4))))),
    result.set(v128.bitselect(small, result, f32x4.lt(size, constant(TANH_SERIES_END)))),
    result.set(v128.or(result, v128.and(x, constant(-0)))),
  ]
}
