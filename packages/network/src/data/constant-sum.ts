/** Data whose two own views have a constant sum, as those of Midpoint Mixup. */

import { SettingError } from '../settings/setting-error.ts'
import type { Dataset } from './dataset.ts'
import { featureIndex } from './features.ts'

/**
 * The samples with Σz of the second own view of multi-view samples replaced by `sum` minus that of
 * the first: a sample with a weak first view has a strong second one. If the first is drawn from
 * [β, sum − β], so is the second. Single-view samples stay as they are.
 *
 * Source: Chidambaram, Wang, Wu and Ge, arXiv 2210.13512, where the weights of the two features of
 * a sample depend on each other in this way.
 *
 * @throws SettingError for more than two views; RangeError for data with feature noise, and where
 * the first view weighs as much as the sum or more, or the second nothing.
 * @example
 * const settings = { ...regimes.limit, ownWeight: [0.25, 0.75] }
 * const data = trainingSetOf(settings, { seed: 1, dataset: 'a' })
 * withConstantSum(data, 1).weight.length === data.weight.length // true
 */
export const withConstantSum = (data: Dataset, sum: number): Dataset => {
  const { views } = data.settings
  if (views !== 2) throw new SettingError('views', views, '2 in withConstantSum')
  if (data.gains !== undefined)
    throw new RangeError('withConstantSum: the data have feature noise; draw them with featureNoise 0.')
  const weight = data.weight.slice()
  for (let n = 0; n < data.size; n++) {
    if (data.presentView[n] !== 0) continue
    const rowsOf = (view: 1 | 2): number[] => {
      const rows: number[] = []
      for (let row = data.firstPatch[n]; row < data.firstPatch[n + 1]; row++)
        if (data.feature[row] === featureIndex(data.label[n], view, data.settings)) rows.push(row)
      return rows
    }
    const total = (rows: readonly number[]): number => rows.reduce((all, row) => all + data.weight[row], 0)
    const second = rowsOf(2)
    const factor = (sum - total(rowsOf(1))) / total(second)
    if (!(factor > 0 && factor < Infinity))
      throw new RangeError(
        `withConstantSum: the views of sample ${n} weigh ${total(rowsOf(1))} and ${total(second)}; ` +
          `the first must be less than the sum ${sum}, and the second more than 0.`,
      )
    for (const row of second) weight[row] *= factor
  }
  return { ...data, weight }
}
