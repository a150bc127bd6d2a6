import type { Reducer } from '../../array/loop.ts'
import { type ReduceOptions, reduce } from '../../array/reduce.ts'
import type { Op } from '../../trace/apply.ts'
import { equal, notEqual } from '../elementwise/compare.ts'
import { div } from '../elementwise/div.ts'
import { mul } from '../elementwise/mul.ts'
import { where } from '../elementwise/where.ts'
import { restoreAxes } from './restore-axes.ts'

/**
 * The op of the largest or smallest element. Elements that equal it get equal parts of the
 * derivative.
 */
export const extreme = (name: string, reducer: Reducer): Op<ReduceOptions> => ({
  name,
  batch: 'axis',
  forward: ([x], options) => reduce(name, x, options, x.dtype, reducer, true),
  derivative: (g, y, [x], options, { sum }) => [
    () => {
      const taken = where(equal(x, restoreAxes(y, x.shape, options)), 1, notEqual(x, x))
      const count = sum(taken, { ...options, keepDims: true })
      return mul(restoreAxes(g, x.shape, options), div(taken, count))
    },
  ],
})
