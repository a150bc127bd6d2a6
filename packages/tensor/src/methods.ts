/**
 * Installs those methods of a tensor that are ops or use the drivers of ops, so that
 * `array/tensor.ts` does not import them.
 */
import { compact } from './array/convert.ts'
import type { Data } from './array/dtype.ts'
import { Tensor } from './array/tensor.ts'
import { add } from './ops/elementwise/add.ts'
import { div } from './ops/elementwise/div.ts'
import { mul } from './ops/elementwise/mul.ts'
import { neg } from './ops/elementwise/neg.ts'
import { sub } from './ops/elementwise/sub.ts'
import { slice } from './ops/indexing/slice.ts'
import { reshape } from './ops/shape/reshape.ts'
import { transpose } from './ops/shape/transpose.ts'

function values(x: Tensor): Data {
  const { data, offset, size } = compact(x, 'values')
  return data.slice(offset, offset + size)
}

const methods = { add, div, mul, neg, reshape, slice, sub, transpose, values }

for (const name in methods) {
  const method = methods[name as keyof typeof methods] as (x: Tensor, ...rest: never[]) => unknown
  Object.defineProperty(Tensor.prototype, name, {
    value(this: Tensor, ...rest: never[]) {
      return method(this, ...rest)
    },
  })
}
