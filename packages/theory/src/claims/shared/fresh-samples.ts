/** Labels of the numbers of fresh samples that claims state beside their settings. */

import type { SettingLabels } from '../claim.ts'

export const freshSamples: SettingLabels = {
  testPerCell: ['fresh single-view samples of every class and present view', ''],
  singleViewSamples: ['fresh single-view samples', ''],
  multiViewSamples: ['fresh multi-view samples', ''],
}
