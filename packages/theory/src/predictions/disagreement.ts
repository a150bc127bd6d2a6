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
  const shown = otherFeatureRate / classes
  // If all weights were the same, chance would have to break the ties.
  const low = Math.min(lowest, high * (1 - 1e-9))
  const absent = (count: number): number => {
    let chance = 1
    for (let j = 0; j < count; j++) chance *= 1 - shown
    return chance
  }
  const nodesOf = (count: number): number[] =>
    Array.from({ length: count }, (_, j) => low + ((high - low) * (j + 0.5)) / count)
  const [nodes, nodesOfTwo] = [nodeCount, nodeCountOfTwo].map(nodesOf)
  const heavierThan = (z: number): number => (z < low ? 1 : z >= high ? 0 : (high - z) / (high - low))
  const learnedOf = (i: number, ...networks: Learned[]): number =>
    [2 * i, 2 * i + 1].filter(v => networks.some(network => network[v] > 0)).length
  const total = (...networks: Learned[]): number =>
    Array.from({ length: classes }, (_, i) => learnedOf(i, ...networks)).reduce(
      (sum, count) => sum + count,
      0,
    )
  const [ofF, ofG, ofBoth] = [total(f), total(g), total(f, g)]

  /** For each class, the number of views that neither network has. */
  const lacking = new Float64Array(classes)
  let disagreement = 0
  for (let i = 0; i < classes; i++)
    for (const v of [2 * i, 2 * i + 1]) {
      if (f[v] > 0 && g[v] > 0) continue
      if (f[v] > 0) disagreement += 1 - absent(ofG - learnedOf(i, g))
      else if (g[v] > 0) disagreement += 1 - absent(ofF - learnedOf(i, f))
      else {
        disagreement += 1 - absent(ofBoth - learnedOf(i, f, g))
        lacking[i]++
      }
    }

  const beaten = new Float64Array(classes)
  /**
   * For all samples whose view neither network has: the chance that f has no feature stronger than
   * v at weight z, and g none stronger than u at weight x.
   */
  const unbeaten = (v: number, z: number, u: number, x: number): number => {
    for (let i = 0; i < classes; i++) {
      beaten[i] = 1
      for (const w of [2 * i, 2 * i + 1]) {
        if (w === v || w === u) continue
        const forF = f[w] > 0 ? (f[v] * z) / f[w] : high
        const forG = g[w] > 0 ? (g[u] * x) / g[w] : high
        beaten[i] *= 1 - shown * heavierThan(Math.min(forF, forG))
      }
    }
    const own = Math.floor(v / 2)
    // Σ_i lacking_i Π_{j≠i} beaten_j, without a division.
    let product = 1
    let sum = 0
    for (let i = 0; i < classes; i++) {
      sum = sum * beaten[i] + (i === own ? 0 : lacking[i] * product)
      product *= beaten[i]
    }
    return sum
  }

  let alike = 0
  for (let v = 0; v < 2 * classes; v++) {
    const u = v % 2 === 0 ? v + 1 : v - 1
    if (f[v] > 0 && g[v] > 0) for (const z of nodes) alike += (shown * unbeaten(v, z, v, z)) / nodeCount
    // f names the class for one view, and g for the other one.
    if (f[v] > 0 && g[u] > 0)
      for (const z of nodesOfTwo)
        for (const x of nodesOfTwo)
          if (g[v] * z < g[u] * x && f[u] * x <= f[v] * z)
            alike += (shown * shown * unbeaten(v, z, u, x)) / nodeCountOfTwo ** 2
  }
  return (disagreement - alike) / (2 * classes)
}
