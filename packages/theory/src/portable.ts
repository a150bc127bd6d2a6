/** The part that needs neither files nor threads: a browser that imports the package gets this. */

export {
  atLeast,
  atMost,
  type Claim,
  type ClaimPage,
  type ClaimSettings,
  type ClaimText,
  type Context,
  equals,
  liesWithin,
  type Outcome,
  type SettingLabels,
  type Size,
  series,
  seriesOfDraws,
  seriesOfOne,
} from './claims/claim.ts'
export { claims, claimsOf } from './claims/index.ts'
export { levelIn } from './claims/level.ts'
export { judge, judgeClaim, judgeControl } from './claims/verdict.ts'
export { inlinePool } from './plan/inline-pool.ts'
export type { Pool } from './plan/pool.ts'
export { type Progress, type Scheduler, scheduler } from './plan/scheduler.ts'
export type { Store } from './plan/store.ts'
export { errorInUnitsOfMu } from './plan/tasks/fresh-samples.ts'
export { execute, type ResultOf, type Task } from './plan/tasks/index.ts'
export {
  errorOfViews,
  expectedEnsembleError,
  knownShare,
  oddsOfViewOne,
  unopposed,
} from './predictions/ensemble-error.ts'
export {
  closedFormTensorPower,
  iterateTensorPower,
  largestGrowth,
  type Race,
  type Rates,
  tensorPowerTime,
} from './predictions/tensor-power.ts'
export { ratePatterns } from './predictions/tensor-power-rates.ts'
export { type Preset, type PresetName, presets } from './presets.ts'
export * from './report/portable.ts'
export type * from './schema/types.ts'
export * from './statistics/index.ts'
export { sweepFigure } from './sweep/figure.ts'
export { type Axis, type CellSettings, cellsOf } from './sweep/grid.ts'
export type { Cell, Measurement } from './sweep/measurement.ts'
export { measurements, measurementsOf } from './sweep/measurements.ts'
export {
  checkSweep,
  type Sweep,
  type SweepCell,
  type SweepRequest,
  sweep,
  type ValidSweep,
} from './sweep/sweep.ts'
export {
  checkRequest,
  type Findings,
  reportOf,
  settingsOf,
  type ValidRequest,
  type VerifyRequest,
  verify,
} from './verify.ts'
