/**
 * Division with a whole quotient rounded towards −∞, as in Python: a = b·floorDivide(a, b) +
 * remainder(a, b).
 */

import { numeric, type Promote } from '../../array/dtype.ts'
import { elementwise } from '../../array/elementwise.ts'
import { fail } from '../../array/error.ts'
import type { Loop } from '../../array/loop.ts'
import { promoteAll } from '../../array/operands.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { flat, type Op } from '../../trace/apply.ts'
import { call2 } from '../call.ts'
import { mul } from './mul.ts'
import { neg } from './neg.ts'

/** The remainder with the sign of b. `%` is exact and gives the sign of a. */
function remainderOf(a: number, b: number): number {
  const rest = a % b
  if (rest === 0) return b < 0 ? -0 : 0
  return rest < 0 === b < 0 ? rest : rest + b
}

/**
 * The exact quotient, rounded down if it is below 2⁵³ and otherwise rounded to nearest. A rounded
 * quotient may be a whole number although the true one is just below it. Then the fraction of the
 * true quotient, from the exact remainder, is above a half.
 */
function quotientOf(a: number, b: number): number {
  if (b === 0) return a / b
  const rest = a % b
  if (Number.isNaN(rest)) return rest
  const quotient = a / b
  const whole = Math.floor(quotient)
  const part = rest / b + Number(rest !== 0 && rest < 0 !== b < 0)
  return whole === quotient && part > 0.5 && Math.abs(whole) <= 2 ** 53 ? whole - 1 : whole
}

/** A loop of `f` that throws for an integer divided by 0. */
const loopOf =
  (name: string, f: (a: number, b: number) => number, whole: boolean): Loop =>
  (n, out, o, a, i, di, b, j, dj) => {
    for (const end = o + n; o < end; o++, i += di, j += dj) {
      if (whole && b[j] === 0)
        fail(name, `divides the int32 ${a[i]} by 0, which has no int32 result; cast to float64`)
      out[o] = f(a[i], b[j])
    }
  }

function forward(name: string, f: (a: number, b: number) => number, inputs: readonly Tensor[]): Tensor {
  const dtype = promoteAll(inputs)
  numeric(name, dtype)
  return elementwise(name, dtype, inputs, loopOf(name, f, dtype === 'int32'))
}

export const floorDivideOp: Op<undefined> = {
  name: 'floorDivide',
  batch: 'elementwise',
  dtypes: 'number',
  forward: inputs => forward('floorDivide', quotientOf, inputs),
  derivative: flat,
}

/**
 * The quotient a/b rounded towards −∞, elementwise with broadcasting, in the common dtype. A float
 * divided by 0 gives ±Infinity or NaN. Throws for two bools, and for an int32 divided by 0. Its
 * derivative is 0.
 *
 * @example
 * floorDivide(tensor([7, -7]), 2).toArray() // [3, -4]
 */
export function floorDivide<A extends Arg, B extends Arg>(
  a: A,
  b: B,
): Tensor<Promote<DTypeOf<A>, DTypeOf<B>>> {
  return call2(floorDivideOp, a, b)
}

/**
 * The quotient in the derivative of the remainder. Its own derivative is 0. The rule is not `flat`,
 * which throws if a whole result has the derivative 0: a second derivative of 0 is right here.
 */
const steps: Op<undefined> = { ...floorDivideOp, derivative: () => [] }

export const remainderOp: Op<undefined> = {
  name: 'remainder',
  batch: 'elementwise',
  dtypes: 'number',
  forward: inputs => forward('remainder', remainderOf, inputs),
  derivative: (g, _y, [a, b]) => [() => g, () => neg(mul(g, call2(steps, a, b)))],
}

/**
 * The remainder of a/b with the sign of b, as in Python, elementwise with broadcasting, in the
 * common dtype. A float divided by 0 gives NaN. Throws for two bools, and for an int32 divided by
 * 0.
 *
 * @example
 * remainder(tensor([7, -7]), 3).toArray() // [1, 2]
 */
export function remainder<A extends Arg, B extends Arg>(a: A, b: B): Tensor<Promote<DTypeOf<A>, DTypeOf<B>>> {
  return call2(remainderOp, a, b)
}
