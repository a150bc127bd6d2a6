import { fail, show, told } from './error.ts'

export type Shape = readonly number[]

/** The number of elements of a shape; 1 for the empty shape of a single number. */
export function sizeOf(shape: Shape): number {
  let size = 1
  for (const n of shape) size *= n
  return size
}

/** The strides of C order, last axis fastest. */
export function strideOf(shape: Shape): number[] {
  const stride = new Array<number>(shape.length)
  for (let axis = shape.length - 1, step = 1; axis >= 0; axis--) {
    stride[axis] = step
    step *= shape[axis]
  }
  return stride
}

/** Whether the elements lie one behind the other in C order; axes of length 1 may have any stride. */
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

/** Refuses what is not an array of tensors. */
export function checkList(operation: string, list: unknown): void {
  if (!Array.isArray(list))
    fail(operation, `the first argument is ${told(list)}; put the tensors in an array, such as [a, b]`)
}

/** Checks a shape given from outside: whole numbers, none negative. */
export function checkShape(operation: string, shape: Shape): Shape {
  // Not with every(), which leaves holes out.
  if (!Array.isArray(shape) || Array.from(shape).some(n => !Number.isInteger(n) || n < 0))
    fail(operation, `the shape is ${told(shape)}; it must be an array of whole numbers from 0`)
  return shape
}

/** The common shape of operands by NumPy's rule: aligned at the last axis, equal lengths or 1. */
export function broadcastShapes(operation: string, ...shapes: Shape[]): number[] {
  const result = new Array<number>(Math.max(...shapes.map(shape => shape.length))).fill(1)
  for (const shape of shapes) {
    const lead = result.length - shape.length
    for (let axis = 0; axis < shape.length; axis++) {
      const n = shape[axis]
      if (n === 1 || n === result[lead + axis]) continue
      if (result[lead + axis] !== 1)
        fail(
          operation,
          `shapes ${shapes.map(show).join(' and ')} do not broadcast: aligned at the last axis, ` +
            'lengths must be equal or 1',
        )
      result[lead + axis] = n
    }
  }
  return result
}

/** Strides of a view of `shape` seen as `target`: 0 where an axis is repeated. */
export function broadcastStride(shape: Shape, stride: Shape, target: Shape): number[] {
  const lead = target.length - shape.length
  return target.map((_, axis) => (axis < lead || shape[axis - lead] === 1 ? 0 : stride[axis - lead]))
}

/** A place counted from the front, whatever side it was counted from; negative if there is none. */
function fromFront(place: number, n: number): number {
  if (!Number.isInteger(place)) return -1
  const from0 = place < 0 ? place + n : place
  return from0 < n ? from0 : -1
}

/** An axis counted from the front, whatever side it was counted from. */
export function axisOf(operation: string, axis: number, dimension: number): number {
  const from0 = fromFront(axis, dimension)
  if (from0 < 0)
    fail(
      operation,
      dimension === 0
        ? `axis ${told(axis)} of a 0-d tensor, which has none`
        : `axis ${told(axis)} is outside ${-dimension} … ${dimension - 1} of a ${dimension}-d tensor`,
    )
  return from0
}

/** An index of an axis counted from the front, whatever side it was counted from. */
export function indexOf(operation: string, index: number, axis: number, shape: Shape): number {
  const n = shape[axis]
  const from0 = fromFront(index, n)
  if (from0 < 0)
    fail(operation, `index ${told(index)} is outside ${-n} … ${n - 1}, axis ${axis} of shape ${show(shape)}`)
  return from0
}

/** Several axes, sorted and each once; all of them for undefined or null. */
export function axesOf(
  operation: string,
  axis: number | Shape | null | undefined,
  dimension: number,
): number[] {
  if (axis === undefined || axis === null) return Array.from({ length: dimension }, (_, i) => i)
  const axes = (Array.isArray(axis) ? axis : [axis]).map(a => axisOf(operation, a, dimension))
  axes.sort((a, b) => a - b)
  for (let i = 1; i < axes.length; i++)
    if (axes[i] === axes[i - 1]) fail(operation, `axis ${axes[i]} was named twice`)
  return axes
}
