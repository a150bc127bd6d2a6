/** The part that needs neither files nor threads: a browser that imports the package gets this. */

export {
  asCheck,
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
  sizeIn,
} from './claims/claim.ts'
export { claims, claimsOf } from './claims/index.ts'
export { levelIn } from './claims/level.ts'
export { defineClaim, type OwnClaim, type OwnOutcome } from './claims/own.ts'
export type { ClaimParameters, Parameter, ParameterRule, ParameterValues } from './claims/parameters.ts'
export { type Power, powerOfAll, powersOf, type Risk } from './claims/power.ts'
export { departuresFromDefinition } from './claims/shared/definition.ts'
export {
  averageOutputs,
  ensembles,
  ensemblesOfOneStart,
  needsDistillation,
  needsReduced,
  shareOfBoth,
  teachersOf,
  testReduced,
} from './claims/shared/distilled.ts'
export { membersOf, modelsByDataSet } from './claims/shared/models.ts'
export { needsLottery } from './claims/shared/needs-lottery.ts'
export { allPerfect, errorOf, type TestSizes, testModels } from './claims/shared/test-errors.ts'
export { judge, judgeClaim, judgeControl } from './claims/verdict.ts'
export { errorLimits, type Limits, ofTests } from './estimates/error-limits.ts'
export { estimateFrom } from './estimates/from-draws.ts'
export { measuredMean, measuredMeanOneSided } from './estimates/measured-mean.ts'
export { measuredRatio } from './estimates/measured-ratio.ts'
export { shareOf } from './estimates/share.ts'
export { inside, ofError, ofShare, ofSize, type Span, type Tested } from './estimates/span.ts'
export { inlinePool } from './plan/inline-pool.ts'
export type { Pool } from './plan/pool.ts'
export { type RunProgress, type Scheduler, scheduler } from './plan/scheduler.ts'
export type { Store } from './plan/store.ts'
export { errorInUnitsOfMu } from './plan/tasks/fresh-samples.ts'
export { execute, type ResultOf, type Task } from './plan/tasks/index.ts'
export { type OwnTask, type OwnTaskKind, registerTaskKind } from './plan/tasks/own-kinds.ts'
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
export { type ClaimSweepRequest, checkClaimSweep, sweepClaims, type ValidClaimSweep } from './sweep/claims.ts'
export { type Axis, type CellSettings, cellsOf } from './sweep/grid.ts'
export type { Cell, Measurement } from './sweep/measurement.ts'
export { measurements, measurementsOf } from './sweep/measurements.ts'
export {
  checkSweep,
  type Judged,
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
