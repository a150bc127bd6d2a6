/** The work that claims ask for. A task is plain data, and its result a pure function of it, whichever worker runs it. */

import {
  countErrors,
  drawMultiViewTestSet,
  drawSingleViewTestSet,
  type LimitRun,
  type MemberOutputs,
  memberOutputs,
  type RunNames,
  type Settings,
  trainedNetwork,
  trainLimitModel,
} from '@multiview/network'
import { stream } from '@multiview/tensor'

/** Trains one model. */
export interface TrainTask {
  readonly kind: 'train'
  readonly settings: Settings
  readonly names: RunNames
  readonly raceInterval: number
}

/** A trained model as the other tasks take it. */
export interface Member {
  readonly initialization: string
  readonly featureCorrelation: Float64Array
}

interface OnTestSet {
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

/** Counts the errors of one ensemble (or of one model) on fresh samples. */
export interface TestTask extends OnTestSet {
  readonly kind: 'test'
}

export interface TestResult {
  readonly singleErrors: number
  readonly singles: number
  readonly multiErrors: number
  readonly multis: number
}

/** The mean error of disjoint ensembles of each size, over random partitions of one group of models. */
export interface PartitionTask extends OnTestSet {
  readonly kind: 'partition'
  readonly sizes: readonly number[]
  readonly partitions: number
}

export interface PartitionResult {
  /** Error in units of μ of the ensembles of each size. */
  readonly errors: readonly number[]
}

export type Task = TrainTask | TestTask | PartitionTask

export type ResultOf<T extends Task> = T extends TrainTask
  ? LimitRun
  : T extends TestTask
    ? TestResult
    : PartitionResult

/** An error in units of μ: e_single + ((1−μ)/μ) e_multi (contract of the reports). */
export const errorInUnitsOfMu = (single: number, multi: number, singleViewFraction: number): number =>
  single + ((1 - singleViewFraction) / singleViewFraction) * multi

/** Runs a task here and now. */
export const execute = (task: Task, progress?: (step: number, loss: number) => void): ResultOf<Task> => {
  switch (task.kind) {
    case 'train':
      return trainLimitModel(task.settings, task.names, {
        raceInterval: task.raceInterval,
        ...(progress ? { progress } : {}),
      })
    case 'test':
      return testErrors(task)
    case 'partition':
      return partitionErrors(task)
  }
}

/** Samples of a test set that are drawn at a time, so that a large set needs little memory. */
const chunkPerClass = 500

const testErrors = (task: TestTask): TestResult => {
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
}

interface Chunk {
  readonly label: Int32Array
  readonly members: MemberOutputs[]
}

function* chunks(task: OnTestSet, kind: 'single' | 'multi'): Generator<Chunk> {
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

/** Disjoint groups of `size` in a random order of `members`; the rest that fills no group sits out. */
const partition = (members: number, size: number, order: Int32Array): Int32Array[] =>
  Array.from({ length: Math.floor(members / size) }, (_, g) => order.subarray(g * size, (g + 1) * size))

const partitionErrors = (task: PartitionTask): PartitionResult => {
  const { settings, seed, testSet, sizes, partitions } = task
  const samples = {
    single: 2 * settings.classes * task.singlePerCell,
    multi: settings.classes * task.multiPerClass,
  }
  const groupsOf = sizes.map(size => {
    const random = stream(seed, 'partition', testSet, size)
    return Array.from({ length: partitions }, () =>
      partition(task.members.length, size, random.permutation(task.members.length)),
    ).flat()
  })
  const wrong = { single: sizes.map(() => 0), multi: sizes.map(() => 0) }
  for (const kind of ['single', 'multi'] as const)
    for (const { label, members } of chunks(task, kind))
      groupsOf.forEach((groups, at) => {
        for (const group of groups)
          wrong[kind][at] += countErrors(
            Array.from(group, j => members[j]),
            label,
          )
      })
  return {
    errors: sizes.map((_, at) =>
      errorInUnitsOfMu(
        wrong.single[at] / groupsOf[at].length / samples.single,
        wrong.multi[at] / groupsOf[at].length / samples.multi,
        settings.singleViewFraction,
      ),
    ),
  }
}
