/**
 * Keys: the random numbers of a key are a function of the key alone. So a function that draws from
 * a key runs inside every transform, and another key gives other numbers.
 */
import { fail, show, told } from '../array/error.ts'
import { Tensor } from '../array/tensor.ts'
import { Stream } from './stream.ts'

/** A key of random numbers: an int32 tensor of shape [2]. */
export type Key = Tensor<'int32'>

/**
 * What random numbers are drawn from. A stream moves on with each draw. A key gives the same
 * numbers each time. Inside `vmap`, `jit` and the bodies of loops, draw from keys.
 */
export type RandomSource = Stream | Tensor

/** Throws for a value that is not a key: an int32 tensor of shape [2]. */
export function checkKey(operation: string, x: unknown): Key {
  if (!(x instanceof Tensor))
    return fail(operation, `the key is ${told(x)}; make one by key(seed) or key(random)`)
  if (x.dtype !== 'int32' || x.shape.length !== 1 || x.shape[0] !== 2)
    fail(
      operation,
      `the key is ${x.dtype} of shape ${show(x.shape)}; a key is int32 of shape [2]: make it by key(seed), and ` +
        'use several keys by vmap or scan',
    )
  return x as Key
}

/**
 * A key: an int32 tensor of shape [2]. The key of a whole number holds its upper and lower 32 bits,
 * as `jax.random.key` does. The key of a stream takes two draws from it, so each call gives another
 * key. All functions that draw from streams also draw from keys. They use Threefry-2x32 (J. K.
 * Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011). Use a key for one draw,
 * and make more keys by {@link splitKey} or {@link foldIn}.
 *
 * @throws TensorError unless the seed is a stream or a whole number of at most 2^53 − 1 in size.
 * @example
 * key(7).toArray() // [0, 7]
 * const random = stream(1, 'dropout')
 * const step = jit((x, k) => x.add(normal(k, [3])))
 * const [a, b] = [step(zeros([3]), key(random)), step(zeros([3]), key(random))]
 * equal(a, b).toArray() // [false, false, false]
 */
export function key(seed: number | Stream): Key {
  const word = (random: Stream) => Math.floor(random.double() * 2 ** 32) | 0
  if (seed instanceof Stream) return new Tensor('int32', Int32Array.of(word(seed), word(seed)), [2])
  if (!Number.isSafeInteger(seed))
    fail('key', `the seed is ${told(seed)}; give a stream, or a whole number of at most 2^53 − 1 in size`)
  return new Tensor('int32', Int32Array.of(Math.floor(seed / 2 ** 32), seed), [2])
}
