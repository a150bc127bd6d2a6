import type { Promote } from '../array/dtype.ts'
import { operands } from '../array/operands.ts'
import type { Arg, DTypeOf, Tensor } from '../array/tensor.ts'
import { within } from '../array/within.ts'
import { mul } from '../ops/elementwise/mul.ts'
import { reshape } from '../ops/shape/reshape.ts'
import type { Op } from '../trace/apply.ts'

export const kronOp: Op<undefined> = {
  name: 'kron',
  forward: ([a, b]) => kron(a, b),
  derivative: 'composed',
}

/**
 * The Kronecker product: blocks of `b`, each multiplied by an element of `a`, [m, n] × [p, q] →
 * [mp, nq]. As in NumPy, any number of axes is allowed; missing leading axes have length 1.
 *
 * @example
 * kron(tensor([1, 10]), tensor([1, 2])).toArray() // [1, 2, 10, 20]
 */
export function kron<A extends Arg, B extends Arg>(a: A, b: B): Tensor<Promote<DTypeOf<A>, DTypeOf<B>>>
export function kron(a: Arg, b: Arg): Tensor {
  const [x, y] = operands('kron', a, b)
  const n = x.ndim > y.ndim ? x.ndim : y.ndim
  const [s, t] = [x, y].map(({ shape }) => [...new Array<number>(n - shape.length).fill(1), ...shape])
  return within('kron', () =>
    reshape(
      mul(
        reshape(
          x,
          s.flatMap(length => [length, 1]),
        ),
        reshape(
          y,
          t.flatMap(length => [1, length]),
        ),
      ),
      s.map((length, i) => length * t[i]),
    ),
  )
}
