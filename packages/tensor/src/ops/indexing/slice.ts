import { allocate } from '../../array/dtype.ts'
import { place } from '../../array/elementwise.ts'
import { fail, show, told } from '../../array/error.ts'
import { asTensor } from '../../array/operands.ts'
import { indexOf, type Shape } from '../../array/shape.ts'
import { type Arg, type Own, type SliceRange, Tensor } from '../../array/tensor.ts'
import { apply, type Op } from '../../trace/apply.ts'

/**
 * What a slice reads on one axis: `length` elements from `start`, `step` apart. An index has step 0
 * and drops the axis.
 */
export type Cut = readonly [start: number, step: number, length: number]

export const sliceOp: Op<readonly Cut[]> = {
  name: 'slice',
  batch: 'own',
  forward: ([x], cuts) => cutView(x, cuts),
  derivative: (g, _y, [x], cuts) => [() => apply(unsliceOp, [g], { cuts, shape: x.shape })],
}

/**
 * The transpose of slice: zeros of a shape, with the values of `x` at the places that the slice
 * reads.
 */
export const unsliceOp: Op<{ readonly cuts: readonly Cut[]; readonly shape: Shape }> = {
  name: 'unslice',
  batch: 'own',
  forward([x], { cuts, shape }) {
    const data = allocate('slice', x.dtype, shape)
    const y = new Tensor(x.dtype, data, shape)
    const { stride, offset } = cutView(y, cuts)
    place(x, data, stride, offset)
    return y
  },
  derivative: (g, _y, _inputs, { cuts }) => [() => apply(sliceOp, [g], cuts)],
}

/** The view of what a slice reads. */
export function cutView(x: Tensor, cuts: readonly Cut[]): Tensor {
  let { offset } = x
  const shape: number[] = []
  const stride: number[] = []
  cuts.forEach(([start, step, length], axis) => {
    if (length > 0) offset += start * x.stride[axis]
    if (step === 0) return
    shape.push(length)
    stride.push(step * x.stride[axis])
  })
  return new Tensor(x.dtype, x.data, shape, stride, offset)
}

/**
 * A view of a part of a tensor, with one {@link SliceRange} per axis. Axes without a range are read
 * whole. Ranges are cut to the axis as in NumPy. Throws for an index outside the axis, for a step
 * of 0, and for more ranges than axes.
 *
 * @example
 * const x = tensor([[1, 2, 3], [4, 5, 6]])
 * slice(x, [0, null], 1).toArray() // [2, 5]
 * slice(x, null, [null, null, -1]).toArray() // [[3, 2, 1], [6, 5, 4]]
 * slice(x, -1, [1, 3]).toArray() // [5, 6]
 */
export function slice<A extends Arg>(x: A, ...ranges: SliceRange[]): Tensor<Own<A>>
export function slice(x: Arg, ...ranges: SliceRange[]): Tensor {
  const t = asTensor('slice', x)
  const { shape } = t
  if (ranges.length > shape.length)
    fail('slice', `${ranges.length} ranges for shape ${show(shape)}; give at most one per axis`)
  return apply(
    sliceOp,
    [t],
    shape.map((_, axis) => cutOf('slice', axis < ranges.length ? ranges[axis] : null, axis, shape)),
  )
}

/** The elements that a range of an axis reads. */
export function cutOf(operation: string, range: SliceRange, axis: number, shape: Shape): Cut {
  const n = shape[axis]
  if (range === null) return [0, 1, n]
  if (typeof range === 'number') return [indexOf(operation, range, axis, shape), 0, 1]
  const [from, to, step = 1] = Array.isArray(range) ? (range as number[]) : []
  const whole = [from, to, step].every(edge => edge === null || Number.isInteger(edge))
  if (!whole || !step)
    fail(
      operation,
      `range ${told(range)} of axis ${axis} is not null, an index or [start, end, step other than 0]`,
    )
  // The bounds of start and end. With a negative step both bounds are lower by one.
  const low = step < 0 ? -1 : 0
  const high = n + low
  const clip = (edge: number | null, otherwise: number) =>
    edge === null ? otherwise : Math.min(Math.max(edge < 0 ? edge + n : edge, low), high)
  const start = clip(from, low ? high : low)
  const end = clip(to, low ? low : high)
  return [start, step, Math.max(0, Math.ceil((end - start) / step))]
}
