import { fail, told } from '../../array/error.ts'
import { asTensor } from '../../array/operands.ts'
import { axisList, axisOf, type Shape } from '../../array/shape.ts'
import type { Arg, Own, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import { transpose } from './transpose.ts'

type Axes = number | Shape

export const moveaxisOp: Op<{ readonly source: Axes; readonly destination: Axes }> = {
  name: 'moveaxis',
  forward: ([x], { source, destination }) => moveaxis(x, source, destination),
  derivative: 'composed',
}

/**
 * A view with some axes at other positions. The rest keep their order. Throws unless `source` and
 * `destination` name the same number of axes, each once.
 *
 * @example
 * moveaxis(zeros([2, 3, 4]), 0, -1).shape // [3, 4, 2]
 * moveaxis(zeros([2, 3, 4]), [0, 1], [2, 0]).shape // [3, 4, 2]
 */
export function moveaxis<A extends Arg>(x: A, source: Axes, destination: Axes): Tensor<Own<A>>
export function moveaxis(x: Arg, source: Axes, destination: Axes): Tensor {
  const t = asTensor('moveaxis', x)
  const { length } = t.shape
  const [from, to] = [source, destination].map(axes => axisList('moveaxis', axes, length))
  if (from.length !== to.length)
    fail(
      'moveaxis',
      `source ${told(source)} and destination ${told(destination)} name different numbers of axes`,
    )
  const rest = [...t.shape.keys()].filter(axis => !from.includes(axis))
  const order = t.shape.map((_, axis) => (to.includes(axis) ? from[to.indexOf(axis)] : rest.shift()!))
  return transpose(t, order)
}

export const swapaxesOp: Op<{ readonly axis1: number; readonly axis2: number }> = {
  name: 'swapaxes',
  forward: ([x], { axis1, axis2 }) => swapaxes(x, axis1, axis2),
  derivative: 'composed',
}

/**
 * A view with two axes exchanged.
 *
 * @example
 * swapaxes(zeros([2, 3, 4]), 0, -1).shape // [4, 3, 2]
 */
export function swapaxes<A extends Arg>(x: A, axis1: number, axis2: number): Tensor<Own<A>>
export function swapaxes(x: Arg, axis1: number, axis2: number): Tensor {
  const t = asTensor('swapaxes', x)
  const order = [...t.shape.keys()]
  const [a, b] = [axis1, axis2].map(axis => axisOf('swapaxes', axis, order.length))
  order[a] = b
  order[b] = a
  return transpose(t, order)
}
