/** The quantities that the paper's proof follows (arXiv 2012.09816), at one step, as plain data. */

import { exp, log } from '@multiview/tensor/math'
import { classOfFeature, featureCount } from '../data/features.ts'
import { totalViewStrength, viewStrength } from '../lottery/view-strength.ts'
import { marginsOf } from '../objective/margin.ts'
import type { Correlations, Watched } from './watched.ts'

export interface ProofRecord {
  /** The step that starts from this state. */
  readonly step: number
  /**
   * t = Σ η of the earlier steps: the time of the gradient flow. It makes runs with different steps
   * comparable.
   */
  readonly time: number
  /** The objective's value. */
  readonly loss: number
  /** Λ_{i,ℓ} = max_r [⟨w_{i,r}, v_{i,ℓ}⟩]^+, [V·k], view ℓ of class i at V·i + ℓ − 1. */
  readonly strength: Float64Array
  /** Φ_{i,ℓ} = Σ_r [⟨w_{i,r}, v_{i,ℓ}⟩]^+, [V·k]. */
  readonly totalStrength: Float64Array
  /** max_{r, j≠i, ℓ} ⟨w_{i,r}, v_{j,ℓ}⟩ of each class i, [k]. */
  readonly largestOffClass: Float64Array
  /**
   * min_{r, j, ℓ} ⟨w_{i,r}, v_{j,ℓ}⟩ of each class i, own views included, [k]: the proof keeps it
   * above −Õ(σ_0).
   */
  readonly leastCorrelation: Float64Array
  /**
   * max_{r,p} |⟨w_{y,r}, ξ_p⟩| of each sample, [N]: how strongly the neurons of its label have
   * memorized its noise.
   */
  readonly ownNoise: Float64Array
  /** max_{i≠y, r, p} |⟨w_{i,r}, ξ_p⟩| of each sample, [N]. */
  readonly otherNoise: Float64Array
  /** −log softmax_y(F(X_n)) of each sample, [N]. */
  readonly sampleLoss: Float64Array
  /** F_y − max_{i≠y} F_i of each sample, [N]. */
  readonly margin: Float64Array
  /** ‖∂L/∂w_i‖ over all neurons of class i, [k]. */
  readonly gradientNorm: Float64Array
}

/** Measures a state whose outputs F [N, k] are known and whose `backward` has been called. */
export const measureProof = (
  watched: Watched,
  { step, time, loss }: Pick<ProofRecord, 'step' | 'time' | 'loss'>,
  outputs: Float64Array,
): ProofRecord => {
  const { classes, label } = watched
  const correlations = watched.correlations()
  const a = correlations.featureCorrelation
  const neurons = a.length / (featureCount(watched) * classes)
  return {
    step,
    time,
    loss,
    strength: viewStrength(a, classes, neurons),
    totalStrength: totalViewStrength(a, classes, neurons),
    ...offClass(a, watched, neurons),
    ...noise(watched, correlations, neurons),
    sampleLoss: sampleLosses(outputs, label),
    margin: marginsOf(outputs, label),
    gradientNorm: watched.gradientNorms(),
  }
}

const offClass = (
  a: Float64Array,
  watched: Watched,
  neurons: number,
): Pick<ProofRecord, 'largestOffClass' | 'leastCorrelation'> => {
  const { classes } = watched
  const largestOffClass = new Float64Array(classes).fill(Number.NEGATIVE_INFINITY)
  const leastCorrelation = new Float64Array(classes).fill(Number.POSITIVE_INFINITY)
  for (let v = 0, at = 0; v < featureCount(watched); v++)
    for (let i = 0; i < classes; i++)
      for (let r = 0; r < neurons; r++, at++) {
        leastCorrelation[i] = Math.min(leastCorrelation[i], a[at])
        if (classOfFeature(v, watched) !== i) largestOffClass[i] = Math.max(largestOffClass[i], a[at])
      }
  return { largestOffClass, leastCorrelation }
}

const noise = (
  { classes, label, firstRow }: Watched,
  { noiseCorrelation: b }: Correlations,
  neurons: number,
): Pick<ProofRecord, 'ownNoise' | 'otherNoise'> => {
  const ownNoise = new Float64Array(label.length)
  const otherNoise = new Float64Array(label.length)
  const all = classes * neurons
  label.forEach((own, n) => {
    const largest = new Float64Array(classes)
    for (let row = firstRow[n]; row < firstRow[n + 1]; row++)
      for (let i = 0, at = row * all; i < classes; i++)
        for (let r = 0; r < neurons; r++, at++) largest[i] = Math.max(largest[i], Math.abs(b[at]))
    ownNoise[n] = largest[own]
    largest[own] = 0
    otherNoise[n] = Math.max(...largest)
  })
  return { ownNoise, otherNoise }
}

/** −log softmax_y of every sample, [N]; from outputs F [N, k]. */
const sampleLosses = (outputs: Float64Array, label: Int32Array): Float64Array => {
  const classes = outputs.length / label.length
  return Float64Array.from(label, (own, n) => {
    const of = outputs.subarray(n * classes, (n + 1) * classes)
    const largest = Math.max(...of)
    let total = 0
    for (const output of of) total += exp(output - largest)
    return log(total) - (of[own] - largest)
  })
}
