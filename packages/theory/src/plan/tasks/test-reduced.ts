/** Counts the errors of one ensemble of reduced models (or of one model) on fresh samples. */

import {
  countReducedErrors,
  drawMultiViewTestSet,
  drawSingleViewTestSet,
  type ReducedNetwork,
  type Settings,
} from '@multiview/network'
import { stream } from '@multiview/tensor'
import type { TaskKind } from './kind.ts'
import type { TestResult } from './test.ts'

export interface TestReducedTask {
  readonly kind: 'test-reduced'
  readonly settings: Settings
  readonly seed: number
  /** Names the streams of the test sets. */
  readonly testSet: string
  /** Single-view samples of every (class, present view). */
  readonly singlePerCell: number
  /** Multi-view samples of every class. */
  readonly multiPerClass: number
  readonly members: readonly ReducedNetwork[]
}

export interface TestReducedResult extends TestResult {
  /** Errors that are not certain: comparisons between bounds. */
  readonly undecided: number
}

/** Samples of each class that are drawn at a time, so that a large set needs little memory. */
const chunkPerClass = 200

export const testReduced: TaskKind<TestReducedTask, TestReducedResult> = {
  kind: 'test-reduced',
  kept: false,
  run: ({ settings, seed, testSet, singlePerCell, multiPerClass, members }) => {
    const errors = { single: 0, multi: 0 }
    let undecided = 0
    for (const kind of ['single', 'multi'] as const) {
      const total = kind === 'single' ? singlePerCell : multiPerClass
      const draw = kind === 'single' ? drawSingleViewTestSet : drawMultiViewTestSet
      for (let done = 0; done < total; done += chunkPerClass) {
        const random = stream(seed, 'test set', testSet, kind, done)
        const data = draw(settings, Math.min(chunkPerClass, total - done), random)
        const found = countReducedErrors(settings, members, data)
        errors[kind] += found.errors
        undecided += found.undecided
      }
    }
    return {
      singleErrors: errors.single,
      singles: 2 * settings.classes * singlePerCell,
      multiErrors: errors.multi,
      multis: settings.classes * multiPerClass,
      undecided,
    }
  },
}
