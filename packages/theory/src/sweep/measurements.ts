/**
 * What is measured in every cell of a sweep, by name. A new measurement is one entry of the list.
 */

import type { DistillationSettings, Settings } from '@multiview/network'
import { type Group, type Model, membersOf } from '../claims/shared/models.ts'
import { errorOf, testModels } from '../claims/shared/test-errors.ts'
import { theorem1Single } from '../claims/theorem-1-single/claim.ts'
import { theorem2Ensemble } from '../claims/theorem-2-ensemble/claim.ts'
import { ofError } from '../estimates/span.ts'
import { proportionInterval } from '../statistics/index.ts'
import { distillationMeasurements } from './distillation-measurements.ts'
import { type Cell, level, type MeasuredExactly, type Measurement, meanOf, testSizes } from './measurement.ts'

/**
 * The models of a data set differ in their initialization alone. Cells that differ only in settings
 * that training does not use share them.
 */
const groupOf = async (
  { scheduler, settings, seed }: Cell,
  dataSet: number,
  members: number,
): Promise<Group> => {
  const dataset = `sweep ${dataSet}`
  const models = Array.from({ length: members }, async (_, j): Promise<Model> => {
    const initialization = `${dataset}/${j}`
    const run = await scheduler.run({
      kind: 'train',
      settings: { ...settings, members: 1 },
      names: { seed, dataset, initialization },
      raceInterval: 0,
    })
    return { dataset, initialization, run }
  })
  return { name: dataset, models: await Promise.all(models) }
}

/** The error in units of μ of the average of the first `members` models of every data set. */
const errorsOfAverages = (cell: Cell, members: number): Promise<number[]> =>
  Promise.all(
    Array.from({ length: cell.models }, async (_, dataSet) => {
      const group = await groupOf(cell, dataSet, members)
      const { scheduler, settings, seed } = cell
      const request = { scheduler, settings: { ...settings, members: 1 }, seed }
      return errorOf(await testModels(request, group.name, testSizes, membersOf(group.models)), settings)
    }),
  )

const measuredErrors = async (cell: Cell, members: number, unit: string): Promise<MeasuredExactly> =>
  meanOf(await errorsOfAverages(cell, members), unit, ofError(cell.settings))

/** The measurements of the limit model, which trains on labels alone. */
export const measurements: readonly Measurement[] = [
  {
    name: 'single',
    title: 'error of a single model, in μ',
    tasks: ['train', 'measure-errors'],
    bound: theorem1Single.bound,
    measure: cell => measuredErrors(cell, 1, 'data set with one model'),
  },
  {
    name: 'ensemble',
    title: 'error of an ensemble, in μ',
    tasks: ['train', 'measure-errors'],
    bound: theorem2Ensemble.bound,
    measure: cell => measuredErrors(cell, cell.settings.members, 'data set with its ensemble'),
  },
  {
    name: 'trained',
    title: 'share of models with training accuracy 1',
    tasks: ['train'],
    bound: null,
    measure: async cell => {
      const groups = await Promise.all(
        Array.from({ length: cell.models }, (_, dataSet) => groupOf(cell, dataSet, 1)),
      )
      const perfect = groups.filter(({ models }) => models[0].run.trainingErrors === 0).length
      const { value, low, high } = proportionInterval(perfect, cell.models, level)
      return { value, low, high, level, n: cell.models, unit: 'data set with one model' }
    },
  },
]

/** The measurements for these settings; settings of distillation have students, too. */
export const measurementsOf = (settings: Settings & Partial<DistillationSettings>): readonly Measurement[] =>
  settings.temperature === undefined ? measurements : distillationMeasurements
