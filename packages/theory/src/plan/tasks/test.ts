/** Counts the errors of one ensemble (or of one model) on fresh samples. */

import { countErrors } from '@multiview/network'
import type { TaskKind } from './kind.ts'
import { chunks, type OnTestSet } from './test-set.ts'

export interface TestTask extends OnTestSet {
  readonly kind: 'test'
}

export interface TestResult {
  readonly singleErrors: number
  readonly singles: number
  readonly multiErrors: number
  readonly multis: number
}

export const test: TaskKind<TestTask, TestResult> = {
  kind: 'test',
  kept: false,
  run: task => {
    const { settings } = task
    let singleErrors = 0
    let multiErrors = 0
    for (const { label, members } of chunks(task, 'single')) singleErrors += countErrors(members, label)
    for (const { label, members } of chunks(task, 'multi')) multiErrors += countErrors(members, label)
    return {
      singleErrors,
      singles: 2 * settings.classes * task.singlePerCell,
      multiErrors,
      multis: settings.classes * task.multiPerClass,
    }
  },
}
