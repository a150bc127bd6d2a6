import { checkOptions } from '../array/options.ts'
import { checkShape, type Shape } from '../array/shape.ts'
import type { Tensor } from '../array/tensor.ts'
import { exp } from '../math/exp.ts'
import { log } from '../math/log.ts'
import type { RandomSource } from './key.ts'
import { checkSource, drawEach, type Parameter, parameter, type Range } from './parameters.ts'
import { logPoisson } from './saddle-point.ts'
import type { Stream } from './stream.ts'
import { drawnInside } from './with-operands.ts'

export interface PoissonOptions {
  /** The mean, by default 1. */
  readonly mean?: Parameter
}

/** With a mean of 2·10⁹ the largest int32 is 3,000 standard deviations above the mean. */
const counts: Range = [x => x >= 0 && x <= 2e9, 'from 0 to 2e9']

/**
 * Poisson variates of a shape: an int32 tensor. Each element, in C order, takes as many uniforms as
 * it needs. Below a mean of 10 uniforms are multiplied until the product falls to exp(−mean). From
 * 10 on the method is the transformed rejection of W. Hörmann, "The transformed rejection method
 * for generating Poisson random variables", Insurance: Mathematics and Economics 12 (1993) 39–45.
 * The mean is a number or a tensor that broadcasts to the shape.
 *
 * @throws TensorError unless the mean lies in [0, 2e9].
 * @example
 * poisson(stream(1, 'counts'), [4], { mean: 3.5 }).dtype // "int32"
 */
export function poisson(random: RandomSource, shape: Shape, options: PoissonOptions = {}): Tensor<'int32'> {
  checkSource('poisson', random)
  checkShape('poisson', shape)
  checkOptions('poisson', options, { mean: '' })
  const inside = drawnInside('poisson', random, options, (key, found) => poisson(key, shape, found))
  if (inside) return inside
  const mean = parameter('poisson', 'mean', options.mean, shape, counts, 1)
  return drawEach('poisson', random, shape, 'int32', [mean], (random, m) =>
    m < 10 ? byProducts(random, m) : byRejection(random, m),
  )
}

/** The number of uniforms whose product stays above exp(−mean). */
function byProducts(random: Stream, mean: number): () => number {
  const end = exp(-mean)
  return () => {
    let k = 0
    for (let product = random.double(); product > end; product *= random.double()) k++
    return k
  }
}

function byRejection(random: Stream, mean: number): () => number {
  const b = 0.931 + 2.53 * Math.sqrt(mean)
  const a = -0.059 + 0.02483 * b
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
  const squeeze = 0.9277 - 3.6224 / (b - 2)
  return () => {
    for (;;) {
      const u = random.double() - 0.5
      const v = random.double()
      const edge = 0.5 - Math.abs(u)
      const k = Math.floor(((2 * a) / edge + b) * u + mean + 0.43)
      if (edge >= 0.07 && v <= squeeze) return k
      if (k < 0 || (edge < 0.013 && v > edge)) continue
      if (log((v * inverseAlpha) / (a / (edge * edge) + b)) <= logPoisson(k, mean)) return k
    }
  }
}
