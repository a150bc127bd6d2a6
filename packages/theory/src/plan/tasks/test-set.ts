/** Fresh samples, stratified by class and present view, and what trained models say to them: shared by the kinds that test. */

import {
  drawMultiViewTestSet,
  drawSingleViewTestSet,
  type MemberOutputs,
  memberOutputs,
  type Settings,
  trainedNetwork,
} from '@multiview/network'
import { stream } from '@multiview/tensor'

/** A trained model as the tasks that test take it. */
export interface Member {
  readonly initialization: string
  /** a at the end of training, [2k, k·m]. */
  readonly featureCorrelation: Float64Array
}

export interface OnTestSet {
  readonly settings: Settings
  readonly seed: number
  /** Names the streams of the test sets. */
  readonly testSet: string
  /** Single-view samples of every (class, present view). */
  readonly singlePerCell: number
  /** Multi-view samples of every class. */
  readonly multiPerClass: number
  readonly members: readonly Member[]
}

/** An error in units of μ: e_single + ((1−μ)/μ) e_multi (contract of the reports). */
export const errorInUnitsOfMu = (single: number, multi: number, singleViewFraction: number): number =>
  single + ((1 - singleViewFraction) / singleViewFraction) * multi

/** Samples of a test set that are drawn at a time, so that a large set needs little memory. */
const chunkPerClass = 500

interface Chunk {
  readonly label: Int32Array
  readonly members: MemberOutputs[]
}

export function* chunks(task: OnTestSet, kind: 'single' | 'multi'): Generator<Chunk> {
  const { settings, seed, testSet } = task
  const total = kind === 'single' ? task.singlePerCell : task.multiPerClass
  for (let done = 0; done < total; done += chunkPerClass) {
    const count = Math.min(chunkPerClass, total - done)
    const random = stream(seed, 'test set', testSet, kind, done)
    const data =
      kind === 'single'
        ? drawSingleViewTestSet(settings, count, random)
        : drawMultiViewTestSet(settings, count, random)
    yield {
      label: data.label,
      members: task.members.map(({ initialization, featureCorrelation }) =>
        memberOutputs(
          trainedNetwork(settings, { seed, initialization }, featureCorrelation),
          data,
          `${testSet} ${kind} ${done}`,
        ),
      ),
    }
  }
}
