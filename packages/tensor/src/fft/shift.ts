import { asTensor } from '../array/operands.ts'
import { checkOptions } from '../array/options.ts'
import { axesOf, type Shape } from '../array/shape.ts'
import type { Arg, Own, SliceRange, Tensor } from '../array/tensor.ts'
import { slice } from '../ops/indexing/slice.ts'
import { concatenate } from '../ops/shape/concatenate.ts'
import { type Complex, isPair } from './complex.ts'

export interface ShiftOptions {
  /** One axis or several, by default all. */
  readonly axes?: number | Shape
}

type Pair<R extends Arg, I extends Arg> = { readonly re: R; readonly im: I }

/**
 * Moves the zero frequency from the start of some axes, by default all, to their middle. For a pair
 * it moves both parts.
 *
 * @throws TensorError for an axis that does not exist.
 * @example
 * fftshift(fftfreq(4)).toArray() // [-0.5, -0.25, 0, 0.25]
 */
export function fftshift<A extends Arg>(x: A, options?: ShiftOptions): Tensor<Own<A>>
export function fftshift<R extends Arg, I extends Arg>(
  x: Pair<R, I>,
  options?: ShiftOptions,
): Complex<Own<R> | Own<I>>
export function fftshift(x: Arg | Pair<Arg, Arg>, options: ShiftOptions = {}): Tensor | Complex {
  return shift('fftshift', x, options, n => Math.ceil(n / 2))
}

/**
 * The inverse of {@link fftshift}.
 *
 * @throws TensorError as {@link fftshift}.
 * @example
 * ifftshift(tensor([-2, -1, 0, 1, 2])).toArray() // [0, 1, 2, -2, -1]
 */
export function ifftshift<A extends Arg>(x: A, options?: ShiftOptions): Tensor<Own<A>>
export function ifftshift<R extends Arg, I extends Arg>(
  x: Pair<R, I>,
  options?: ShiftOptions,
): Complex<Own<R> | Own<I>>
export function ifftshift(x: Arg | Pair<Arg, Arg>, options: ShiftOptions = {}): Tensor | Complex {
  return shift('ifftshift', x, options, n => Math.floor(n / 2))
}

/** Swaps the part of each axis before `middle` with the part from `middle` on. */
function shift(
  operation: string,
  x: Arg | Pair<Arg, Arg>,
  options: ShiftOptions,
  middle: (n: number) => number,
): Tensor | Complex {
  checkOptions(operation, options, { axes: '' })
  const shifted = (part: Arg): Tensor => {
    const t = asTensor(operation, part)
    return axesOf(operation, options.axes, t.ndim).reduce((now, axis) => {
      const at = middle(now.shape[axis])
      const from = (range: SliceRange) => slice(now, ...now.shape.map((_, i) => (i === axis ? range : null)))
      return concatenate([from([at, null]), from([0, at])], { axis })
    }, t)
  }
  return isPair(x) ? { re: shifted(x.re), im: shifted(x.im) } : shifted(x)
}
