import { type AxisOrNull, axisOption } from '../../array/along-axis.ts'
import { allocate, type DType } from '../../array/dtype.ts'
import { own, place } from '../../array/elementwise.ts'
import { fail, show } from '../../array/error.ts'
import { asTensor, type Common, promoteAll } from '../../array/operands.ts'
import { reducedShape } from '../../array/reduce.ts'
import { axisOf, checkList, sameShape, strideOf } from '../../array/shape.ts'
import { type Arg, type Own, Tensor } from '../../array/tensor.ts'
import { apply, type Op } from '../../trace/apply.ts'
import { sliceAxis } from '../indexing/slice-axis.ts'
import { reshape } from './reshape.ts'

export const concatenateOp: Op<{ readonly axis: number }> = {
  name: 'concatenate',
  batch: 'repeated',
  forward(inputs, { axis }) {
    const dtype = promoteAll(inputs)
    const shape = [...inputs[0].shape]
    shape[axis] = inputs.reduce((n, x) => n + x.shape[axis], 0)
    const out = allocate('concatenate', dtype, shape)
    const stride = strideOf(shape)
    let start = 0
    for (const x of inputs) {
      place(own('concatenate', x), out, stride, start)
      start += x.shape[axis] * stride[axis]
    }
    return new Tensor<DType>(dtype, out, shape, stride, 0)
  },
  derivative(g, _y, inputs, { axis }) {
    let end = 0
    return inputs.map(x => {
      const start = end
      end += x.shape[axis]
      return () => sliceAxis(g, axis, start, start + x.shape[axis])
    })
  },
}

/**
 * Tensors joined along an axis, the first by default. Their other axes must have equal lengths.
 * With axis null the tensors are flattened. The result has the common dtype. Throws for an empty
 * list, for other axes that differ, and for 0-d tensors unless the axis is null.
 *
 * @example
 * concatenate([tensor([[1, 2]]), tensor([[3, 4], [5, 6]])]).toArray() // [[1, 2], [3, 4], [5, 6]]
 * concatenate([tensor([[1, 2]]), tensor(3)], { axis: null }).toArray() // [1, 2, 3]
 */
export function concatenate<A extends Arg>(
  tensors: readonly A[],
  options?: AxisOrNull,
): Tensor<Common<Own<A>>>
export function concatenate(tensors: readonly Arg[], options: AxisOrNull = {}): Tensor {
  const inputs = tensorList('concatenate', tensors)
  const along = axisOption('concatenate', options)
  if (along === null) return concatenate(inputs.map(x => reshape(x, [-1])))
  const axis = axisOf('concatenate', along ?? 0, inputs[0].ndim)
  checkAlike('concatenate', inputs, axis)
  return apply(concatenateOp, inputs, { axis })
}

/** The tensors to join. Throws unless it is a list of at least one. */
export function tensorList(operation: string, list: readonly Arg[]): Tensor[] {
  checkList(operation, list)
  if (list.length === 0) fail(operation, 'was given no tensors; it needs at least one')
  return list.map(x => asTensor(operation, x))
}

/** Throws unless all shapes are equal, except for the length of one axis. */
export function checkAlike(operation: string, inputs: readonly Tensor[], axis = -1): void {
  const [first, ...others] = inputs.map(x => reducedShape(x.shape, [axis], true))
  if (!others.every(shape => sameShape(shape, first)))
    fail(
      operation,
      `shapes ${inputs.map(x => show(x.shape)).join(', ')} differ${axis < 0 ? '' : ` beside axis ${axis}`}; all must be equal`,
    )
}
