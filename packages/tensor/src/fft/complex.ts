/** Complex numbers as pairs of tensors. Transforms take and return them. */

import { type DType, type FloatOf, floatOf, type Promote, promote } from '../array/dtype.ts'
import { fail, show, told } from '../array/error.ts'
import { asTensor, isStrided } from '../array/operands.ts'
import { axisOf, sameShape } from '../array/shape.ts'
import type { Arg, DTypeOf, Tensor } from '../array/tensor.ts'
import { within } from '../array/within.ts'
import { cast } from '../ops/elementwise/cast.ts'
import { slice } from '../ops/indexing/slice.ts'
import { apply } from '../trace/apply.ts'
import { type TransformOptions, transformOp } from './op.ts'

/** Complex numbers: the real and the imaginary parts, with the same shape and dtype. */
export interface Complex<D extends DType = DType> {
  readonly re: Tensor<D>
  readonly im: Tensor<D>
}

/** The input of a transform: real numbers, or a pair of real and imaginary parts. */
export type ComplexArg = Arg | { readonly re: Arg; readonly im: Arg }

/** The dtype of the result of a transform. */
export type FloatOfComplex<X> = X extends { readonly re: infer R; readonly im: infer I }
  ? FloatOf<Promote<DTypeOf<R>, DTypeOf<I>>>
  : FloatOf<DTypeOf<X>>

/** How the factor 1/n is divided between the forward and the inverse transform. */
export type Norm = 'backward' | 'ortho' | 'forward'

export const isPair = (x: unknown): x is { readonly re: Arg; readonly im: Arg } =>
  Object(x) === x && !isStrided(x) && 're' in (x as object) && 'im' in (x as object)

/** The real parts and, for a pair, the imaginary parts, as floats of the same dtype. */
export function partsOf(operation: string, x: ComplexArg): readonly Tensor[] {
  const parts = isPair(x) ? [asTensor(operation, x.re), asTensor(operation, x.im)] : [asTensor(operation, x)]
  const [re, im = re] = parts
  if (!sameShape(re.shape, im.shape))
    fail(operation, `re has shape ${show(re.shape)} and im ${show(im.shape)}; they must be equal`)
  const dtype = floatOf(promote(re.dtype, im.dtype))
  return parts.map(part => (part.dtype === dtype ? part : cast(part, dtype)))
}

/** The only part of real input. Throws for a pair. */
export function realOf(operation: string, x: Arg): readonly Tensor[] {
  if (isPair(x)) fail(operation, 'takes real numbers, not a pair; use fft, or give x.re')
  return partsOf(operation, x)
}

/** The factor of a transform of size n. */
export function scaleOf(operation: string, norm: Norm | undefined, n: number, inverse: boolean): number {
  if (norm === 'ortho') return 1 / Math.sqrt(n)
  if (norm !== undefined && norm !== 'backward' && norm !== 'forward')
    fail(operation, `norm ${told(norm)} is not one of backward,ortho,forward`)
  return (norm === 'forward') === inverse ? 1 : 1 / n
}

/** Checks the size of a transform; `otherwise` is the default. */
export function lengthOf(operation: string, n: number | undefined, otherwise: number): number {
  const size = n === undefined ? otherwise : n
  if (!Number.isInteger(size) || size < 1)
    fail(operation, `the size n is ${told(size)}; it must be a whole number from 1`)
  return size
}

/** The axis as a number from 0. */
export const axisIn = (operation: string, axis: number, parts: readonly Tensor[]): number =>
  axisOf(operation, axis, parts[0].ndim)

/** Applies the op. The result is a pair. */
export function pairOf(
  operation: string,
  parts: readonly Tensor[],
  options: Omit<TransformOptions, 'real'>,
): Complex<never> {
  const both: Tensor = within(operation, () => apply(transformOp, parts, { ...options, real: false }))
  return { re: slice(both, 0), im: slice(both, 1) } as Complex as Complex<never>
}
