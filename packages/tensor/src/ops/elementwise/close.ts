import { elementwise } from '../../array/elementwise.ts'
import type { Loop } from '../../array/loop.ts'
import { operands } from '../../array/operands.ts'
import { checkOptions, type OptionKinds } from '../../array/options.ts'
import type { Arg, Tensor } from '../../array/tensor.ts'
import { within } from '../../array/within.ts'
import { apply, type Op } from '../../trace/apply.ts'
import { all } from '../reduce/all.ts'

export interface CloseOptions {
  /** The relative tolerance, 1e-5 by default. */
  readonly rtol?: number
  /** The absolute tolerance, 1e-8 by default. */
  readonly atol?: number
  /** Whether NaN is close to NaN; false by default. */
  readonly equalNan?: boolean
}

const KINDS: OptionKinds = { rtol: 'number', atol: 'number', equalNan: 'boolean' }

export const isCloseOp: Op<CloseOptions> = {
  name: 'isClose',
  batch: 'elementwise',
  forward(inputs, { rtol = 1e-5, atol = 1e-8, equalNan }) {
    const loop: Loop = (n, out, o, a, i, di, b, j, dj) => {
      for (const end = o + n; o < end; o++, i += di, j += dj) {
        const x = a[i]
        const y = b[j]
        const near = Math.abs(x - y) <= atol + rtol * Math.abs(y) && Math.abs(y) < Infinity
        const both = equalNan === true && Number.isNaN(x) && Number.isNaN(y)
        out[o] = Number(x === y || near || both)
      }
    }
    return elementwise('isClose', 'bool', inputs, loop)
  },
  derivative: null,
}

/**
 * Whether |a − b| ≤ atol + rtol·|b|, elementwise with broadcasting. An infinity is close to itself.
 *
 * @example
 * isClose(tensor([1, 2]), tensor([1 + 1e-9, 2.1])).toArray() // [true, false]
 */
export function isClose(a: Arg, b: Arg, options: CloseOptions = {}): Tensor<'bool'> {
  checkOptions('isClose', options, KINDS)
  return apply(isCloseOp, operands('isClose', a, b, true), options)
}

/**
 * Whether all elements are close in the sense of {@link isClose}, as a plain boolean. The operands
 * broadcast.
 *
 * @example
 * allClose(tensor([1, 2]), tensor([1, 2 + 1e-9])) // true
 * allClose(tensor([1, NaN]), tensor([1, NaN])) // false
 */
export function allClose(a: Arg, b: Arg, options: CloseOptions = {}): boolean {
  checkOptions('allClose', options, KINDS)
  return within('allClose', () => all(isClose(a, b, options)).item())
}
