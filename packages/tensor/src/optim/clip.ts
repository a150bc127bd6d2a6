/** Clips gradients to a norm: all tensors together, or each by itself. */

import { fail, told } from '../array/error.ts'
import { asTensor } from '../array/operands.ts'
import type { Tensor } from '../array/tensor.ts'
import { cast } from '../ops/elementwise/cast.ts'
import { equal, lessEqual } from '../ops/elementwise/compare.ts'
import { sqrt } from '../ops/elementwise/sqrt.ts'
import { square } from '../ops/elementwise/square.ts'
import { where } from '../ops/elementwise/where.ts'
import { sum } from '../ops/reduce/sum.ts'
import { flatten, type Tree } from '../transforms/tree.ts'
import type { GradientTransform } from './chain.ts'

/** The sum of the squares of all elements, in float64 (0-d). */
const squares = (operation: string, leaves: readonly Tensor[]): Tensor =>
  leaves.reduce<Tensor>(
    (total, leaf) => total.add(sum(square(cast(leaf, 'float64')))),
    asTensor(operation, 0),
  )

/**
 * The tensors scaled from their common norm to the norm `most` if it is larger. The sum of squares
 * is replaced by 1 if it is 0, since the root has no derivative there.
 */
function shortened(operation: string, leaves: readonly Tensor[], most: number): Tensor[] {
  const total = squares(operation, leaves)
  const size = sqrt(where(equal(total, 0), 1, total))
  const fits = lessEqual(size, most)
  return leaves.map(x => where(fits, x, cast(cast(x, 'float64').div(size).mul(most), x.dtype)))
}

function checkNorm(operation: string, most: number): void {
  if (typeof most !== 'number' || !(most >= 0))
    fail(operation, `the largest norm is ${told(most)}; it must be a number from 0`)
}

/**
 * The Euclidean norm of all elements of all tensors together, in float64 (0-d). Its derivative at 0
 * is 0.
 *
 * @example
 * globalNorm({ a: tensor([3, 0]), b: tensor(4) }).item() // 5
 */
export function globalNorm(tree: Tree): Tensor<'float64'> {
  const total = squares('globalNorm', flatten('globalNorm', tree, true).leaves)
  const isZero = equal(total, 0)
  return where(isZero, 0, sqrt(where(isZero, 1, total)))
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
  const { leaves, rebuild } = flatten('clipByNorm', tree, true)
  return rebuild(leaves.flatMap(leaf => shortened('clipByNorm', [leaf], most)))
}

/**
 * The tensors, all scaled by the same factor so that their {@link globalNorm} is at most `most`.
 * Their direction stays the same. With `most` alone it is a transform for {@link chain}. Throws
 * unless `most` is a number of at least 0.
 *
 * @example
 * const { a, b } = clipByGlobalNorm({ a: tensor([3, 0]), b: tensor(4) }, 1)
 * a.toArray() // [0.6, 0]
 * b.item() // 0.8
 */
export function clipByGlobalNorm(most: number): GradientTransform<readonly []>
export function clipByGlobalNorm<T extends Tree>(tree: T, most: number): T
export function clipByGlobalNorm<T extends Tree>(tree: T | number, most?: number): unknown {
  const limit = most ?? (tree as number)
  checkNorm('clipByGlobalNorm', limit)
  const clipped = <U>(updates: U): U => {
    const { leaves, rebuild } = flatten('clipByGlobalNorm', updates, true)
    return rebuild(shortened('clipByGlobalNorm', leaves, limit))
  }
  if (most !== undefined) return clipped(tree)
  const transform: GradientTransform<readonly []> = {
    init: () => [],
    update: (updates, state) => ({ updates: clipped(updates), state }),
  }
  return transform
}
