import { asTensor } from '../array/operands.ts'
import type { Arg, Indices, Own, Tensor } from '../array/tensor.ts'
import { within } from '../array/within.ts'
import { take } from '../ops/indexing/take.ts'

/**
 * The rows of a table at (int32) indices, as PyTorch's `embedding`: [...] and [rows, ...width] give
 * [..., ...width]. Negative indices count from the end. Throws for an index outside the table.
 *
 * @example
 * const table = tensor([[0, 1], [2, 3], [4, 5]])
 * embedding(tensor([2, 0], { dtype: 'int32' }), table).toArray() // [[4, 5], [0, 1]]
 */
export function embedding<B extends Arg>(indices: Indices, weight: B): Tensor<Own<B>>
export function embedding(indices: Indices, weight: Arg): Tensor {
  const table = asTensor('embedding', weight)
  return within('embedding', () => take(table, indices, { axis: 0 }))
}
