/** New keys from a key. */
import { compact } from '../array/convert.ts'
import { allocate, wholeNumber } from '../array/dtype.ts'
import { fail, show, told } from '../array/error.ts'
import { broadcastShapes, type Shape } from '../array/shape.ts'
import { Tensor } from '../array/tensor.ts'
import { expandDims } from '../ops/shape/expand-dims.ts'
import { apply, type Op } from '../trace/apply.ts'
import { checkKey, type Key } from './key.ts'
import { spread } from './parameters.ts'
import { threefry } from './threefry.ts'

/** Keys [..., 2] and numbers [..., 1], whose leading axes broadcast, give keys [..., 2]. */
const foldInOp: Op<undefined> = {
  name: 'foldIn',
  batch: 'leading',
  forward([key, data]) {
    const before = broadcastShapes('foldIn', key.shape.slice(0, -1), data.shape.slice(0, -1))
    const whole = [...before, 2]
    const values = ({ data, offset, size }: Tensor) => data.subarray(offset, offset + size)
    const keys = values(compact(spread('foldIn', 'key', key, whole), 'foldIn'))
    const numbers = values(compact(spread('foldIn', 'data', data, [...before, 1]), 'foldIn'))
    const out = allocate('foldIn', 'int32', whole) as Int32Array
    const words = new Int32Array(2)
    for (let i = 0; i < numbers.length; i++) {
      threefry(keys[2 * i], keys[2 * i + 1], 0, numbers[i], words)
      out.set(words, 2 * i)
    }
    return new Tensor('int32', out, whole)
  },
  derivative: () => [null, null],
}

/**
 * The key that belongs to a whole number, such as the step of a loop: a function of both. It is
 * `jax.random.fold_in`. The number may be a 0-d int32 tensor.
 *
 * @throws TensorError unless the key is an int32 tensor of shape [2] and the number an int32.
 * @example
 * // A sum of four random numbers.
 * foriLoop(0, 4, (i, sum) => sum.add(uniform(foldIn(key(1), i), [])), tensor(0)).item() < 4 // true
 */
export function foldIn(key: Tensor, data: number | Tensor): Key {
  checkKey('foldIn', key)
  if (typeof data === 'number') return foldIn(key, whole(Int32Array.of(wholeNumber('foldIn', data)), []))
  if (!(data instanceof Tensor)) return fail('foldIn', `data is ${told(data)}; ${WHOLE}`)
  if (data.dtype !== 'int32' || data.shape.length > 0)
    fail('foldIn', `data is ${data.dtype} of shape ${show(data.shape)}; ${WHOLE}`)
  return apply(foldInOp, [key, expandDims(data, 0)])
}

const WHOLE = 'give a whole number, or an int32 tensor of shape [] that holds one'

const whole = (values: Int32Array, shape: Shape): Tensor<'int32'> => new Tensor('int32', values, shape)

/**
 * The keys of the numbers 0 … n − 1: an int32 tensor of shape [n, 2], whose rows are those of
 * {@link foldIn}. They are independent of each other and of the draws from the key itself. `vmap`
 * gives each example one of them, and `scan` each run of its body. They are the keys of
 * `jax.random.split`, for the same key.
 *
 * @throws TensorError unless the key is an int32 tensor of shape [2], and n a whole number from 0.
 * @example
 * splitKey(key(0), 2).toArray() // [[1797259609, -1715843330], [928981903, -841280227]]
 * const keys = splitKey(key(stream(1, 'noise')), 3)
 * vmap(k => normal(k, [2]))(keys).shape // [3, 2]
 */
export function splitKey(key: Tensor, n: number): Key {
  checkKey('splitKey', key)
  if (!Number.isInteger(n) || n < 0 || n > 0x7fffffff)
    fail('splitKey', `n must be a whole number from 0 to 2^31 − 1, not ${told(n)}`)
  const numbers = allocate('splitKey', 'int32', [n]) as Int32Array
  for (let i = 0; i < n; i++) numbers[i] = i
  return apply(foldInOp, [expandDims(key, 0), whole(numbers, [n, 1])])
}
