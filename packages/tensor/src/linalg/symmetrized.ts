import type { Arg, Tensor } from '../array/tensor.ts'
import { add } from '../ops/add.ts'
import { mul } from '../ops/mul.ts'
import { checkSquare } from './batches.ts'
import { floats } from './floats.ts'
import { matrixTranspose } from './matrix-transpose.ts'

/** The mean of each matrix and its transpose: the matrix itself, to the bit, if it is symmetric. */
export function symmetrized(operation: string, x: Arg): Tensor {
  const t = checkSquare(operation, floats(operation, x))
  return mul(add(t, matrixTranspose(t)), 0.5)
}
