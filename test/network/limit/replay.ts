/**
 * Replays an exported run of the limit model from its arrays alone: the formulas over [k, m, N, P]
 * in plain loops, without code of the package. Layout and names are those of
 * `multiview train --export`: classes begin at 0, and a background patch has feature −1.
 */

export interface ExportedRun {
  readonly classes: number
  readonly neurons: number
  readonly samples: number
  readonly patches: number
  readonly power: number
  readonly threshold: number
  /** [N] */
  readonly label: Int32Array
  /** [N, P] */
  readonly feature: Int32Array
  readonly weight: Float64Array
  readonly noiseNorm: Float64Array
  /** [k, m, 2k] and [k, m, N, P] */
  readonly a0: Float64Array
  readonly b0: Float64Array
  readonly a: Float64Array
  readonly b: Float64Array
  /** [T] */
  readonly eta: Float64Array
  readonly loss: Float64Array
  /** [C], and the states before these steps, [C, k, m, 2k] and [C, k, m, N, P]. */
  readonly snapshotStep: Int32Array
  readonly aSnapshot: Float64Array
  readonly bSnapshot: Float64Array
}

interface State {
  readonly a: Float64Array
  readonly b: Float64Array
}

/** The loss at a state, and the state one step of descent later. */
export const replayStep = (run: ExportedRun, { a, b }: State, eta: number): { loss: number; next: State } => {
  const { classes, neurons, samples, patches, power: q, threshold } = run
  const next = { a: a.slice(), b: b.slice() }
  let loss = 0
  for (let n = 0; n < samples; n++) {
    const u = (i: number, r: number, p: number): number => {
      const unit = i * neurons + r
      const at = n * patches + p
      const carried = run.feature[at] < 0 ? 0 : a[unit * 2 * classes + run.feature[at]] * run.weight[at]
      return carried + b[(unit * samples + n) * patches + p]
    }
    const outputs = new Array<number>(classes).fill(0)
    for (let i = 0; i < classes; i++)
      for (let r = 0; r < neurons; r++)
        for (let p = 0; p < patches; p++) {
          const z = u(i, r, p)
          if (z > 0)
            outputs[i] += z < threshold ? z ** q / (q * threshold ** (q - 1)) : z - threshold + threshold / q
        }
    const own = outputs[run.label[n]]
    const odds = outputs.map(output => Math.exp(output - own))
    // −log p_y = log Σ exp(F_i − F_y), and p_y − 1 = −Σ_{i≠y} p_i: neither loses digits if p_y is
    // near 1.
    const others = odds.reduce((sum, value, i) => (i === run.label[n] ? sum : sum + value), 0)
    loss += Math.log1p(others) / samples
    for (let i = 0; i < classes; i++) {
      const outer = (i === run.label[n] ? -others : odds[i]) / (1 + others) / samples
      for (let r = 0; r < neurons; r++)
        for (let p = 0; p < patches; p++) {
          const z = u(i, r, p)
          if (z <= 0) continue
          const g = outer * (z < threshold ? (z / threshold) ** (q - 1) : 1)
          const at = n * patches + p
          const unit = i * neurons + r
          if (run.feature[at] >= 0) next.a[unit * 2 * classes + run.feature[at]] -= eta * run.weight[at] * g
          next.b[unit * samples * patches + at] -= eta * run.noiseNorm[at] ** 2 * g
        }
    }
  }
  return { loss, next }
}

/** The result of a replay: the largest deviations, relative to the largest number compared. */
export interface Replayed {
  /**
   * Steps before the loss first rises. Only these can be compared number by number from the start.
   */
  readonly followed: number
  /** |loss − exported loss| over those steps. */
  readonly loss: number
  /** The same at the snapshots, anywhere in the run. */
  readonly snapshotLoss: number
  /**
   * Pairs of snapshots one step apart, and the distance of the second from one step after the
   * first.
   */
  readonly pairs: number
  readonly pairState: number
}

export const replay = (run: ExportedRun): Replayed => {
  let state: State = { a: run.a0, b: run.b0 }
  let followed = 0
  let lossGap = 0
  for (let rose = false; followed < run.eta.length && !rose; followed++) {
    const { loss, next } = replayStep(run, state, run.eta[followed])
    lossGap = Math.max(lossGap, gap([loss], [run.loss[followed]]))
    rose = followed > 0 && run.loss[followed] > run.loss[followed - 1]
    state = next
  }
  let snapshotLoss = 0
  let pairs = 0
  let pairState = 0
  run.snapshotStep.forEach((step, c) => {
    if (step >= run.eta.length) return
    const { loss, next } = replayStep(run, snapshot(run, c), run.eta[step])
    snapshotLoss = Math.max(snapshotLoss, gap([loss], [run.loss[step]]))
    const after = run.snapshotStep[c + 1] === step + 1 ? snapshot(run, c + 1) : null
    const found = after ?? (step + 1 === run.eta.length ? run : null)
    if (!found) return
    pairs++
    pairState = Math.max(pairState, gap(next.a, found.a), gap(next.b, found.b))
  })
  return { followed, loss: lossGap, snapshotLoss, pairs, pairState }
}

const snapshot = ({ a0, b0, aSnapshot, bSnapshot }: ExportedRun, c: number): State => ({
  a: aSnapshot.subarray(c * a0.length, (c + 1) * a0.length),
  b: bSnapshot.subarray(c * b0.length, (c + 1) * b0.length),
})

const gap = (x: ArrayLike<number>, y: ArrayLike<number>): number => {
  if (x.length !== y.length) return Number.POSITIVE_INFINITY
  let worst = 0
  let largest = Number.MIN_VALUE
  for (let i = 0; i < x.length; i++) {
    const difference = Math.abs(x[i] - y[i])
    // A NaN must count as a deviation.
    if (!(difference <= worst)) worst = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference
    largest = Math.max(largest, Math.abs(y[i]))
  }
  return worst / largest
}
