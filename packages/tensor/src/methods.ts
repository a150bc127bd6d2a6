/**
 * The methods of a tensor that are ops. They are installed from here, above the ops, so that `array/tensor.ts` imports
 * none of them.
 */
import { Tensor } from './array/tensor.ts'
import { add } from './ops/add.ts'
import { div } from './ops/div.ts'
import { mul } from './ops/mul.ts'
import { neg } from './ops/neg.ts'
import { reshape } from './ops/reshape.ts'
import { slice } from './ops/slice.ts'
import { sub } from './ops/sub.ts'
import { transpose } from './ops/transpose.ts'

const ops = { add, div, mul, neg, reshape, slice, sub, transpose }

for (const [name, op] of Object.entries(ops) as [string, (x: Tensor, ...rest: never[]) => Tensor][])
  Object.defineProperty(Tensor.prototype, name, {
    value(this: Tensor, ...rest: never[]) {
      return op(this, ...rest)
    },
    writable: true,
    configurable: true,
  })
