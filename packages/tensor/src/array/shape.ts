/** Shapes, strides and axes: their computations and checks. */
import { fail, show, told, unfit } from './error.ts'

export type Shape = readonly number[]

/**
 * The number of elements of a shape. It is 1 for the empty shape, which is that of a single number.
 */
export function sizeOf(shape: Shape): number {
  let size = 1
  for (const n of shape) size *= n
  return size
}

/** The strides of C order: the last axis varies fastest. */
export function strideOf(shape: Shape): number[] {
  const stride = new Array<number>(shape.length)
  for (let axis = shape.length - 1, step = 1; axis >= 0; axis--) {
    stride[axis] = step
    step *= shape[axis]
  }
  return stride
}

/** Whether the elements are contiguous in C order. Axes of length 1 may have any stride. */
export function isContiguous(shape: Shape, stride: Shape): boolean {
  for (let axis = shape.length - 1, step = 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && stride[axis] !== step) return false
    step *= shape[axis]
  }
  return true
}

export function sameShape(a: Shape, b: Shape): boolean {
  if (a.length !== b.length) return false
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false
  return true
}

/** Throws for a value that is not an array; `what` is its name and `such` an example. */
export function checkList(
  operation: string,
  list: unknown,
  what = 'the first argument',
  such = '[a, b]',
): void {
  if (!Array.isArray(list)) unfit(operation, what, list, `an array, such as ${such}`)
}

/** Checks a shape that the caller gave: whole numbers that are not negative. */
export function checkShape(operation: string, shape: Shape): Shape {
  // `every` would skip the holes of a sparse array.
  if (!Array.isArray(shape) || Array.from(shape).some(n => !Number.isInteger(n) || n < 0))
    unfit(operation, 'the shape', shape, 'an array of whole numbers from 0')
  return shape
}

/**
 * The common shape of operands by NumPy's rule: axes are aligned at the last one, and their lengths
 * are equal or 1.
 */
export function broadcastShapes(operation: string, ...shapes: Shape[]): number[] {
  const result = new Array<number>(Math.max(0, ...shapes.map(shape => shape.length))).fill(1)
  for (const shape of shapes) {
    const lead = result.length - shape.length
    shape.forEach((n, i) => {
      const before = result[lead + i]
      if (before === 1) result[lead + i] = n
      else if (n !== 1 && n !== before)
        fail(
          operation,
          `shapes ${shapes.map(show).join(' and ')} do not broadcast; lengths must be equal or 1`,
        )
    })
  }
  return result
}

/** The strides of a view of `shape` broadcast to `target`: 0 for a repeated axis. */
export function broadcastStride(shape: Shape, stride: Shape, target: Shape): number[] {
  const lead = target.length - shape.length
  return target.map((_, axis) => (axis < lead || shape[axis - lead] === 1 ? 0 : stride[axis - lead]))
}

/**
 * An axis as a number from 0, where negative numbers count from the end. {@link indexOf} uses it
 * for an index on an axis.
 */
export function axisOf(operation: string, place: number, n: number, axis?: number, shape?: Shape): number {
  if (Number.isInteger(place) && place >= -n && place < n) return place < 0 ? place + n : place
  const whole = shape ? `axis ${axis} of shape ${show(shape)}` : `a ${n}-d tensor`
  return fail(operation, `${shape ? 'index' : 'axis'} ${told(place)} is outside [${-n}, ${n}) of ${whole}`)
}

/** An index on an axis as a number from 0, where negative numbers count from the end. */
export const indexOf = (operation: string, index: number, axis: number, shape: Shape): number =>
  axisOf(operation, index, shape[axis], axis, shape)

/** Several axes as numbers from 0, in the given order. Throws if one is repeated. */
export function axisList(operation: string, axis: number | Shape, ndim: number): number[] {
  const axes = (Array.isArray(axis) ? axis : [axis]).map(a => axisOf(operation, a, ndim))
  axes.forEach((a, i) => {
    if (axes.indexOf(a) < i) fail(operation, `axis ${a} was named twice`)
  })
  return axes
}

/** Several axes as sorted numbers from 0. Undefined and null mean all axes. */
export const axesOf = (operation: string, axis: number | Shape | null | undefined, ndim: number): number[] =>
  axis === undefined || axis === null
    ? [...new Array(ndim).keys()]
    : axisList(operation, axis, ndim).sort((a, b) => a - b)
