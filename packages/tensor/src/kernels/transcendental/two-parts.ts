/**
 * Numbers of about 106 bits for two doubles at a time. The code performs the operations of
 * `math/two-parts.ts` in the same order, so the bits are the same.
 */
import { SPLITTER } from '../../math/double-double.ts'
import { type Body, type FunctionScope, f64x2, v128 } from '../assembler/index.ts'
import { add, constant, div, mul, split, sub, type Value, type Vector } from './vectors.ts'

/** high + low. Without `low` it is 0. The code reads `high` and `low` several times. */
export interface Parts {
  readonly high: Value
  readonly low?: Value | undefined
}

/** Registers for a number in two parts. */
export interface Pair extends Parts {
  readonly high: Vector
  readonly low: Vector
}

export const pair = (f: FunctionScope): Pair => {
  const [high, low] = f.locals('v128', 2)
  return { high, low }
}

export const negative = ({ high, low }: Parts): Parts => ({
  high: f64x2.neg(high),
  low: low && f64x2.neg(low),
})

export const constants = (high: number, low: number): Parts => ({ high: constant(high), low: constant(low) })

/** Sets `no` to `yes` where the mask is 1. */
export const select = (yes: Pair, no: Pair, mask: Value): Body => [
  no.high.set(v128.bitselect(yes.high, no.high, mask)),
  no.low.set(v128.bitselect(yes.low, no.low, mask)),
]

/** The halves of a factor if they are known. Without a rest, the number itself has few bits. */
type Halves = readonly [top: Value, rest?: Value]

/** The halves of a constant, as `split` computes them. */
export const halvesOf = (c: number): Halves => {
  const top = SPLITTER * c - (SPLITTER * c - c)
  return [constant(top), constant(c - top)]
}

/** The sum of the terms that are there. */
const sumOfTerms = (...terms: (Value | undefined)[]): Value | undefined =>
  terms.reduce((sum, term) => (sum && term ? add(sum, term) : (sum ?? term)))

/** Each function makes code that sets `to`, which may be an operand. */
export const twoParts = (f: FunctionScope) => {
  const [sum, back, product, error, aTop, aRest, bTop, bRest] = f.locals('v128', 8)

  const join = (high: Value, low: Value, to: Pair): Body => [
    error.set(low),
    sum.set(add(high, error)),
    to.low.set(add(sub(high, sum), error)),
    to.high.set(sum),
  ]

  const sumOf = (a: Value, b: Value, to: Pair): Body => [
    sum.set(add(a, b)),
    back.set(sub(sum, a)),
    to.low.set(add(sub(a, sub(sum, back)), sub(b, back))),
    to.high.set(sum),
  ]

  const exact: Pair = { high: product, low: error }
  const plus = (a: Parts, b: Parts, to: Pair): Body => {
    const lows = sumOfTerms(a.low, b.low)
    return [sumOf(a.high, b.high, exact), join(product, lows ? add(error, lows) : error, to)]
  }

  /** Sets `error` to a·b − product. */
  const productError = (a: Value, b: Value, halves?: Halves): Body => {
    const [top, rest] = halves ?? (a === b ? [aTop, aRest] : [bTop, bRest])
    const first = sub(mul(aTop, top), product)
    return [
      split(a, aTop, aRest),
      halves || a === b ? [] : split(b, bTop, bRest),
      error.set(sumOfTerms(first, rest && mul(aTop, rest), mul(aRest, top), rest && mul(aRest, rest))!),
    ]
  }

  /** a·b. `halves` are those of b.high. */
  const times = (a: Parts, b: Parts, to: Pair, halves?: Halves): Body => {
    const lows = sumOfTerms(b.low && mul(a.high, b.low), a.low && mul(a.low, b.high))
    return [
      product.set(mul(a.high, b.high)),
      productError(a.high, b.high, halves),
      join(product, lows ? add(error, lows) : error, to),
    ]
  }

  const value = f.local('v128')
  /** The rounded quotient and a correction, which may exceed its rounding error. */
  const corrected = (a: Parts, b: Parts, to: Pair): Body => {
    const part = b.low && mul(value, b.low)
    const lows = part ? (a.low ? sub(a.low, part) : f64x2.neg(part)) : a.low
    const remainder = sub(sub(a.high, product), error)
    return [
      value.set(div(a.high, b.high)),
      product.set(mul(value, b.high)),
      productError(value, b.high),
      to.low.set(div(lows ? add(remainder, lows) : remainder, b.high)),
      to.high.set(value),
    ]
  }
  const quotient = (a: Parts, b: Parts, to: Pair): Body => [corrected(a, b, exact), join(product, error, to)]

  const squareRoot = (a: Pair, to: Pair): Body => [
    value.set(f64x2.sqrt(a.high)),
    product.set(mul(value, value)),
    productError(value, value),
    join(value, div(add(sub(sub(a.high, product), error), a.low), add(value, value)), to),
  ]

  /** a², exactly. */
  const square = (a: Value, to: Pair): Body => [
    product.set(mul(a, a)),
    productError(a, a),
    to.high.set(product),
    to.low.set(error),
  ]

  return { join, sumOf, plus, times, corrected, quotient, squareRoot, square }
}
