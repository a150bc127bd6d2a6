import { type AxisOrNull, axisOption } from '../array/along-axis.ts'
import { allocate, type DType } from '../array/dtype.ts'
import { own, place } from '../array/elementwise.ts'
import { fail, show } from '../array/error.ts'
import { asTensor, type Common, promoteAll } from '../array/operands.ts'
import { axisOf, checkList, strideOf } from '../array/shape.ts'
import { type Arg, type Own, Tensor } from '../array/tensor.ts'
import { apply, type Op } from '../trace/apply.ts'
import { reshape } from './reshape.ts'
import { sliceAxis } from './slice-axis.ts'

export const concatenateOp: Op<{ readonly axis: number }> = {
  name: 'concatenate',
  dtypes: 'any',
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
      const stop = end
      return () => sliceAxis(g, axis, start, stop)
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
  checkList('concatenate', tensors)
  const given = axisOption('concatenate', options)
  const along = given === undefined ? 0 : given
  if (tensors.length === 0) fail('concatenate', 'was given no tensors; it needs at least one')
  const inputs = tensors.map(x => asTensor('concatenate', x))
  if (along === null) return concatenate(inputs.map(x => reshape(x, [-1])))
  const first = inputs[0].shape
  const axis = axisOf('concatenate', along, first.length)
  for (const { shape } of inputs)
    if (shape.length !== first.length || shape.some((n, i) => i !== axis && n !== first[i]))
      fail(
        'concatenate',
        `shapes ${inputs.map(x => show(x.shape)).join(', ')} differ beside axis ${axis}; all must be equal`,
      )
  return apply(concatenateOp, inputs, { axis })
}
