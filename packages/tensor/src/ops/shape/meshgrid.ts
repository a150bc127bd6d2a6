import { fail, show, told } from '../../array/error.ts'
import { asTensor } from '../../array/operands.ts'
import { checkOptions } from '../../array/options.ts'
import { checkList } from '../../array/shape.ts'
import type { Arg, Own, Tensor } from '../../array/tensor.ts'
import { broadcastTo } from './broadcast-to.ts'
import { reshape } from './reshape.ts'

export interface MeshgridOptions {
  /**
   * With `'xy'` (the default) the first coordinate varies along the second axis, as in pictures.
   * With `'ij'` each coordinate varies along its own axis, as in matrices.
   */
  readonly indexing?: 'xy' | 'ij'
}

/**
 * The coordinates of the points of a grid, from the 1-d coordinates along each axis. Each result is
 * a view in the shape of the grid. Throws for operands with more than one axis.
 *
 * @example
 * meshgrid([tensor([1, 2]), tensor([3, 4])]).map(x => x.toArray()) // [[[1, 2], [1, 2]], [[3, 3], [4, 4]]]
 * meshgrid([tensor([1, 2]), tensor([3])], { indexing: 'ij' })[0].toArray() // [[1], [2]]
 */
export function meshgrid<A extends readonly Arg[]>(
  tensors: readonly [...A],
  options?: MeshgridOptions,
): { -readonly [I in keyof A]: Tensor<Own<A[I]>> }
export function meshgrid(tensors: readonly Arg[], options: MeshgridOptions = {}): Tensor[] {
  checkList('meshgrid', tensors)
  checkOptions('meshgrid', options, { indexing: 'string' })
  const { indexing = 'xy' } = options
  if (indexing !== 'xy' && indexing !== 'ij')
    fail('meshgrid', `indexing ${told(indexing)} is not 'xy' or 'ij'`)
  const inputs = tensors.map(x => asTensor('meshgrid', x))
  for (const { shape } of inputs)
    if (shape.length > 1)
      fail('meshgrid', `shape ${show(shape)} is not 1-d; give the coordinates along one axis`)
  const axisFor = (i: number) => (indexing === 'xy' && i < 2 && inputs.length > 1 ? 1 - i : i)
  const grid = inputs.map((_, axis) => inputs[axisFor(axis)].size)
  return inputs.map((x, i) =>
    broadcastTo(
      reshape(
        x,
        grid.map((_, axis) => (axis === axisFor(i) ? x.size : 1)),
      ),
      grid,
    ),
  )
}
