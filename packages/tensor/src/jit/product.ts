/** Matrix products of a plan: a step that writes to the arena, and the products that loops read. */
import { compact } from '../array/convert.ts'
import { isCanonical, isFloat } from '../array/dtype.ts'
import { walk } from '../array/elementwise.ts'
import { fast, storeToWrite } from '../array/fast.ts'
import { type MatrixView, matrixView } from '../array/matrix-view.ts'
import { broadcastStride, type Shape, sizeOf } from '../array/shape.ts'
import { Tensor } from '../array/tensor.ts'
import { PACKED_COLUMNS } from '../kernels/gemm/block-shape.ts'
import { gemm, worthBlocks } from '../kernels/gemm/gemm.ts'
import { matmulOp } from '../ops/product/matmul.ts'
import type { Op } from '../trace/apply.ts'
import type { Graph, Node } from './graph.ts'
import type { Step } from './step.ts'

/** A product of matrices. `row` is the place of its first row among all rows of a batch. */
export interface Factors {
  readonly a: MatrixView
  readonly b: MatrixView
  readonly row: number
}

/** Whether a node is a product of matrices of the same float dtype without empty axes. */
export function isProduct({ op, inputs, at }: Node, { values }: Graph): boolean {
  const { dtype } = values[at]
  return (
    op === (matmulOp as Op<never>) &&
    isFloat(dtype) &&
    sizeOf(values[at].shape) > 0 &&
    inputs.every(input => values[input].dtype === dtype && sizeOf(values[input].shape) > 0)
  )
}

/** Whether threads may gain by sharing a product: it takes a tenth of a millisecond or more. */
export const isLongProduct = (node: Node, graph: Graph): boolean => productWork(node, graph) >= LONG
const LONG = 2 ** 19

/** Whether a node is a product whose finished blocks have whole rows, as loops read them. */
export function isTiled(node: Node, graph: Graph): boolean {
  if (!isProduct(node, graph)) return false
  const [m, n, k] = sizesOf(node, graph)
  return worthBlocks(m, n, k) && n <= PACKED_COLUMNS
}

/** The number of multiplications of a product. */
export const productWork = (node: Node, graph: Graph): number =>
  sizeOf(graph.values[node.at].shape) * sizesOf(node, graph)[2]

function sizesOf({ inputs, at }: Node, { values }: Graph): [m: number, n: number, k: number] {
  const [m, n] = values[at].shape.slice(-2)
  return [m, n, values[inputs[0]].shape.at(-1)!]
}

export function productStep(node: Node, graph: Graph): Step {
  const { op, inputs, at } = node
  const { dtype, shape } = graph.values[at]
  const [m, n] = shape.slice(-2)
  return {
    kind: 'op',
    ops: [op.name],
    reads: inputs,
    gives: [at],
    work: productWork(node, graph),
    run(held) {
      const y = held[at] ?? new Tensor(dtype, storeToWrite('matmul', dtype, shape), shape)
      const product = fast.product ?? gemm
      for (const { a, b, row } of productsOf(held[inputs[0]]!, held[inputs[1]]!, shape))
        product(a, b, matrixView(y.data as Float64Array, m, n, y.offset + row * n))
      held[at] = y
    },
  }
}

/** The products of a batch, in order, whose results form a tensor of this shape. */
export function productsOf(x: Tensor, y: Tensor, shape: Shape): Factors[] {
  const [a, b] = [x, y].map(z => (isCanonical(z.dtype, z.data) ? z : compact(z, 'matmul')))
  if (shape.length === 2) return [{ a: matrixOf(a, a.offset), b: matrixOf(b, b.offset), row: 0 }]
  const batch = shape.slice(0, -2)
  const rows = shape[shape.length - 2]
  const strides = [a, b].map(z => broadcastStride(z.shape.slice(0, -2), z.stride.slice(0, -2), batch))
  const list: Factors[] = []
  walk(batch, strides, [a.offset, b.offset], (count, first, at, step) => {
    for (let i = 0; i < count; i++)
      list.push({
        a: matrixOf(a, at[0] + i * step[0]),
        b: matrixOf(b, at[1] + i * step[1]),
        row: (first + i) * rows,
      })
  })
  return list
}

function matrixOf({ data, shape, stride }: Tensor, offset: number): MatrixView {
  const axis = shape.length - 2
  return {
    data: data as Float64Array,
    rows: shape[axis],
    columns: shape[axis + 1],
    offset,
    rowStride: stride[axis],
    columnStride: stride[axis + 1],
  }
}
