/**
 * How often two networks disagree on single-view data, from what each has learned: sums and
 * quadratures, without test samples.
 */

import type { Settings } from '@multiview/network'

/** Λ of each view that a network has learned, and 0 for the others, [2k]. */
export type Learned = ArrayLike<number>

/** Points of the midpoint rule over the weight of one feature, and over those of each of two. */
const nodeCount = 16
const nodeCountOfTwo = 8

/**
 * The share of single-view samples on which two networks name different classes.
 *
 * A sample shows one view of its class and each feature of another class with probability p = s/k,
 * at a weight z that is uniform. A network that has the view shown names the right class. One that
 * lacks it names the class of the feature with the largest Λz among those that it has learned, and
 * the right class if the sample shows none. The two networks see the same features with the same
 * weights, so that both can name the same wrong class.
 *
 * A feature counts by its strongest neuron, and two views of one class count as two features.
 *
 * @param f @param g of two networks with equally many classes
 */
export const expectedDisagreement = (
  f: Learned,
  g: Learned,
  {
    otherFeatureRate,
    singleViewOtherWeight: [lowest, high],
  }: Pick<Settings, 'otherFeatureRate' | 'singleViewOtherWeight'>,
): number => {
  const classes = f.length / 2
  // If all weights were the same, chance would have to break the ties.
  const low = Math.min(lowest, high * (1 - 1e-9))
  const other = { chance: otherFeatureRate / classes, low, high }
  const lacking = lackedByBoth(f, g)
  return (someGuess(f, g, other.chance) - sameGuess(f, g, lacking, other)) / (2 * classes)
}

/** How a sample shows a feature of another class. */
interface OtherFeature {
  readonly chance: number
  /** The limits of its weight. */
  readonly low: number
  readonly high: number
}

/** The midpoints of equal parts of the weights. */
const nodesOf = ({ low, high }: OtherFeature, count: number): number[] =>
  Array.from({ length: count }, (_, j) => low + ((high - low) * (j + 0.5)) / count)

/** The chance that a sample shows the feature at a weight above z. */
const chanceAbove = ({ chance, low, high }: OtherFeature, z: number): number =>
  chance * (z < low ? 1 : z >= high ? 0 : (high - z) / (high - low))

/** For each class, the number of views that neither network has. */
const lackedByBoth = (f: Learned, g: Learned): Float64Array =>
  Float64Array.from(
    { length: f.length / 2 },
    (_, i) => [2 * i, 2 * i + 1].filter(v => !(f[v] > 0 || g[v] > 0)).length,
  )

/** The number of views of class i that one of the networks has. */
const learnedOf = (i: number, ...networks: Learned[]): number =>
  [2 * i, 2 * i + 1].filter(v => networks.some(network => network[v] > 0)).length

/**
 * Summed over all views: the chance that the sample shows a feature of another class to a network
 * that lacks the view. Then this network names a wrong class.
 */
const someGuess = (f: Learned, g: Learned, shown: number): number => {
  const classes = f.length / 2
  const absent = (count: number): number => {
    let chance = 1
    for (let j = 0; j < count; j++) chance *= 1 - shown
    return chance
  }
  const total = (...networks: Learned[]): number =>
    Array.from({ length: classes }, (_, i) => learnedOf(i, ...networks)).reduce(
      (sum, count) => sum + count,
      0,
    )
  const [ofF, ofG, ofBoth] = [total(f), total(g), total(f, g)]
  let sum = 0
  for (let i = 0; i < classes; i++)
    for (const v of [2 * i, 2 * i + 1]) {
      if (f[v] > 0 && g[v] > 0) continue
      if (f[v] > 0) sum += 1 - absent(ofG - learnedOf(i, g))
      else if (g[v] > 0) sum += 1 - absent(ofF - learnedOf(i, f))
      else sum += 1 - absent(ofBoth - learnedOf(i, f, g))
    }
  return sum
}

/**
 * Summed over the views that both networks lack: the chance that both name the same wrong class.
 */
const sameGuess = (f: Learned, g: Learned, lacking: Float64Array, other: OtherFeature): number => {
  const unbeaten = unbeatenChance(f, g, lacking, other)
  const nodes = nodesOf(other, nodeCount)
  const nodesOfTwo = nodesOf(other, nodeCountOfTwo)
  const shown = other.chance
  let sum = 0
  for (let v = 0; v < f.length; v++) {
    const u = v % 2 === 0 ? v + 1 : v - 1
    if (f[v] > 0 && g[v] > 0) for (const z of nodes) sum += (shown * unbeaten(v, z, v, z)) / nodeCount
    // f names the class for one view, and g for the other one.
    if (f[v] > 0 && g[u] > 0)
      for (const z of nodesOfTwo)
        for (const x of nodesOfTwo)
          if (g[v] * z < g[u] * x && f[u] * x <= f[v] * z)
            sum += (shown * shown * unbeaten(v, z, u, x)) / nodeCountOfTwo ** 2
  }
  return sum
}

/**
 * For all samples whose view neither network has: the chance that f has no feature stronger than v
 * at weight z, and g none stronger than u at weight x.
 */
const unbeatenChance = (f: Learned, g: Learned, lacking: Float64Array, other: OtherFeature) => {
  const beaten = new Float64Array(lacking.length)
  return (v: number, z: number, u: number, x: number): number => {
    for (let i = 0; i < beaten.length; i++) {
      beaten[i] = 1
      for (const w of [2 * i, 2 * i + 1]) {
        if (w === v || w === u) continue
        const forF = f[w] > 0 ? (f[v] * z) / f[w] : other.high
        const forG = g[w] > 0 ? (g[u] * x) / g[w] : other.high
        beaten[i] *= 1 - chanceAbove(other, Math.min(forF, forG))
      }
    }
    const own = Math.floor(v / 2)
    // Σ_i lacking_i Π_{j≠i} beaten_j, without a division.
    let product = 1
    let sum = 0
    for (let i = 0; i < beaten.length; i++) {
      sum = sum * beaten[i] + (i === own ? 0 : lacking[i] * product)
      product *= beaten[i]
    }
    return sum
  }
}
