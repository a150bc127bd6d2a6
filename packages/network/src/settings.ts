/** @multiview/network/settings: every number of a run, by name. It loads no network. */

export { denseDefaults, type RegimeName, regimeAt, regimes, withDenseSettings } from './data/regimes.ts'
export { withEnoughPatches } from './settings/feature-patches.ts'
export { formulaInitialScale } from './settings/initial-scale.ts'
export { checkModel } from './settings/model.ts'
export { findSetting, type SettingName, settingNames, settingTable } from './settings/names.ts'
export { checkReducedSettings } from './settings/reduced.ts'
export type { RunNames } from './settings/run-names.ts'
export { SettingError } from './settings/setting-error.ts'
export type { DenseSettings, DistillationSettings, Settings } from './settings/settings.ts'
export {
  describeAllowed,
  type ValidSettings,
  validateSetting,
  validSettings,
} from './settings/validate.ts'
export { findStepRule } from './step-rule/index.ts'
