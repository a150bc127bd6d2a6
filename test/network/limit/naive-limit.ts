/**
 * An oracle: the limit model written from the formulas alone, as plain loops over classes, neurons,
 * samples and all P patches, including background patches. It shares only the data set with the
 * package.
 */
import type { Dataset, LimitWeights } from '@multiview/network'
import type { NetworkSettings } from '../../../packages/network/src/settings/settings.ts'

/** a[i][r][v] and b[i][r][n][p]. */
export interface NaiveWeights {
  readonly a: number[][][]
  readonly b: number[][][][]
}

interface NaivePatch {
  /** −1 where the patch carries no feature. */
  readonly feature: number
  readonly z: number
  readonly noise: number
}

export interface NaiveModel {
  readonly weights: NaiveWeights
  /** F [n][i]. */
  outputs(): number[][]
  /** −∇L, from ∂L/∂F [n][i]. */
  change(gradient: number[][]): NaiveWeights
  advance(change: NaiveWeights, step: number): void
  /** min over neurons of largest |u| over largest |change of u|. */
  relativeStep(change: NaiveWeights): number
}

export const relu = (u: number, q: number, threshold: number): number =>
  u <= 0 ? 0 : u <= threshold ? u ** q / (q * threshold ** (q - 1)) : u - (1 - 1 / q) * threshold

export const reluSlope = (u: number, q: number, threshold: number): number =>
  u <= 0 ? 0 : u <= threshold ? (u / threshold) ** (q - 1) : 1

const patchesOf = (data: Dataset): NaivePatch[][] =>
  Array.from({ length: data.size }, (_, n) => {
    const patches: NaivePatch[] = []
    for (let p = data.firstPatch[n]; p < data.firstPatch[n + 1]; p++)
      patches.push({ feature: data.feature[p], z: data.weight[p], noise: data.noiseNorm[p] })
    while (patches.length < data.settings.patches) patches.push({ feature: -1, z: 0, noise: 0 })
    return patches
  })

export const range = (length: number): number[] => Array.from({ length }, (_, i) => i)

export const naiveModel = (data: Dataset, network: NetworkSettings, start: LimitWeights): NaiveModel => {
  const { classes, views } = data.settings
  const { neurons, power, threshold } = network
  const patches = patchesOf(data)
  const all = classes * neurons
  const units = range(classes).map(() => range(neurons))
  const weights: NaiveWeights = {
    a: units.map((rs, i) =>
      rs.map(r => range(views * classes).map(v => start.featureCorrelation[v * all + i * neurons + r])),
    ),
    b: units.map((rs, i) =>
      rs.map(r =>
        patches.map((row, n) =>
          row.map((patch, p) =>
            patch.feature < 0 ? 0 : start.noiseCorrelation[(data.firstPatch[n] + p) * all + i * neurons + r],
          ),
        ),
      ),
    ),
  }
  const preactivation = ({ a, b }: NaiveWeights, i: number, r: number, n: number, p: number): number => {
    const { feature, z } = patches[n][p]
    return (feature < 0 ? 0 : a[i][r][feature] * z) + b[i][r][n][p]
  }
  const overAll = (visit: (i: number, r: number, n: number, p: number) => void): void => {
    for (let i = 0; i < classes; i++)
      for (let r = 0; r < neurons; r++)
        for (let n = 0; n < data.size; n++) for (let p = 0; p < patches[n].length; p++) visit(i, r, n, p)
  }
  return {
    weights,
    outputs: () => {
      const outputs = patches.map(() => new Array<number>(classes).fill(0))
      overAll((i, r, n, p) => {
        outputs[n][i] += relu(preactivation(weights, i, r, n, p), power, threshold)
      })
      return outputs
    },
    change: gradient => {
      const a = weights.a.map(rs => rs.map(row => row.map(() => 0)))
      const b = weights.b.map(rs => rs.map(ns => ns.map(row => row.map(() => 0))))
      overAll((i, r, n, p) => {
        const { feature, z, noise } = patches[n][p]
        const g = gradient[n][i] * reluSlope(preactivation(weights, i, r, n, p), power, threshold)
        if (feature >= 0) a[i][r][feature] -= z * g
        b[i][r][n][p] -= noise ** 2 * g
      })
      return { a, b }
    },
    advance: (change, step) => {
      for (const [i, rs] of weights.a.entries())
        for (const [r, row] of rs.entries()) for (const v of row.keys()) row[v] += step * change.a[i][r][v]
      overAll((i, r, n, p) => {
        weights.b[i][r][n][p] += step * change.b[i][r][n][p]
      })
    },
    relativeStep: change => {
      const largest = units.map(rs => rs.map(() => 0))
      const largestChange = units.map(rs => rs.map(() => 0))
      overAll((i, r, n, p) => {
        largest[i][r] = Math.max(largest[i][r], Math.abs(preactivation(weights, i, r, n, p)))
        largestChange[i][r] = Math.max(largestChange[i][r], Math.abs(preactivation(change, i, r, n, p)))
      })
      return Math.min(...largest.flatMap((rs, i) => rs.map((value, r) => value / largestChange[i][r])))
    },
  }
}

/** The naive weights as the package lays them out. */
export const asLimitWeights = ({ a, b }: NaiveWeights, data: Dataset): LimitWeights => {
  const classes = a.length
  const neurons = a[0].length
  const all = classes * neurons
  const features = a[0][0].length
  const featureCorrelation = new Float64Array(features * all)
  const noiseCorrelation = new Float64Array(data.feature.length * all)
  for (let i = 0; i < classes; i++)
    for (let r = 0; r < neurons; r++) {
      const c = i * neurons + r
      for (let v = 0; v < features; v++) featureCorrelation[v * all + c] = a[i][r][v]
      for (let n = 0; n < data.size; n++)
        for (let p = data.firstPatch[n]; p < data.firstPatch[n + 1]; p++)
          noiseCorrelation[p * all + c] = b[i][r][n][p - data.firstPatch[n]]
    }
  return { featureCorrelation, noiseCorrelation }
}

/** Mean cross-entropy and ∂L/∂F from the definition, for outputs of ordinary size. */
export const naiveCrossEntropy = (outputs: number[][], label: Int32Array) => {
  const shares = outputs.map(row => {
    const sum = row.reduce((total, f) => total + Math.exp(f), 0)
    return row.map(f => Math.exp(f) / sum)
  })
  const size = outputs.length
  return {
    loss: shares.reduce((total, row, n) => total - Math.log(row[label[n]]), 0) / size,
    gradient: shares.map((row, n) => row.map((share, i) => (share - (i === label[n] ? 1 : 0)) / size)),
  }
}

/** max |x − y| over two arrays of equal length. */
export const farthest = (x: ArrayLike<number>, y: ArrayLike<number>): number => {
  if (x.length !== y.length) return Number.POSITIVE_INFINITY
  let worst = 0
  for (let i = 0; i < x.length; i++) worst = Math.max(worst, Math.abs(x[i] - y[i]))
  return worst
}
