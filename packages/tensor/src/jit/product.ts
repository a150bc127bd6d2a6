/** A matrix product as a step that writes to the arena. */
import { compact } from '../array/convert.ts'
import { allocate, isCanonical, isFloat } from '../array/dtype.ts'
import { fast } from '../array/fast.ts'
import { type MatrixView, matrixView } from '../array/matrix-view.ts'
import { Tensor } from '../array/tensor.ts'
import { gemm } from '../kernels/gemm/gemm.ts'
import { matmulOp } from '../ops/matmul.ts'
import type { Op } from '../trace/apply.ts'
import type { Home } from './arena.ts'
import type { Graph, Node } from './graph.ts'
import type { Step } from './step.ts'

/** Whether a node is a product of two matrices of the same float dtype without empty axes. */
export function isProduct({ op, inputs, at }: Node, { values }: Graph): boolean {
  const { dtype } = values[at]
  return (
    op === (matmulOp as Op<never>) &&
    isFloat(dtype) &&
    inputs.every(
      input =>
        values[input].dtype === dtype &&
        values[input].shape.length === 2 &&
        values[input].shape.every(n => n > 0),
    )
  )
}

export function productStep({ op, inputs, at }: Node, { values }: Graph, home: Home): Step {
  const { dtype, shape } = values[at]
  const [m, n] = shape
  const own = home(at)
  return {
    kind: 'op',
    ops: [op.name],
    reads: inputs,
    gives: [at],
    work: m * n * values[inputs[0]].shape[1],
    run(held) {
      const y = own ?? new Tensor(dtype, allocate('matmul', dtype, shape), shape)
      const product = fast.product ?? gemm
      product(
        matrixOf(held[inputs[0]]!),
        matrixOf(held[inputs[1]]!),
        matrixView(y.data as Float64Array, m, n, y.offset),
      )
      held[at] = y
    },
  }
}

function matrixOf(x: Tensor): MatrixView {
  const { data, offset, shape, stride } = isCanonical(x.dtype, x.data) ? x : compact(x, 'matmul')
  return {
    data: data as Float64Array,
    rows: shape[0],
    columns: shape[1],
    offset,
    rowStride: stride[0],
    columnStride: stride[1],
  }
}
