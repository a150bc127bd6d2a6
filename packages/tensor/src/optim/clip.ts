/** Clips gradients to a norm: all tensors together, or each by itself. */

import { compact } from '../array/convert.ts'
import { allocate } from '../array/dtype.ts'
import { fail, told } from '../array/error.ts'
import { Tensor } from '../array/tensor.ts'
import { flatten, type Tree } from '../transforms/tree.ts'

/** The sum of the squares of a tensor's elements, in float64. */
function squares({ data, offset, size }: Tensor): number {
  let total = 0
  for (let i = offset; i < offset + size; i++) total += data[i] * data[i]
  return total
}

const norm = (leaves: readonly Tensor[]): number =>
  Math.sqrt(leaves.reduce((total, leaf) => total + squares(leaf), 0))

function flat<T>(operation: string, tree: T) {
  const { leaves, rebuild } = flatten(operation, tree, true)
  for (const leaf of leaves)
    if (leaf.tracing)
      fail(
        operation,
        'reads numbers, which a tensor inside grad, vmap or jit does not give; call it on their results',
      )
  return { leaves: leaves.map(leaf => compact(leaf, operation)), rebuild }
}

/**
 * The tensor scaled from norm `size` to norm `most` if `size` is larger. `size` may be the norm of
 * several tensors together.
 */
function shortened(operation: string, x: Tensor, size: number, most: number): Tensor {
  if (size <= most) return x
  const { data, offset } = x
  const out = allocate(operation, x.dtype, x.shape)
  for (let i = 0; i < out.length; i++) out[i] = (data[offset + i] / size) * most
  return new Tensor(x.dtype, out, x.shape)
}

function checkNorm(operation: string, most: number): void {
  if (typeof most !== 'number' || !(most >= 0))
    fail(operation, `the largest norm is ${told(most)}; it must be a number from 0`)
}

/**
 * The Euclidean norm of all elements of all tensors together, in float64.
 *
 * @example
 * globalNorm({ a: tensor([3, 0]), b: tensor(4) }) // 5
 */
export function globalNorm(tree: Tree): number {
  return norm(flat('globalNorm', tree).leaves)
}

/**
 * The tensors, each scaled down to the norm `most` if its norm is larger. A tensor that is not
 * finite becomes NaN. Throws unless `most` is a number of at least 0.
 *
 * @example
 * clipByNorm([tensor([3, 4]), tensor([1])], 2.5)[0].toArray() // [1.5, 2]
 */
export function clipByNorm<T extends Tree>(tree: T, most: number): T {
  checkNorm('clipByNorm', most)
  const { leaves, rebuild } = flat('clipByNorm', tree)
  return rebuild(leaves.map(leaf => shortened('clipByNorm', leaf, norm([leaf]), most)))
}

/**
 * The tensors, all scaled by the same factor so that their {@link globalNorm} is at most `most`.
 * Their direction stays the same. Throws unless `most` is a number of at least 0.
 *
 * @example
 * const { a, b } = clipByGlobalNorm({ a: tensor([3, 0]), b: tensor(4) }, 1)
 * a.toArray() // [0.6, 0]
 * b.item() // 0.8
 */
export function clipByGlobalNorm<T extends Tree>(tree: T, most: number): T {
  checkNorm('clipByGlobalNorm', most)
  const { leaves, rebuild } = flat('clipByGlobalNorm', tree)
  const size = norm(leaves)
  return rebuild(leaves.map(leaf => shortened('clipByGlobalNorm', leaf, size, most)))
}
