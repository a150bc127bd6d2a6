/**
 * Follows a limit model through its two phases: when each view arrives at ϱ, and how the multi-view
 * error falls after that.
 */

import {
  classOfFeature,
  type Dataset,
  featureCount,
  limitModel,
  type RunNames,
  type Settings,
  startOf,
  trainingSetOf,
  trainOnLabels,
  viewPower,
  viewStrength,
} from '@multiview/network'
import { exp } from '@multiview/tensor/math'
import * as v from 'valibot'
import { count, finiteArray } from '../../files/numbers.ts'
import { recordOf, type TaskKind } from './kind.ts'
import { ofTraining, without } from './reads.ts'

export interface GrowthTask {
  readonly kind: 'growth'
  readonly settings: Settings
  readonly names: RunNames
  /**
   * Training lasts this many times the time at which the last class arrived; 1 ends at that time.
   */
  readonly beyond: number
}

export interface GrowthResult {
  /** Λ^{(0)}, [V·k]. */
  readonly initialStrength: Float64Array
  /** Σ_n 1[y_n = i] Σ_p z_p^q over all samples, [V·k]: N·S_{i,ℓ}. */
  readonly viewPower: Float64Array
  /**
   * t = Σ η at which a view of each class first has Λ ≥ ϱ, [k]; the end of the run if none does.
   */
  readonly arrival: Float64Array
  /** Classes with a view that arrived. */
  readonly arrived: number
  /** Times after the last arrival. */
  readonly time: Float64Array
  /** The mean of 1 − p_y over the multi-view samples at these times. */
  readonly multiViewError: Float64Array
}

/** What a checkpoint holds besides the descent. */
interface GrowthRecord {
  /** The time at which a view of each class arrived; NaN if none has arrived yet. */
  readonly arrival: Float64Array
  /** The time of the last arrival; NaN before it. */
  readonly lastArrival: number
  readonly note: readonly Note[]
  /** The time before the last step. */
  readonly timeBefore: number
}

interface Note {
  readonly time: number
  readonly error: number
}

/** The error is recorded whenever the time has grown by this factor. */
const noteEvery = 1.1

export const growth: TaskKind<GrowthTask, GrowthResult> = {
  kind: 'growth',
  kept: true,
  reads: /* @__PURE__ */ without(ofTraining, 'targetLoss'),
  isResult: ({ settings }, value) => v.is(growthOf(settings), value),
  run: ({ settings, names, beyond }, progress, checkpoint) => {
    const saved = recordOf<GrowthRecord>(checkpoint)
    const { classes, neurons, threshold, power } = settings
    const data = trainingSetOf(settings, names)
    const start = startOf(settings, names, data)
    const model = limitModel(data, settings, start)
    const arrival = saved?.arrival.slice() ?? new Float64Array(classes).fill(Number.NaN)
    const note: Note[] = [...(saved?.note ?? [])]
    let lastArrival = saved?.lastArrival ?? Number.NaN
    let now = saved?.timeBefore ?? 0
    // The end of training depends on the time, not on the loss.
    trainOnLabels<GrowthRecord>(
      model,
      data,
      { ...settings, targetLoss: 0 },
      {
        isEnough: () => now >= beyond * lastArrival,
        checkpoint,
        recorded: () => ({
          arrival: arrival.slice(),
          lastArrival,
          note: [...note],
          timeBefore: now,
        }),
        record: (step, loss, { time, outputs }) => {
          progress(step, loss)
          now = time
          if (Number.isNaN(lastArrival)) {
            const strength = viewStrength(model.featureCorrelation(), classes, neurons)
            strength.forEach((each, feature) => {
              const i = classOfFeature(feature, settings)
              if (Number.isNaN(arrival[i]) && each >= threshold) arrival[i] = time
            })
            if (!arrival.some(Number.isNaN)) lastArrival = time
          } else if (note.length === 0 || time >= noteEvery * note[note.length - 1].time)
            note.push({ time, error: multiViewError(data, outputs) })
        },
      },
    )
    const arrived = arrival.filter(time => !Number.isNaN(time)).length
    return {
      initialStrength: viewStrength(start.featureCorrelation, classes, neurons),
      viewPower: viewPower(data, power, 'all'),
      arrival: arrival.map(time => (Number.isNaN(time) ? now : time)),
      arrived,
      time: Float64Array.from(note, ({ time }) => time),
      multiViewError: Float64Array.from(note, ({ error }) => error),
    }
  },
}

/** Mean of 1 − softmax_y(F) over the multi-view samples, which drives the growth of views. */
const multiViewError = (data: Dataset, outputs: Float64Array): number => {
  const { classes } = data.settings
  let total = 0
  let count = 0
  for (let n = 0; n < data.size; n++) {
    if (data.presentView[n] !== 0) continue
    const own = outputs[n * classes + data.label[n]]
    let others = 0
    for (let i = 0; i < classes; i++) if (i !== data.label[n]) others += exp(outputs[n * classes + i] - own)
    total += others / (1 + others)
    count++
  }
  return total / count
}

const growthOf = (settings: Settings) =>
  v.pipe(
    v.strictObject({
      initialStrength: finiteArray(featureCount(settings)),
      viewPower: finiteArray(featureCount(settings)),
      arrival: finiteArray(settings.classes),
      arrived: count,
      time: finiteArray(),
      multiViewError: finiteArray(),
    }),
    v.check(({ time, multiViewError }) => time.length === multiViewError.length),
  )
