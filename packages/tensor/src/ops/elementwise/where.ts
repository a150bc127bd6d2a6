import type { Data, Promote } from '../../array/dtype.ts'
import { elementwise } from '../../array/elementwise.ts'
import type { Loop } from '../../array/loop.ts'
import { asTensor, operands, promoteAll } from '../../array/operands.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import { apply, type Op } from '../../trace/apply.ts'

const loop: Loop = (n, out, o, a: Data, i, di, b, j, dj, c, k, dk) => {
  for (const end = o + n; o < end; o++, i += di, j += dj, k += dk) out[o] = a[i] !== 0 ? b[j] : c[k]
}

export const whereOp: Op<undefined> = {
  name: 'where',
  batch: 'elementwise',
  forward: inputs => elementwise('where', promoteAll(inputs.slice(1)), inputs, loop),
  derivative: (g, _y, [condition]) => [null, () => where(condition, g, 0), () => where(condition, 0, g)],
}

/**
 * `a` where the condition is true, `b` elsewhere; all three broadcast. The value that is not
 * selected gets derivative 0, but it is computed, so keep it finite.
 *
 * @example
 * where(tensor([true, false]), tensor([1, 2]), 0).toArray() // [1, 0]
 */
export function where<A extends Arg, B extends Arg>(
  condition: Arg,
  a: A,
  b: B,
): Tensor<Promote<DTypeOf<A>, DTypeOf<B>>> {
  return apply(whereOp, [asTensor('where', condition), ...operands('where', a, b)])
}
