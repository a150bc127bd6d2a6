/** Writes the sine and the cosine in two parts, for two doubles at a time. */
import { TO_TOP } from '../../math/sine-cosine.ts'
import type { Body, FunctionScope } from '../assembler/index.ts'
import { type Pair, pair, twoParts } from './two-parts.ts'
import { add, constant, div, mul, polynomial, sub } from './vectors.ts'

const SINE = [
  0.008333333333333331, -0.00019841269841265017, 2.755731921930192e-6, -2.5052106219521895e-8,
  1.6058529572267877e-10, -7.586576588171073e-13,
]
const COSINE = [
  0.041666666666666664, -0.0013888888888887382, 2.480158729874307e-5, -2.7557317260008837e-7,
  2.0876143827993133e-9, -1.1382456778061306e-11,
]

/** Sets `to` to the sine of an angle in [−π/4, π/4], as `sine` of `math/sine-cosine.ts`. */
export const sineOf = (f: FunctionScope) => {
  const [z, top, rest, square, cubic, sum] = f.locals('v128', 6)
  const { join } = twoParts(f)
  return ({ high, low }: Pair, to: Pair): Body => [
    z.set(mul(high, high)),
    top.set(sub(add(high, constant(TO_TOP)), constant(TO_TOP))),
    square.set(mul(top, top)),
    cubic.set(div(mul(square, top), constant(-6))),
    rest.set(div(mul(sub(high, top), add(add(z, mul(high, top)), square)), constant(-6))),
    sum.set(add(high, cubic)),
    rest.set(add(rest, mul(mul(mul(high, z), z), polynomial(SINE, z)))),
    rest.set(add(rest, mul(low, sub(constant(1), mul(constant(0.5), z))))),
    join(sum, add(add(sub(high, sum), cubic), rest), to),
  ]
}

/** Sets `to` to the cosine of an angle in [−π/4, π/4], as `cosine` of `math/sine-cosine.ts`. */
export const cosineOf = (f: FunctionScope) => {
  const [half, rest, value] = f.locals('v128', 3)
  const { high: z, low: zLow } = pair(f)
  const { join, square } = twoParts(f)
  return ({ high, low }: Pair, to: Pair): Body => [
    square(high, { high: z, low: zLow }),
    zLow.set(add(zLow, mul(mul(constant(2), high), low))),
    half.set(mul(constant(0.5), z)),
    value.set(sub(constant(1), half)),
    rest.set(sub(sub(constant(1), value), half)),
    rest.set(add(rest, sub(mul(mul(z, z), polynomial(COSINE, z)), mul(constant(0.5), zLow)))),
    join(value, rest, to),
  ]
}
