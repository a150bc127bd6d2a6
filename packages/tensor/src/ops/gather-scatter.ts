/**
 * Reading elements by index, and adding values at indices. Each op is the transpose of the other.
 */
import { type AxisOption, axisOption } from '../array/along-axis.ts'
import { compact, convert } from '../array/convert.ts'
import { zerosLike } from '../array/create.ts'
import { allocate, isFloat, numeric, wholeNumber } from '../array/dtype.ts'
import { fail, show } from '../array/error.ts'
import { fast } from '../array/fast.ts'
import { gatheredShape, walkIndexed } from '../array/index-axis.ts'
import { asTensor, operands } from '../array/operands.ts'
import { axisOf, broadcastShapes, broadcastStride, type Shape } from '../array/shape.ts'
import { type Arg, type Own, Tensor } from '../array/tensor.ts'
import { apply, type Op } from '../trace/apply.ts'
import { reshape } from './reshape.ts'

export const gatherOp: Op<{ readonly axis: number }> = {
  name: 'gather',
  dtypes: 'any',
  forward([x, indices], options) {
    const axis = axisOf('gather', options.axis, x.shape.length)
    const shape = gatheredShape('gather', x, indices, axis)
    const out = allocate('gather', x.dtype, shape)
    if (!fast.gather?.(x, indices, axis, out))
      walkIndexed('gather', x, indices, axis, shape, (o, at) => {
        out[o] = x.data[at]
      })
    return new Tensor(x.dtype, out, shape)
  },
  derivative: (g, _y, [x, indices], { axis }) => [() => scatterAdd(zerosLike(x), indices, g, { axis }), null],
}

/**
 * The elements at indices along an axis, the last one by default: result[…, i, …] = x[…, indices[…,
 * i, …], …] (NumPy's take_along_axis). Both operands have the same number of axes and broadcast on
 * the other axes. Throws for an index outside the axis.
 *
 * @example
 * gather(tensor([[1, 2], [3, 4]]), tensor([[1], [0]], { dtype: 'int32' })).toArray() // [[2], [3]]
 */
export function gather<A extends Arg>(x: A, indices: Arg, options: AxisOption = {}): Tensor<Own<A>> {
  const axis = axisOption('gather', options) ?? -1
  return apply(gatherOp, [asTensor('gather', x), asTensor('gather', indices)], { axis })
}

export const scatterAddOp: Op<{ readonly axis: number }> = {
  name: 'scatterAdd',
  dtypes: 'number',
  forward([x, indices, values], { axis }) {
    numeric('scatterAdd', x.dtype)
    if (x.dtype === 'int32' && isFloat(values.dtype))
      fail('scatterAdd', `${values.dtype} values do not fit an int32; cast one of them`)
    const shape = spreadShape('scatterAdd', x, indices, values, axis)
    const y = convert(x, x.dtype, 'scatterAdd')
    const { data, offset } = spread('scatterAdd', values, shape)
    if (!fast.scatterAdd?.(y, indices, axis, shape, data, offset))
      walkIndexed('scatterAdd', y, indices, axis, shape, (o, at) => {
        const total = y.data[at] + data[offset + o]
        y.data[at] = y.dtype === 'int32' ? wholeNumber('scatterAdd', total) : total
      })
    return y
  },
  derivative: (g, _y, [x, indices, values], { axis }, { broadcastTo }) => [
    () => g,
    null,
    () => broadcastTo(gather(g, indices, { axis }), spreadShape('scatterAdd', x, indices, values, axis)),
  ],
}

/**
 * The shape of all written values: indices and values broadcast together, and to `x` on the axes
 * other than the given one.
 */
export function spreadShape(
  name: string,
  x: Tensor,
  indices: Tensor,
  values: Tensor,
  axis: number,
): number[] {
  const beside = x.shape.map((n, i) => (i === axis ? 1 : n))
  return broadcastShapes(name, beside, indices.shape, values.shape)
}

/** The values broadcast to a shape, in C order. */
export function spread(name: string, values: Tensor, shape: Shape): Tensor {
  const stride = broadcastStride(values.shape, values.stride, shape)
  return compact(new Tensor(values.dtype, values.data, shape, stride, values.offset), name)
}

/**
 * `x` with values added at indices along an axis, the last one by default: result[…, indices[…, i,
 * …], …] += values[…, i, …]. If an index occurs several times, all its values are added. Indices
 * with as many axes as `x` select elements, as the transpose of {@link gather}. 1-d indices select
 * slices, as the transpose of {@link take}. Indices and values broadcast. Throws for an index
 * outside the axis, for bools, for fractions added to int32, and for int32 sums that are more than
 * an int32 holds.
 *
 * @example
 * scatterAdd(zeros([3]), tensor([0, 2, 0], { dtype: 'int32' }), tensor([1, 2, 4])).toArray() // [5, 0, 2]
 * scatterAdd(zeros([2, 2]), tensor([1], { dtype: 'int32' }), tensor([[3, 4]]), { axis: 0 }).toArray() // [[0, 0], [3, 4]]
 */
export function scatterAdd<A extends Arg>(
  x: A,
  indices: Arg,
  values: Arg,
  options?: AxisOption,
): Tensor<Own<A>>
export function scatterAdd(x: Arg, indices: Arg, values: Arg, options: AxisOption = {}): Tensor {
  const { inputs, axis } = scatterInputs('scatterAdd', x, indices, values, options)
  return apply(scatterAddOp, inputs, { axis })
}

/** The operands of an op that writes values at indices along an axis. */
export function scatterInputs(
  name: string,
  x: Arg,
  indices: Arg,
  values: Arg,
  options: AxisOption,
): { inputs: Tensor[]; axis: number } {
  const along = axisOption(name, options) ?? -1
  const [t, added] = operands(name, x, values)
  let at = asTensor(name, indices)
  const axis = axisOf(name, along, t.shape.length)
  if (at.shape.length === 1 && t.shape.length > 1)
    at = reshape(
      at,
      t.shape.map((_, i) => (i === axis ? at.size : 1)),
    )
  if (at.shape.length !== t.shape.length)
    fail(
      name,
      `indices of shape ${show(at.shape)} for shape ${show(t.shape)}; they must have as many axes: reshape them or give 1-d indices`,
    )
  return { inputs: [t, at, added], axis }
}
