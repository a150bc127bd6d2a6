import { checkOptions } from '../array/options.ts'
import { checkShape, type Shape } from '../array/shape.ts'
import type { Tensor } from '../array/tensor.ts'
import { log } from '../math/log.ts'
import { log1p } from '../math/log1p.ts'
import { standardExponential } from './exponential.ts'
import type { RandomSource } from './key.ts'
import { checkSource, drawEach, type Parameter, parameter, type Range } from './parameters.ts'
import { logBinomial } from './saddle-point.ts'
import type { Stream } from './stream.ts'
import { drawnInside } from './with-operands.ts'

export interface BinomialOptions {
  /** The number of trials. */
  readonly n: Parameter
  /** The probability of a success. */
  readonly p: Parameter
}

const trials: Range = [x => (x | 0) === x && x >= 0, 'a whole number from 0 to 2^31 − 1']
export const probability: Range = [x => x >= 0 && x <= 1, 'from 0 to 1']

/**
 * How many of n trials succeed if each succeeds with probability p: an int32 tensor of a shape.
 * Each element, in C order, takes as many uniforms as it needs. Below 10 expected successes (or
 * failures) the number of trials up to the next one is drawn. From 10 on the method is the
 * transformed rejection of W. Hörmann, "The generation of binomial random variates", Journal of
 * Statistical Computation and Simulation 46 (1993) 101–110. The parameters are numbers or tensors
 * that broadcast to the shape.
 *
 * @throws TensorError unless n is a whole number in the int32 range from 0 and p lies in [0, 1].
 * @example
 * binomial(stream(1, 'heads'), [4], { n: 100, p: 0.5 }).dtype // "int32"
 * binomial(stream(1), [2], { n: 7, p: 1 }).toArray() // [7, 7]
 */
export function binomial(random: RandomSource, shape: Shape, options: BinomialOptions): Tensor<'int32'> {
  checkSource('binomial', random)
  checkShape('binomial', shape)
  checkOptions('binomial', options, { n: '', p: '' })
  const inside = drawnInside('binomial', random, options, (key, found) => binomial(key, shape, found))
  if (inside) return inside
  const n = parameter('binomial', 'n', options.n, shape, trials)
  const p = parameter('binomial', 'p', options.p, shape, probability)
  return drawEach('binomial', random, shape, 'int32', [n, p], (random, count, chance) => {
    if (chance <= 0.5) return ofRare(random, count, chance)
    const failures = ofRare(random, count, 1 - chance)
    return () => count - failures()
  })
}

/** For p ≤ ½. */
const ofRare = (random: Stream, n: number, p: number): (() => number) =>
  n * p < 10 ? byWaiting(random, n, p) : byRejection(random, n, p)

/** The number of trials up to a success follows the geometric distribution. */
function byWaiting(random: Stream, n: number, p: number): () => number {
  const rate = -log1p(-p)
  return () => {
    let k = 0
    for (let seen = 0; (seen += Math.ceil(standardExponential(random) / rate)) <= n; ) k++
    return k
  }
}

function byRejection(random: Stream, n: number, p: number): () => number {
  const deviation = Math.sqrt(n * p * (1 - p))
  const b = 1.15 + 2.53 * deviation
  const a = -0.0873 + 0.0248 * b + 0.01 * p
  const centre = n * p + 0.5
  const squeeze = 0.92 - 4.2 / b
  const alpha = (2.83 + 5.1 / b) * deviation
  const most = logBinomial(Math.floor((n + 1) * p), n, p)
  return () => {
    for (;;) {
      const u = random.double() - 0.5
      const v = random.double()
      const edge = 0.5 - Math.abs(u)
      const k = Math.floor(((2 * a) / edge + b) * u + centre)
      if (edge >= 0.07 && v <= squeeze) return k
      if (k < 0 || k > n) continue
      if (log((v * alpha) / (a / (edge * edge) + b)) <= logBinomial(k, n, p) - most) return k
    }
  }
}
