/** The paper's initial scale. */

import { pow } from '@multiview/tensor/math'
import { SettingError } from './setting-error.ts'

/**
 * σ_0 from σ_0^{q−2} = 1/k (reconstructed): a smaller q gives a smaller start.
 *
 * @throws SettingError unless q > 2: at q = 2 no σ_0 satisfies it, and there is no lottery.
 * @example
 * formulaInitialScale(100, 4) // 0.1
 */
export const formulaInitialScale = (classes: number, power: number): number => {
  if (!(power > 2))
    throw new SettingError('power', power, 'more than 2 for the initial scale by formula, σ_0^{q−2} = 1/k')
  return pow(classes, -1 / (power - 2))
}
