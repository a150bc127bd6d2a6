import { compact } from '../../array/convert.ts'
import { zeros } from '../../array/create.ts'
import { allocate, type DType } from '../../array/dtype.ts'
import { fast, storeToWrite } from '../../array/fast.ts'
import { sizeOf } from '../../array/shape.ts'
import { type Arg, type Own, Tensor } from '../../array/tensor.ts'
import { apply, type Op } from '../../trace/apply.ts'
import { scatterAdd } from '../indexing/gather-scatter.ts'
import { reshape } from '../shape/reshape.ts'
import { checkPadding, eachRun, overWindows, type Pool } from './pool.ts'
import { type PerAxis, WINDOW_KINDS, type WindowOptions } from './windows.ts'

/** The place in its plane of the first largest element or NaN of each window: [planes, windows]. */
export const maxPoolPlacesOp: Op<Pool> = {
  name: 'maxPoolPlaces',
  batch: 'windows',
  forward([x], pool) {
    const [planes, height, width] = pool.planes
    const count = sizeOf(pool.windows.slice(1))
    const out = allocate('maxPoolPlaces', 'int32', [planes, count]).fill(-1)
    const { data, offset } = compact(x, 'maxPoolPlaces')
    const { stride } = pool.plane[1]
    eachRun(pool, (window, at, first, end) => {
      const plane = offset + Math.floor(window / count) * height * width
      for (let w = first, next = offset + at + first * stride; w < end; w++, next += stride) {
        const place = out[window + w] + plane
        if (place < plane || (!(data[next] <= data[place]) && !Number.isNaN(data[place])))
          out[window + w] = next - plane
      }
    })
    return new Tensor<DType>('int32', out, [planes, count])
  },
  derivative: null,
}

const maxPoolOp = (name: string): Op<Pool> => ({
  name,
  batch: 'windows',
  forward([x], pool) {
    const out = storeToWrite(name, x.dtype, pool.windows)
    const t = compact(x, name)
    checkPadding(name, pool)
    if (fast.pool?.(t, pool, null, out)) return new Tensor(x.dtype, out, pool.windows)
    // The smallest value of the dtype. In a store of bools -Infinity becomes 0.
    out.fill(x.dtype === 'int32' ? -(2 ** 31) : -Infinity)
    const { data, offset } = t
    const { stride } = pool.plane[1]
    eachRun(pool, (window, at, first, end) => {
      for (let w = window + first, next = offset + at + first * stride; w < window + end; w++) {
        out[w] = Math.max(out[w], data[next])
        next += stride
      }
    })
    return new Tensor(x.dtype, out, pool.windows)
  },
  derivative: (g, _y, [x], pool) => [
    () => {
      const [planes, height, width] = pool.planes
      const places = apply(maxPoolPlacesOp, [x], pool)
      const flat = zeros([planes, height * width], { dtype: x.dtype })
      const spread = scatterAdd(flat, places, reshape(g, places.shape))
      return reshape(spread, pool.planes)
    },
  ],
})

export const maxPool1dOp: Op<Pool> = /* @__PURE__ */ maxPoolOp('maxPool1d')
export const maxPool2dOp: Op<Pool> = /* @__PURE__ */ maxPoolOp('maxPool2d')

/**
 * The largest element of each window over the last axis: [..., length] gives [..., windows]. See
 * {@link maxPool2d}.
 *
 * @example
 * maxPool1d(tensor([3, 1, 4, 1, 5]), 2).toArray() // [3, 4]
 * maxPool1d(tensor([3, 1, 4, 1, 5]), 3, { stride: 1 }).toArray() // [4, 4, 5]
 */
export function maxPool1d<A extends Arg>(x: A, window: number, options?: WindowOptions): Tensor<Own<A>>
export function maxPool1d(x: Arg, window: number, options: WindowOptions = {}): Tensor {
  return overWindows('maxPool1d', 1, x, window, options, WINDOW_KINDS, (t, pool) =>
    apply(maxPool1dOp, [t], pool),
  )
}

/**
 * The largest element of each window over the last two axes: [..., height, width] gives [..., rows,
 * columns]. The result is NaN if the window holds one. Padding counts as smaller than everything.
 * The first of equal largest elements, row by row, gets the derivative. Throws if no window fits,
 * and if a window would contain only padding.
 *
 * @param window the height and width of the window, or one number for both.
 * @param options.stride the distance between windows, by default the window size, so that they do
 * not overlap.
 * @example
 * maxPool2d(reshape(arange(16), [4, 4]), 2).toArray() // [[5, 7], [13, 15]]
 * maxPool2d(zeros([8, 3, 5, 5]), 3, { stride: 2, padding: 1 }).shape // [8, 3, 3, 3]
 */
export function maxPool2d<A extends Arg>(x: A, window: PerAxis, options?: WindowOptions): Tensor<Own<A>>
export function maxPool2d(x: Arg, window: PerAxis, options: WindowOptions = {}): Tensor {
  return overWindows('maxPool2d', 2, x, window, options, WINDOW_KINDS, (t, pool) =>
    apply(maxPool2dOp, [t], pool),
  )
}
