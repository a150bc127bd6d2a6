/**
 * Fresh samples, stratified by class and present view, and the outputs of trained models on them:
 * for the kinds that measure errors.
 */

import {
  type Dataset,
  drawTestSet,
  featureCount,
  memberOutputs,
  type Settings,
  trainedNetwork,
} from '@multiview/network'
import { stream } from '@multiview/tensor'
import * as v from 'valibot'
import { count } from '../../files/numbers.ts'

/** The size of a test set, and the names of its streams. */
export interface FreshSamples {
  readonly settings: Settings
  readonly seed: number
  /** Names the streams of the test sets. */
  readonly testSet: string
  /** Single-view samples of every (class, present view). */
  readonly singlePerCell: number
  /** Multi-view samples of every class. */
  readonly multiPerClass: number
}

/** A trained model for the tasks that measure errors. */
export interface Member {
  readonly initialization: string
  /** a at the end of training, [V·k, k·m]. */
  readonly featureCorrelation: Float64Array
}

export interface OnFreshSamples extends FreshSamples {
  readonly members: readonly Member[]
}

/** Errors on fresh samples, counted. */
export interface ErrorCounts {
  readonly singleErrors: number
  readonly singles: number
  readonly multiErrors: number
  readonly multis: number
}

/** The counts of a test set, as a file must hold them. */
export const countsOf = (samples: FreshSamples) => {
  const { single, multi } = sizesOf(samples)
  return {
    singleErrors: v.pipe(count, v.maxValue(single)),
    singles: v.literal(single),
    multiErrors: v.pipe(count, v.maxValue(multi)),
    multis: v.literal(multi),
  }
}

export const sampleKinds = ['single', 'multi'] as const
export type SampleKind = (typeof sampleKinds)[number]

/** An error in units of μ: e_single + ((1−μ)/μ) e_multi. */
export const errorInUnitsOfMu = (single: number, multi: number, singleViewFraction: number): number =>
  single + ((1 - singleViewFraction) / singleViewFraction) * multi

/** How many samples of each kind a test set has. */
export const sizesOf = ({ settings, singlePerCell, multiPerClass }: FreshSamples) => ({
  single: featureCount(settings) * singlePerCell,
  multi: settings.classes * multiPerClass,
})

interface Chunk {
  readonly data: Dataset
  /** The number of samples of each class in the parts before this one. */
  readonly done: number
}

/**
 * A test set in parts of at most `perClass` samples of each class, so that a large set needs little
 * memory.
 */
export function* chunksOf(
  { settings, seed, testSet, singlePerCell, multiPerClass }: FreshSamples,
  kind: SampleKind,
  perClass: number,
): Generator<Chunk> {
  const total = kind === 'single' ? singlePerCell : multiPerClass
  for (let done = 0; done < total; done += perClass) {
    const random = stream(seed, 'test set', testSet, kind, done)
    yield { data: drawTestSet(kind, settings, Math.min(perClass, total - done), random), done }
  }
}

interface Outputs {
  readonly label: Int32Array
  readonly members: ReturnType<typeof memberOutputs>[]
}

/**
 * The outputs of each member on a test set, part by part. The exact outputs on a sample are
 * computed once, even if a member belongs to several ensembles. Models that have learned little
 * need them on every sample.
 */
export function* outputsOn(task: OnFreshSamples, kind: SampleKind): Generator<Outputs> {
  const { settings, seed, testSet } = task
  for (const { data, done } of chunksOf(task, kind, 500))
    yield {
      label: data.label,
      members: task.members.map(({ initialization, featureCorrelation }) =>
        exactOnce(
          memberOutputs(
            trainedNetwork(settings, { seed, initialization }, featureCorrelation),
            data,
            `${testSet} ${kind} ${done}`,
          ),
        ),
      ),
    }
}

const exactOnce = (outputs: ReturnType<typeof memberOutputs>): ReturnType<typeof memberOutputs> => {
  const computed = new Map<number, Float64Array>()
  return {
    ...outputs,
    exact: n => {
      const exact = computed.get(n) ?? outputs.exact(n)
      computed.set(n, exact)
      return exact
    },
  }
}
