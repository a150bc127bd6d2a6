/**
 * How far outputs on fresh samples are from the sum over views: F_i(X) against Σ_ℓ Φ_{i,ℓ}
 * Z_{i,ℓ}(X).
 */

import {
  classOfFeature,
  type Dataset,
  drawTestSet,
  memberOutputs,
  type Settings,
  totalViewStrength,
  trainedNetwork,
} from '@multiview/network'
import { stream } from '@multiview/tensor'
import * as v from 'valibot'
import { anyNumber } from '../../files/numbers.ts'
import type { Member, SampleKind } from './fresh-samples.ts'
import type { TaskKind } from './kind.ts'
import { ofTesting } from './reads.ts'

export interface ApproximationTask {
  readonly kind: 'approximation'
  readonly settings: Settings
  readonly seed: number
  /** Names the streams of the test sets. */
  readonly testSet: string
  /**
   * Single-view samples of every (class, present view), and half as many multi-view ones of every
   * class.
   */
  readonly perCell: number
  /** The model whose outputs are taken. */
  readonly member: Member
  /** a of the model whose Φ are taken, [2k, k·m]; that of `member` unless it is a control. */
  readonly strengthsOf: Float64Array
}

export interface ApproximationResult {
  /** Root mean square of F_i(X) − Σ_ℓ Φ_{i,ℓ} Z_{i,ℓ}(X) over classes and samples. */
  readonly distance: number
  /** The same over multi-view samples, and over single-view ones. */
  readonly multi: number
  readonly single: number
  /** Mean of F_y − max_{i≠y} F_i over the multi-view samples. */
  readonly margin: number
  /** The first of the pairs (Σ_ℓ Φ_{i,ℓ} Z_{i,ℓ}(X), F_i(X)), to be shown. */
  readonly shown: { readonly said: number[]; readonly output: number[] }
}

const shownPairs = 100

export const approximation: TaskKind<ApproximationTask, ApproximationResult> = {
  kind: 'approximation',
  kept: false,
  reads: [...ofTesting, 'weightDecay'],
  run: task => {
    const { settings, seed, testSet, perCell, strengthsOf } = task
    const strength = totalViewStrength(strengthsOf, settings.classes, settings.neurons)
    const of = (kind: SampleKind) => {
      const random = stream(seed, 'approximation', testSet, kind)
      const data = drawTestSet(kind, settings, perCell, random)
      return compare(task, data, strength, `${testSet} approximation ${kind}`)
    }
    const [single, multi] = [of('single'), of('multi')]
    const pairs = single.count + multi.count
    return {
      distance: Math.sqrt((single.squares + multi.squares) / pairs),
      single: Math.sqrt(single.squares / single.count),
      multi: Math.sqrt(multi.squares / multi.count),
      margin: multi.margin,
      shown: multi.shown,
    }
  },
  isResult: (_, value) => v.is(result, value),
}

const result = /* @__PURE__ */ v.object({
  distance: anyNumber,
  multi: anyNumber,
  single: anyNumber,
  margin: anyNumber,
  shown: v.object({ said: v.array(anyNumber), output: v.array(anyNumber) }),
})

const compare = (
  { settings, seed, member }: ApproximationTask,
  data: Dataset,
  strength: Float64Array,
  name: string,
) => {
  const { classes } = settings
  const network = trainedNetwork(
    settings,
    { seed, initialization: member.initialization },
    member.featureCorrelation,
  )
  const outputs = memberOutputs(network, data, name)
  const shown: { said: number[]; output: number[] } = { said: [], output: [] }
  let squares = 0
  let margins = 0
  for (let n = 0; n < data.size; n++) {
    const output = outputs.exact(n)
    const said = new Float64Array(classes)
    for (let p = data.firstPatch[n]; p < data.firstPatch[n + 1]; p++)
      said[classOfFeature(data.feature[p], settings)] += strength[data.feature[p]] * data.weight[p]
    let rival = Number.NEGATIVE_INFINITY
    output.forEach((value, i) => {
      squares += (value - said[i]) ** 2
      if (i !== data.label[n]) rival = Math.max(rival, value)
      if (shown.said.length < shownPairs) {
        shown.said.push(said[i])
        shown.output.push(value)
      }
    })
    margins += output[data.label[n]] - rival
  }
  return { squares, count: data.size * classes, margin: margins / data.size, shown }
}
