// Random streams that are identified by names, and keys. Adding a stream, or drawing more from one,
// never changes another stream. A key is for draws inside transforms: `key(random)` draws one from a
// stream.

import { checkName, type StreamName } from './name.ts'
import { checkState, type StreamState } from './state.ts'
import { Stream } from './stream.ts'

export { type BernoulliOptions, bernoulli } from './bernoulli.ts'
export { type BetaOptions, beta } from './beta.ts'
export { type BinomialOptions, binomial } from './binomial.ts'
export { type CategoricalOptions, categorical } from './categorical.ts'
export { type ChoiceOptions, choice } from './choice.ts'
export { type ExponentialOptions, exponential } from './exponential.ts'
export { foldIn, splitKey } from './fold-in.ts'
export { type GammaOptions, gamma } from './gamma.ts'
export { type IntegersOptions, integers, permutation } from './integers.ts'
export { type Key, key, type RandomSource } from './key.ts'
export { type MultivariateNormalOptions, multivariateNormal } from './multivariate-normal.ts'
export { type NormalOptions, normal } from './normal.ts'
export type { Parameter } from './parameters.ts'
export { type PoissonOptions, poisson } from './poisson.ts'
export { type TruncatedNormalOptions, truncatedNormal } from './truncated-normal.ts'
export { type UniformOptions, uniform } from './uniform.ts'
export type { Stream, StreamName, StreamState }

/**
 * The random stream of a seed and names. The same arguments give the same numbers, in every engine
 * and in every version.
 *
 * @param seed a string or a whole number; the number 1 and the string '1' are different seeds.
 * @param names strings or whole numbers that say what the stream is for.
 * @throws TensorError for NaN, fractions, numbers beyond 2^53 − 1, or another type.
 * @example
 * stream(1, 'model', 3, 17).normal()
 */
export function stream(seed: number | string, ...names: StreamName[]): Stream {
  checkName('stream', 'seed', seed)
  for (const name of names) checkName('stream', 'name', name)
  return new Stream([seed, ...names])
}

/**
 * A new stream that continues at the position where `save` was called.
 *
 * @throws TensorError if the state is not one that `save` could have returned.
 * @example
 * const s = stream(1)
 * const copy = restoreStream(s.save())
 * copy.double() === s.double() // true
 */
export function restoreStream(state: StreamState): Stream {
  return new Stream(checkState('restoreStream', state).path.slice()).restore(state)
}
