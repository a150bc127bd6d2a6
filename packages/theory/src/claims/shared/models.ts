/** The models that claims share, by name: a claim asks, the laboratory trains each once. */

import type { LimitRun, Settings } from '@multiview/network'
import type { Laboratory } from '../../plan/laboratory.ts'
import type { AnatomyResult } from '../../plan/tasks/anatomy.ts'
import type { Member } from '../../plan/tasks/fresh-samples.ts'
import type { PresetName } from '../../presets.ts'

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

/**
 * Data sets on each of which `members` models are trained. The ensemble law and the lottery read the same models, and Theorem 2
 * those of the first data sets, so that the number stands here once.
 */
export const sharedDataSets: Readonly<Record<PresetName, number>> = { quick: 30, standard: 60, full: 60 }

/** Steps between two recorded states of a race. */
const raceInterval = 5

const train = async (
  laboratory: Laboratory,
  settings: Settings,
  seed: number,
  dataset: string,
  initialization: string,
  recordsRace = false,
): Promise<Model> => {
  const run = await laboratory.run({
    kind: 'train',
    settings,
    names: { seed, dataset, initialization },
    raceInterval: recordsRace ? raceInterval : 0,
  })
  return { dataset, initialization, run }
}

interface Request {
  readonly laboratory: Laboratory
  readonly settings: Settings
  readonly seed: number
}

/** Models with a data set and an initialization of their own each. */
export const separateModels = (request: Request, name: string, count: number): Promise<Model[]> => {
  const { laboratory, settings, seed } = request
  return Promise.all(
    Array.from({ length: count }, (_, j) =>
      train(laboratory, settings, seed, `${name} ${j}`, `${name} ${j}`),
    ),
  )
}

/** For each of `count` data sets, `members` models that differ in their initialization alone. */
export const modelsByDataSet = (request: Request, count: number, members: number): Promise<Group[]> => {
  const { laboratory, settings, seed } = request
  return Promise.all(
    Array.from({ length: count }, async (_, d) => ({
      name: `data set ${d}`,
      models: await Promise.all(
        Array.from({ length: members }, (_, j) =>
          // One race is enough to show.
          train(laboratory, settings, seed, `${d}`, `${d}/${j}`, d === 0 && j === 0),
        ),
      ),
    })),
  )
}

/**
 * The control of every claim on ensembles: models that share one initialization and differ in their data. (On the same data
 * too they would be one and the same network.)
 */
export const modelsByInitialization = (
  request: Request,
  count: number,
  members: number,
): Promise<Group[]> => {
  const { laboratory, settings, seed } = request
  return Promise.all(
    Array.from({ length: count }, async (_, g) => ({
      name: `shared initialization ${g}`,
      models: await Promise.all(
        Array.from({ length: members }, (_, j) =>
          train(laboratory, settings, seed, `shared ${g}/${j}`, `shared ${g}`),
        ),
      ),
    })),
  )
}

/** Models looked into, each with a data set and an initialization of its own. */
export const anatomies = (
  { laboratory, settings, seed }: Request,
  count: number,
  shuffledLabels = false,
): Promise<AnatomyResult[]> =>
  Promise.all(
    Array.from({ length: count }, (_, j) =>
      laboratory.run({
        kind: 'anatomy',
        settings,
        names: { seed, dataset: `anatomy ${j}`, initialization: `anatomy ${j}` },
        shuffledLabels,
      }),
    ),
  )
