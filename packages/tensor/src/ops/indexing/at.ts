import { fail, show } from '../../array/error.ts'
import { asTensor, isStrided, scalar } from '../../array/operands.ts'
import { arange } from '../../array/range.ts'
import { broadcastShapes, type Shape, strideOf } from '../../array/shape.ts'
import type { Arg, Own, SliceRange, Tensor } from '../../array/tensor.ts'
import { within } from '../../array/within.ts'
import { add } from '../elementwise/add.ts'
import { mul } from '../elementwise/mul.ts'
import { broadcastTo } from '../shape/broadcast-to.ts'
import { reshape } from '../shape/reshape.ts'
import { scatterAdd } from './gather-scatter.ts'
import { checkMask } from './masked-select.ts'
import { flatnonzero } from './nonzero.ts'
import { scatter } from './scatter.ts'
import { cutOf } from './slice.ts'
import { take } from './take.ts'

/**
 * What an index selects on one axis: a {@link SliceRange}, int32 indices, or a bool mask, which
 * covers as many axes as the mask has.
 */
export type Index = SliceRange | Tensor<'int32' | 'bool'>

/**
 * A part of a tensor that an index selects. Its methods read the part, or return copies of the
 * tensor in which the part is changed.
 */
export interface Place<A extends Arg = Arg> {
  /** The part, as a tensor of its own. */
  readonly get: () => Tensor<Own<A>>
  /**
   * The tensor with the part replaced by values, which broadcast to its shape. If an element is
   * selected several times, the last value stays.
   */
  readonly set: (values: Arg) => Tensor<Own<A>>
  /**
   * The tensor with values added to the part. If an element is selected several times, all its
   * values are added.
   */
  readonly add: (values: Arg) => Tensor<Own<A>>
}

/**
 * The places in a store that one or several axes of an index select, and whether they come from an
 * index array.
 */
interface Chosen {
  readonly places: Tensor
  readonly array: boolean
}

/**
 * A part of a tensor, to be read or changed, as JAX's `x.at[index]`. `set` and `add` return a new
 * tensor of the same dtype. All three methods have derivatives. Index arrays and masks have NumPy's
 * meaning: several of them broadcast together, and a plain index beside them counts as an index
 * array. Throws for an index outside its axis, and for values that the dtype cannot hold.
 *
 * @example
 * const x = tensor([[1, 2, 3], [4, 5, 6]])
 * at(x, 0, [1, null]).set(9).toArray() // [[1, 9, 9], [4, 5, 6]]
 * at(x, null, tensor([0, 0], { dtype: 'int32' })).add(1).toArray() // [[3, 2, 3], [6, 5, 6]]
 * at(x, greater(x, 4)).set(0).toArray() // [[1, 2, 3], [4, 0, 0]]
 * at(x, -1, 0).get().item() // 4
 */
export function at<A extends Arg>(x: A, ...index: Index[]): Place<A>
export function at(x: Arg, ...index: Index[]): Place {
  const t = asTensor('at', x)
  const flat = reshape(t, [-1])
  const places = within('at', () => placesOf(t, index))
  const written = (values: Arg) => {
    const v = typeof values === 'number' ? values : asTensor('at', values)
    return typeof v === 'number' ? v : reshape(broadcastTo(v, places.shape), [-1])
  }
  const line = reshape(places, [-1])
  return {
    get: () => within('at', () => take(flat, places)),
    set: values => within('at', () => reshape(scatter(flat, line, written(values)), t.shape)),
    add: values => within('at', () => reshape(scatterAdd(flat, line, written(values)), t.shape)),
  } as Place
}

/** The places that an index selects, in C order and in the shape of the part. */
function placesOf(x: Tensor, index: readonly Index[]): Tensor {
  const { shape } = x
  // The indices of one axis are places already.
  const [only] = index
  if (x.ndim === 1 && isStrided(only) && index.length === 1) {
    const indices = asTensor('at', only as Tensor)
    if (indices.dtype !== 'bool') return indices
  }
  const stride = strideOf(shape)
  const chosen: Chosen[] = []
  const arrays = index.some(isStrided)
  let axis = 0
  const along = (length: number, step: number) => mul(arange(length, { dtype: 'int32' }), step)
  for (const part of index) {
    const mask = isStrided(part) ? asTensor('at', part as Tensor) : undefined
    const covered = mask?.dtype === 'bool' ? mask.ndim : 1
    if (axis + covered > shape.length)
      fail(
        'at',
        `an index of more than ${shape.length} axes for shape ${show(shape)}; give at most one per axis`,
      )
    if (mask?.dtype === 'bool') {
      checkMask('at', mask, x, axis)
      const inside = covered === 0 ? 1 : stride[axis + covered - 1]
      const selected = flatnonzero(mask)
      chosen.push({ places: inside === 1 ? selected : mul(selected, inside), array: true })
    } else if (mask) {
      const line = reshape(along(shape[axis], stride[axis]), [...new Array<number>(axis).fill(1), -1])
      const picked = take(line, reshape(mask, [-1]), { axis })
      chosen.push({ places: reshape(picked, mask.shape), array: true })
    } else {
      const [start, step, length] = cutOf('at', part as SliceRange, axis, shape)
      const places = add(along(length, step * stride[axis]), start * stride[axis])
      chosen.push(step === 0 ? { places: reshape(places, []), array: arrays } : { places, array: false })
    }
    axis += covered
  }
  for (; axis < shape.length; axis++) chosen.push({ places: along(shape[axis], stride[axis]), array: false })
  return combined(chosen)
}

/**
 * The sum of the places along the axes. Index arrays broadcast together. If they are adjacent in
 * the index, their axes are at that position of the result; otherwise they come first.
 */
function combined(chosen: readonly Chosen[]): Tensor {
  const arrays = chosen.filter(part => part.array)
  const shared = broadcastShapes('at', ...arrays.map(part => part.places.shape))
  const first = chosen.findIndex(part => part.array)
  const beside = arrays.length > 0 && chosen.slice(first, first + arrays.length).every(part => part.array)
  const before = beside ? chosen.slice(0, first) : []
  const after = (beside ? chosen.slice(first) : chosen).filter(part => !part.array)
  const axes = (parts: readonly Chosen[]): number[] => parts.flatMap(part => part.places.shape)
  const whole: Shape = [...axes(before), ...shared, ...axes(after)]
  let total: Tensor | undefined
  let behind = whole.length
  const put = (places: Tensor, ndim: number) => {
    behind -= ndim
    const spread = reshape(places, [
      ...places.shape,
      ...new Array<number>(whole.length - behind - ndim).fill(1),
    ])
    total = total ? add(spread, total) : spread
  }
  for (const part of [...after].reverse()) put(part.places, part.places.ndim)
  const lead = behind
  for (const part of arrays) {
    behind = lead
    put(part.places, shared.length)
  }
  behind = lead - shared.length
  for (const part of [...before].reverse()) put(part.places, part.places.ndim)
  return broadcastTo(total ?? scalar(0, 'int32'), whole)
}
