/**
 * The paper's network on explicit vectors x_p ∈ R^d, trained by plain gradient descent. The limit
 * model must equal it if noise vectors are exactly orthogonal to each other and to the features.
 * Written from arXiv 2012.09816, §2, alone.
 */
import { type Dataset, featureCount } from '@multiview/network'
import type { Stream } from '@multiview/tensor'
import type { NetworkSettings } from '../../../packages/network/src/settings/settings.ts'
import { relu, reluSlope } from './naive-limit.ts'

export type Vector = Float64Array

export const dot = (x: Vector, y: Vector): number => {
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i]
  return sum
}

/**
 * `count` orthonormal vectors in random directions of R^d: Gram–Schmidt on normal vectors, twice
 * for full accuracy.
 */
export const orthonormal = (count: number, dimension: number, random: Stream): Vector[] => {
  const basis: Vector[] = []
  while (basis.length < count) {
    const vector = random.fillNormal(new Float64Array(dimension))
    for (const _ of [1, 2])
      for (const other of basis) {
        const overlap = dot(vector, other)
        for (let i = 0; i < dimension; i++) vector[i] -= overlap * other[i]
      }
    const norm = Math.sqrt(dot(vector, vector))
    basis.push(vector.map(value => value / norm))
  }
  return basis
}

export interface DenseData {
  /** v [V·k]. */
  readonly features: Vector[]
  /** ξ of each row of the data set's table. */
  readonly noise: Vector[]
  /** x = z·v + ξ of each row. */
  readonly patches: Vector[]
}

export const denseData = (data: Dataset, dimension: number, random: Stream): DenseData => {
  const count = featureCount(data.settings)
  const basis = orthonormal(count + data.feature.length, dimension, random)
  const features = basis.slice(0, count)
  const noise = basis.slice(count).map((unit, p) => unit.map(value => value * data.noiseNorm[p]))
  const patches = noise.map((xi, p) =>
    xi.map((value, i) => data.weight[p] * features[data.feature[p]][i] + value),
  )
  return { features, noise, patches }
}

/**
 * One step w ← w − η∇L of the mean cross-entropy, in place; w [k][m]. Returns the loss before it.
 */
export const denseStep = (
  w: Vector[][],
  { patches }: DenseData,
  data: Dataset,
  { power, threshold }: NetworkSettings,
  size: number,
): number => {
  const gradients = w.map(rs => rs.map(vector => new Float64Array(vector.length)))
  let loss = 0
  for (let n = 0; n < data.size; n++) {
    const rows = patches.slice(data.firstPatch[n], data.firstPatch[n + 1])
    const u = w.map(rs => rs.map(vector => rows.map(x => dot(vector, x))))
    const exps = u.map(rs =>
      Math.exp(rs.flat().reduce((sum, value) => sum + relu(value, power, threshold), 0)),
    )
    const total = exps.reduce((sum, value) => sum + value, 0)
    loss -= Math.log(exps[data.label[n]] / total) / data.size
    w.forEach((rs, i) => {
      const outer = (exps[i] / total - (i === data.label[n] ? 1 : 0)) / data.size
      rs.forEach((_, r) => {
        rows.forEach((x, p) => {
          const g = outer * reluSlope(u[i][r][p], power, threshold)
          for (let c = 0; c < x.length; c++) gradients[i][r][c] += g * x[c]
        })
      })
    })
  }
  w.forEach((rs, i) => {
    rs.forEach((vector, r) => {
      for (let c = 0; c < vector.length; c++) vector[c] -= size * gradients[i][r][c]
    })
  })
  return loss
}
