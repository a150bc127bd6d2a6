import { convert } from '../../array/convert.ts'
import { allocate, type Data, type DType, isFloat, type Promote, type SumOf } from '../../array/dtype.ts'
import { own, walk } from '../../array/elementwise.ts'
import { fail, show } from '../../array/error.ts'
import { fast } from '../../array/fast.ts'
import { matrixProduct } from '../../array/matrix-product.ts'
import type { MatrixView } from '../../array/matrix-view.ts'
import { operands, promoteAll } from '../../array/operands.ts'
import { broadcastShapes, broadcastStride } from '../../array/shape.ts'
import { type Arg, type DTypeOf, Tensor } from '../../array/tensor.ts'
import { apply, type Op } from '../../trace/apply.ts'
import { reshape } from '../shape/reshape.ts'
import { transpose } from '../shape/transpose.ts'

export const matmulOp: Op<undefined> = {
  name: 'matmul',
  batch: 'own',
  forward(inputs) {
    const common = promoteAll(inputs)
    const dtype: DType = common === 'bool' ? 'int32' : common
    const [a, b] = inputs.map(x => prepare(x, dtype))
    const m = a.shape.at(-2)!
    const k = a.shape.at(-1)!
    const n = b.shape.at(-1)!
    const batch = broadcastShapes('matmul', a.shape.slice(0, -2), b.shape.slice(0, -2))
    const shape = [...batch, m, n]
    const y = new Tensor<DType>(dtype, allocate('matmul', dtype, shape), shape)
    const matrix = (x: Tensor, offset: number): MatrixView<Data> => ({
      data: x.data,
      rows: x.shape.at(-2)!,
      columns: x.shape.at(-1)!,
      offset,
      rowStride: x.stride.at(-2)!,
      columnStride: x.stride.at(-1)!,
    })
    const strides = [a, b].map(x => broadcastStride(x.shape.slice(0, -2), x.stride.slice(0, -2), batch))
    const product = (isFloat(dtype) && (fast.product as typeof matrixProduct | undefined)) || matrixProduct
    if (y.size > 0 && k > 0)
      walk(batch, strides, [a.offset, b.offset], (count, first, at, step) => {
        for (let i = 0; i < count; i++)
          product(
            matrix(a, at[0] + i * step[0]),
            matrix(b, at[1] + i * step[1]),
            matrix(y, (first + i) * m * n),
          )
      })
    return y
  },
  derivative: (g, _y, [a, b]) => [() => matmul(g, swapLast(b)), () => matmul(swapLast(a), g)],
}

/** The strides go to the kernel unchanged. Only the type of the store must be right. */
const prepare = (x: Tensor, dtype: DType): Tensor =>
  x.dtype === dtype ? own('matmul', x) : convert(x, dtype, 'matmul')

const swapLast = (x: Tensor): Tensor => {
  const axes = [...x.shape.keys()]
  axes.push(...axes.splice(-2).reverse())
  return transpose(x, axes)
}

/**
 * The matrix product, [m,k] · [k,n] → [m,n]. Leading axes are batches that broadcast. A 1-d operand
 * is a row on the left and a column on the right. Each element is the sequential sum over k in the
 * precision of the dtype. For int32 it wraps around. Throws for 0-d operands, and if the inner
 * lengths or the batches do not fit.
 *
 * @example
 * matmul(tensor([[1, 2], [3, 4]]), tensor([[5], [6]])).toArray() // [[17], [39]]
 * matmul(zeros([7, 2, 3]), zeros([3, 4])).shape // [7, 2, 4]
 */
export function matmul<A extends Arg, B extends Arg>(
  a: A,
  b: B,
): Tensor<SumOf<Promote<DTypeOf<A>, DTypeOf<B>>>>
export function matmul(a: Arg, b: Arg): Tensor {
  const [x, y] = operands('matmul', a, b)
  const [s, t] = [x.shape, y.shape]
  if (s.length === 0 || t.length === 0)
    fail('matmul', `shapes ${show(s)} and ${show(t)}; a number is not a matrix, use mul`)
  const left = s.length === 1
  const right = t.length === 1
  const inner = right ? t[0] : t.at(-2)
  if (s.at(-1) !== inner)
    fail(
      'matmul',
      `shapes ${show(s)} and ${show(t)} do not fit: ${s.at(-1)} and ${inner} are summed together; ` +
        'transpose one of them',
    )
  const z = apply(matmulOp, [left ? reshape(x, [1, ...s]) : x, right ? reshape(y, [...t, 1]) : y]) as Tensor
  if (!left && !right) return z
  const shape = [...z.shape]
  if (right) shape.pop()
  if (left) shape.splice(right ? -1 : -2, 1)
  return reshape(z, shape)
}
