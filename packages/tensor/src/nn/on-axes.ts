import type { FloatDType } from '../array/dtype.ts'
import { fail, show } from '../array/error.ts'
import { asTensor } from '../array/operands.ts'
import { type Shape, sameShape } from '../array/shape.ts'
import type { Arg, Tensor } from '../array/tensor.ts'
import { add } from '../ops/elementwise/add.ts'
import { cast } from '../ops/elementwise/cast.ts'
import { mul } from '../ops/elementwise/mul.ts'
import { reshape } from '../ops/shape/reshape.ts'

/** The factor and the summand of a normalized tensor, with the shape of the normalized axes. */
export interface Affine {
  readonly weight?: Arg
  readonly bias?: Arg
}

/**
 * Reshapes a tensor that has the shape of some axes of `x`: the other axes get length 1. Casts it
 * to the dtype of `x`.
 */
export function onAxes(operation: string, role: string, value: Arg, x: Tensor, axes: Shape): Tensor {
  const t = asTensor(operation, value)
  const own = axes.map(axis => x.shape[axis])
  if (!sameShape(t.shape, own))
    fail(
      operation,
      `the ${role} has shape ${show(t.shape)}; it must be ${show(own)}, the lengths of the axes ${show(axes)} of ` +
        `shape ${show(x.shape)}`,
    )
  return reshape(
    cast(t, x.dtype as FloatDType),
    x.shape.map((n, axis) => (axes.includes(axis) ? n : 1)),
  )
}

/** y · weight + bias along some axes. */
export function affine(operation: string, y: Tensor, { weight, bias }: Affine, axes: Shape): Tensor {
  const scaled = weight === undefined ? y : mul(y, onAxes(operation, 'weight', weight, y, axes))
  return bias === undefined ? scaled : add(scaled, onAxes(operation, 'bias', bias, y, axes))
}

/** Throws for an epsilon that cannot keep a variance away from 0. */
export function checkEpsilon(operation: string, epsilon: number): void {
  if (!(epsilon >= 0 && epsilon < Infinity))
    fail(operation, `epsilon is ${epsilon}; it must be a finite number from 0`)
}
