import { numeric, type Promote } from '../../array/dtype.ts'
import { unfit } from '../../array/error.ts'
import { asTensor, type Common } from '../../array/operands.ts'
import { sizeOf } from '../../array/shape.ts'
import type { Arg, Own, Tensor } from '../../array/tensor.ts'
import { within } from '../../array/within.ts'
import type { Op } from '../../trace/apply.ts'
import { sum } from '../reduce/sum.ts'
import { diagonal } from '../shape/diagonal.ts'
import { reshape } from '../shape/reshape.ts'
import { transpose } from '../shape/transpose.ts'
import { parseEinsum } from './einsum-labels.ts'
import { matmul } from './matmul.ts'

/** A tensor with a label for each axis. */
interface Labelled {
  readonly x: Tensor
  readonly labels: readonly string[]
}

/** The common dtype of a list of operands. */
type CommonOf<A extends readonly Arg[]> = A extends readonly [infer F, ...infer R extends readonly Arg[]]
  ? R extends readonly []
    ? Own<F>
    : Promote<Own<F>, CommonOf<R>>
  : Common<Own<A[number]>>

export const einsumOp: Op<{ readonly subscripts: string }> = {
  name: 'einsum',
  dtypes: 'number',
  forward: (inputs, { subscripts }) => einsum(subscripts, ...inputs),
  derivative: 'composed',
}

/**
 * Einstein summation. Axes with the same letter are matched, and letters that are missing after
 * `->` are summed over. Without `->` the result has the letters that occur once, in alphabetical
 * order. `...` stands for leading axes that broadcast. It is computed as matrix products from left
 * to right. Throws if letters and shapes do not fit.
 *
 * @example
 * einsum('ij,jk->ik', tensor([[1, 2], [3, 4]]), tensor([[1], [1]])).toArray() // [[3], [7]]
 * einsum('ii', tensor([[1, 2], [3, 4]])).item() // 5
 */
export function einsum<A extends readonly Arg[]>(subscripts: string, ...tensors: A): Tensor<CommonOf<A>>
export function einsum(subscripts: string, ...tensors: readonly Arg[]): Tensor {
  if (typeof subscripts !== 'string')
    unfit('einsum', 'the first argument', subscripts, "a string, such as 'ij,jk->ik'")
  const inputs = tensors.map(x => asTensor('einsum', x))
  for (const x of inputs) numeric('einsum', x.dtype)
  const { terms, result } = parseEinsum(
    subscripts,
    inputs.map(x => x.shape),
  )
  return within('einsum', () => {
    const rest = inputs.map((x, i) => diagonals({ x, labels: terms[i] }))
    let total = rest.shift()!
    for (let next = rest.shift(); next; next = rest.shift())
      total = contract(total, next, [...result, ...rest.flatMap(({ labels }) => labels)])
    const { x, labels } = sumOut(total, result)
    return transpose(
      x,
      result.map(label => labels.indexOf(label)),
    )
  })
}

/** For a letter that occurs twice in one operand, takes the diagonal of its axes. */
function diagonals({ x, labels }: Labelled): Labelled {
  const axis2 = labels.findIndex((label, i) => labels.indexOf(label) < i)
  if (axis2 < 0) return { x, labels }
  const axis1 = labels.indexOf(labels[axis2])
  const kept = labels.filter((_, i) => i !== axis1 && i !== axis2)
  return diagonals({ x: diagonal(x, { axis1, axis2 }), labels: [...kept, labels[axis2]] })
}

/** Sums over the axes whose labels are not in `needed`. */
function sumOut({ x, labels }: Labelled, needed: readonly string[]): Labelled {
  const axis = [...labels.keys()].filter(i => !needed.includes(labels[i]))
  if (axis.length === 0) return { x, labels }
  return { x: sum(x, { axis }) as Tensor, labels: labels.filter(label => needed.includes(label)) }
}

/** Combines two operands by a batched matrix product [batch…, rows, k] · [batch…, k, columns]. */
function contract(a: Labelled, b: Labelled, needed: readonly string[]): Labelled {
  const left = sumOut(a, [...needed, ...b.labels])
  const right = sumOut(b, [...needed, ...a.labels])
  const shared = left.labels.filter(label => right.labels.includes(label))
  const batch = shared.filter(label => needed.includes(label))
  const summed = shared.filter(label => !needed.includes(label))
  const rows = left.labels.filter(label => !shared.includes(label))
  const columns = right.labels.filter(label => !shared.includes(label))
  const z = matmul(arrange(left, batch, rows, summed), arrange(right, batch, summed, columns))
  return {
    x: reshape(z, [
      ...z.shape.slice(0, batch.length),
      ...lengthsOf(left, rows),
      ...lengthsOf(right, columns),
    ]),
    labels: [...batch, ...rows, ...columns],
  }
}

const lengthsOf = ({ x, labels }: Labelled, some: readonly string[]): number[] =>
  some.map(label => x.shape[labels.indexOf(label)])

/** Transposes to [batch…, first group, second group]; each group is merged into one axis. */
function arrange(
  part: Labelled,
  batch: readonly string[],
  rows: readonly string[],
  columns: readonly string[],
): Tensor {
  const order = [...batch, ...rows, ...columns].map(label => part.labels.indexOf(label))
  const [b, r, c] = [batch, rows, columns].map(labels => lengthsOf(part, labels))
  return reshape(transpose(part.x, order), [...b, sizeOf(r), sizeOf(c)])
}
