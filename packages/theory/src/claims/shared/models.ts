/**
 * The models that claims share: each is identified by the names of its streams and trained once.
 */

import type { LimitRun, Settings } from '@multiview/network'
import type { Scheduler } from '../../plan/scheduler.ts'
import type { AnatomyResult } from '../../plan/tasks/anatomy.ts'
import type { Member } from '../../plan/tasks/fresh-samples.ts'

/** A trained model and the names of its streams. */
export interface Model {
  readonly dataset: string
  readonly initialization: string
  readonly run: LimitRun
}

export interface Group {
  /** Names the group's test sets. */
  readonly name: string
  readonly models: Model[]
}

export const membersOf = (models: readonly Model[]): Member[] =>
  models.map(({ initialization, run }) => ({ initialization, featureCorrelation: run.featureCorrelation }))

const train = async (
  scheduler: Scheduler,
  settings: Settings,
  seed: number,
  dataset: string,
  initialization: string,
): Promise<Model> => {
  const run = await scheduler.run({
    kind: 'train',
    settings,
    names: { seed, dataset, initialization },
    raceInterval: 0,
  })
  return { dataset, initialization, run }
}

interface Request {
  readonly scheduler: Scheduler
  readonly settings: Settings
  readonly seed: number
}

/** For each of `count` data sets, `members` models that differ in their initialization alone. */
export const modelsByDataSet = (request: Request, count: number, members: number): Promise<Group[]> => {
  const { scheduler, settings, seed } = request
  return Promise.all(
    Array.from({ length: count }, async (_, d) => ({
      name: `data set ${d}`,
      models: await Promise.all(
        Array.from({ length: members }, (_, j) => train(scheduler, settings, seed, `${d}`, `${d}/${j}`)),
      ),
    })),
  )
}

/** Models whose training is recorded in detail, each with its own data set and initialization. */
export const anatomies = (
  { scheduler, settings, seed }: Request,
  count: number,
  shuffledLabels = false,
): Promise<AnatomyResult[]> =>
  Promise.all(
    Array.from({ length: count }, (_, j) =>
      scheduler.run({
        kind: 'anatomy',
        settings,
        names: { seed, dataset: `anatomy ${j}`, initialization: `anatomy ${j}` },
        shuffledLabels,
      }),
    ),
  )
