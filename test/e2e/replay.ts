/**
 * Replays an exported run. It reads the folder and computes with plain loops and JavaScript's own
 * exp and log. The only code that it shares with the packages reads .npy files.
 */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readNpy } from '@multiview/tensor/files'

export interface Manifest {
  readonly schema: string
  readonly model: 'limit' | 'dense' | 'reduced' | 'student' | 'self-student'
  readonly regime: string
  readonly seed: number
  readonly settings: Record<string, number>
  readonly steps: number
  readonly loss: number
  readonly trainingErrors: number
  readonly arrays: Described[]
  readonly trajectory: Described[]
}

interface Described {
  readonly name: string
  readonly file: string
  readonly dtype: string
  readonly axes: string[]
  readonly shape: number[]
}

export interface Exported {
  readonly manifest: Manifest
  readonly arrays: Readonly<Record<string, ArrayLike<number>>>
}

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))

export const readExport = (folder: string): Exported => {
  const manifest = manifestOf(folder)
  return { manifest, arrays: arraysIn(folder, manifest.arrays) }
}

export const readTrajectory = (folder: string): Exported['arrays'] =>
  arraysIn(folder, manifestOf(folder).trajectory)

const arraysIn = (folder: string, described: readonly Described[]): Exported['arrays'] => {
  const arrays: Record<string, ArrayLike<number>> = {}
  for (const { name, file, dtype, shape } of described) {
    const array = readNpy(readFileSync(join(folder, file)))
    if (array.dtype !== dtype || array.shape.join() !== shape.join())
      throw new Error(`${file} is ${array.dtype} [${array.shape}], the manifest says ${dtype} [${shape}]`)
    arrays[name] = array.data as ArrayLike<number>
  }
  return arrays
}

/** The weights: a and b of a limit model, w alone of a dense one. */
export type State = Float64Array[]

/** A model: its weights by name, F_i(X_n), and how the weights change for a given ∂L/∂F. */
interface Replayable {
  readonly weights: readonly string[]
  /** Adds F to `outputs` [N, k]; given ∂L/∂F, takes η times the gradient from `next`. */
  visit(
    state: State,
    outputs: Float64Array,
    towards: { dF: Float64Array; eta: number; next: State } | null,
  ): void
}

const relu = (z: number, q: number, threshold: number): number =>
  z <= threshold ? (z * slope(z, q, threshold)) / q : z - (1 - 1 / q) * threshold
const slope = (z: number, q: number, threshold: number): number => {
  if (z <= 0) return 0
  if (z >= threshold) return 1
  // q is an integer in every run replayed here.
  let power = 1
  for (let e = 1; e < q; e++) power *= z / threshold
  return power
}

const limit = ({ manifest, arrays }: Exported): Replayable => {
  const { classes: k, neurons: m, samples: N, patches: P, power: q, threshold } = manifest.settings
  const { feature, weight, noiseNorm, gain } = arrays
  /** The component of patch p of sample n along feature v. */
  const along = (n: number, p: number, v: number): number =>
    gain !== undefined ? gain[(n * P + p) * 2 * k + v] : feature[n * P + p] === v ? weight[n * P + p] : 0
  return {
    weights: ['a', 'b'],
    visit([a, b], outputs, towards) {
      for (let i = 0; i < k; i++)
        for (let r = 0; r < m; r++)
          for (let n = 0; n < N; n++)
            for (let p = 0; p < P; p++) {
              const atA = (i * m + r) * 2 * k
              const atB = ((i * m + r) * N + n) * P + p
              let u = b[atB]
              for (let v = 0; v < 2 * k; v++) u += along(n, p, v) * a[atA + v]
              if (u <= 0) continue
              outputs[n * k + i] += relu(u, q, threshold)
              if (towards === null) continue
              const g = towards.eta * towards.dF[n * k + i] * slope(u, q, threshold)
              for (let v = 0; v < 2 * k; v++) towards.next[0][atA + v] -= along(n, p, v) * g
              towards.next[1][atB] -= noiseNorm[n * P + p] * noiseNorm[n * P + p] * g
            }
    },
  }
}

const dense = ({ manifest, arrays: { x } }: Exported): Replayable => {
  const {
    classes: k,
    neurons: m,
    samples: N,
    patches: P,
    dimension: d,
    power: q,
    threshold,
  } = manifest.settings
  return {
    weights: ['w'],
    visit([w], outputs, towards) {
      for (let n = 0; n < N; n++)
        for (let p = 0; p < P; p++)
          for (let j = 0; j < k * m; j++) {
            const i = Math.floor(j / m)
            const row = (n * P + p) * d
            let z = 0
            for (let c = 0; c < d; c++) z += w[j * d + c] * x[row + c]
            outputs[n * k + i] += relu(z, q, threshold)
            if (towards === null) continue
            const g = towards.eta * towards.dF[n * k + i] * slope(z, q, threshold)
            if (g !== 0) for (let c = 0; c < d; c++) towards.next[0][j * d + c] -= g * x[row + c]
          }
    },
  }
}

/** Cross-entropy of softmax(F), and ∂L/∂F. */
const loss = (outputs: Float64Array, label: ArrayLike<number>, dF: Float64Array): number => {
  const N = label.length
  const k = outputs.length / N
  let total = 0
  for (let n = 0; n < N; n++) {
    const F = outputs.subarray(n * k, (n + 1) * k)
    const own = F[label[n]]
    const others = F.reduce((sum, value, i) => (i === label[n] ? sum : sum + Math.exp(value - own)), 0)
    total += Math.log1p(others)
    for (let i = 0; i < k; i++) dF[n * k + i] = Math.exp(F[i] - own) / (1 + others) / N
    dF[n * k + label[n]] = -others / (1 + others) / N
  }
  return total / N
}

export const replayer = (run: Exported) => {
  const model = run.manifest.model === 'limit' ? limit(run) : dense(run)
  const { label } = run.arrays
  const k = run.manifest.settings.classes
  const outputsOf = (state: State): Float64Array => {
    const outputs = new Float64Array(label.length * k)
    model.visit(state, outputs, null)
    return outputs
  }
  return {
    /** The state before the first step. */
    first: (): State => model.weights.map(name => Float64Array.from(run.arrays[`${name}0`])),
    last: (): State => model.weights.map(name => Float64Array.from(run.arrays[name])),
    /** The state of snapshot c. */
    snapshot: (c: number): State =>
      model.weights.map(name => {
        const all = run.arrays[`${name}Snapshot`] as Float64Array
        const size = run.arrays[name].length
        return all.slice(c * size, (c + 1) * size)
      }),
    /** The loss before a step of length η, and the state after it. */
    step: (state: State, eta: number): { loss: number; next: State } => {
      const outputs = outputsOf(state)
      const dF = new Float64Array(outputs.length)
      const before = loss(outputs, label, dF)
      const next = state.map(weights => weights.slice())
      model.visit(state, new Float64Array(outputs.length), { dF, eta, next })
      return { loss: before, next }
    },
    /** Samples with some F_i ≥ F_y. */
    errors: (state: State): number => {
      const outputs = outputsOf(state)
      let count = 0
      for (let n = 0; n < label.length; n++) {
        const F = outputs.subarray(n * k, (n + 1) * k)
        if (F.some((value, i) => i !== label[n] && value >= F[label[n]])) count++
      }
      return count
    },
    /** The stronger view of each class, from max_r ⟨w_{i,r}, v_{i,ℓ}⟩. */
    views: (state: State): number[] => {
      const { neurons: m, dimension: d } = run.manifest.settings
      const { features } = run.arrays
      const along = (j: number, v: number): number => {
        if (run.manifest.model === 'limit') return state[0][j * 2 * k + v]
        let inner = 0
        for (let c = 0; c < d; c++) inner += state[0][j * d + c] * features[v * d + c]
        return inner
      }
      return Array.from({ length: k }, (_, i) => {
        const strength = (v: number) => Math.max(...Array.from({ length: m }, (_, r) => along(i * m + r, v)))
        return strength(2 * i) >= strength(2 * i + 1) ? 1 : 2
      })
    },
  }
}
