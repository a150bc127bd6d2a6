import { eye } from '../../array/create.ts'
import { asTensor } from '../../array/operands.ts'
import { checkOptions, checkWhole } from '../../array/options.ts'
import { axisList } from '../../array/shape.ts'
import { type Arg, type Own, Tensor } from '../../array/tensor.ts'
import { apply, type Op } from '../../trace/apply.ts'
import { where } from '../elementwise/where.ts'
import { slice } from '../indexing/slice.ts'
import { expandDims } from './expand-dims.ts'
import { transpose } from './transpose.ts'

export interface DiagonalOptions {
  /**
   * The diagonal: 0 (the default) is the main one, positive ones lie above it, negative ones below.
   */
  readonly offset?: number
  readonly axis1?: number
  readonly axis2?: number
}

export const diagonalOp: Op<undefined> = {
  name: 'diagonal',
  batch: 'leading',
  forward([x]) {
    const last = x.ndim - 1
    const shape = x.shape.slice(0, -1)
    const stride = [...x.stride.slice(0, -2), x.stride[last - 1] + x.stride[last]]
    return new Tensor(x.dtype, x.data, shape, stride, x.offset)
  },
  derivative: (g, _y, [x]) => [
    () => where(eye(x.shape[x.ndim - 1], { dtype: 'bool' }), expandDims(g, -1), 0),
  ],
}

/**
 * A view of a diagonal of two axes, the first two by default. It becomes the last axis. Throws if
 * both axes are the same.
 *
 * @example
 * diagonal(tensor([[1, 2], [3, 4]])).toArray() // [1, 4]
 * diagonal(tensor([[1, 2], [3, 4]]), { offset: 1 }).toArray() // [2]
 */
export function diagonal<A extends Arg>(x: A, options?: DiagonalOptions): Tensor<Own<A>>
export function diagonal(x: Arg, options: DiagonalOptions = {}): Tensor {
  checkOptions('diagonal', options, { offset: '', axis1: '', axis2: '' })
  const { offset = 0, axis1 = 0, axis2 = 1 } = options
  checkWhole('diagonal', 'the offset', offset)
  const t = asTensor('diagonal', x)
  const [a, b] = axisList('diagonal', [axis1, axis2], t.ndim)
  const rest = [...t.shape.keys()].filter(i => i !== a && i !== b)
  const [row, column] = [Math.max(0, -offset), Math.max(0, offset)]
  const n = Math.max(0, Math.min(t.shape[a] - row, t.shape[b] - column))
  const square = slice(
    transpose(t, [...rest, a, b]),
    ...rest.map(() => null),
    [row, row + n],
    [column, column + n],
  )
  return apply(diagonalOp, [square])
}
