/** Refuses more than two views of a class, where only two are known. */

import { SettingError } from './setting-error.ts'
import type { DataSettings } from './settings.ts'

/**
 * @param where what knows two views alone, such as "in the reduced model".
 * @throws SettingError unless V = 2.
 * @example
 * checkTwoViews(regimes.quick, 'in the reduced model')
 */
export const checkTwoViews = ({ views }: Pick<DataSettings, 'views'>, where: string): void => {
  if (views !== 2) throw new SettingError('views', views, `2 ${where}`)
}
