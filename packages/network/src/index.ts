/** The paper's data, network, training and ensembles (Allen-Zhu and Li, ICLR 2023). */

export { type Dataset, featureIndex, isSingleView, type PatchGains } from './data/dataset.ts'
export {
  type DenseDataset,
  drawDenseTrainingSet,
  embed,
} from './data/dense.ts'
export {
  drawMultiViewTestSet,
  drawSamples,
  drawSingleViewTestSet,
  drawTrainingSet,
  type Kind,
} from './data/draw.ts'
export { drawFeatures } from './data/features.ts'
export { drawGains } from './data/gains.ts'
export { drawGaussian, type GaussianDataset, linearRule, type PlantedRule } from './data/gaussian.ts'
export { type PaperConstants, paperConstants, paperRegime } from './data/paper-regime.ts'
export type { Patches } from './data/patches.ts'
export { denseDefaults, type RegimeName, regimes, withDenseSettings } from './data/regimes.ts'
export {
  checkDefinition,
  checkDenseDefinition,
  complaintsOf,
  type DefinitionOptions,
} from './definition/check.ts'
export type { PropertyCheck } from './definition/property.ts'
export {
  type DescentCheckpoint,
  type DescentOptions,
  type DescentRun,
  descend,
  type Moment,
} from './descent/descend.ts'
export { adaptiveStep, constantStep, type StepRule, stepRule } from './descent/step-rule.ts'
export { errorsOf } from './evaluation/classify.ts'
export { countErrors, errs } from './evaluation/ensemble.ts'
export { everyMarginReaches, marginsOf } from './evaluation/margin.ts'
export { memberOutputs } from './evaluation/member.ts'
export type { MemberOutputs, TrainedNetwork } from './evaluation/member-outputs.ts'
export { reachOf } from './evaluation/reach.ts'
export { countReducedErrors, type ErrorCount, type ReducedNetwork } from './evaluation/reduced-network.ts'
export { exportDenseRun } from './export/dense-export.ts'
export type { ExportedArray, ExportedRun } from './export/exported-run.ts'
export { exportLimitRun } from './export/limit-export.ts'
export { type Snapshots, spreadSnapshots } from './export/snapshots.ts'
export { type AutodiffModel, autodiffModel, type DifferentiableNetwork } from './model/autodiff-model.ts'
export { averageModel } from './model/average-model.ts'
export {
  denseCorrelations,
  featureCorrelations,
  limitDataset,
  measuredGains,
  patchCorrelations,
} from './model/dense-correlations.ts'
export { type DenseParameters, denseNetwork } from './model/dense-forward.ts'
export { denseLoss } from './model/dense-loss.ts'
export { type DenseModel, denseModel, denseOutputs, drawDenseWeights } from './model/dense-model.ts'
export { gainModel } from './model/gain-model.ts'
export { type LimitParameters, limitNetwork, limitWeightsOf } from './model/limit-forward.ts'
export {
  drawFeatureCorrelation,
  drawNoiseCorrelation,
  type LimitModel,
  type LimitWeights,
  limitModel,
} from './model/limit-model.ts'
export { limitStep, plainLimitStep } from './model/limit-step.ts'
export type { LimitStep, LimitStepArrays, LimitStepShape } from './model/limit-step-plain.ts'
export { hasWasmLimitStep, wasmLimitStep } from './model/limit-step-wasm.ts'
export { type FeatureMap, type LinearModel, linearModel } from './model/linear-model.ts'
export type { Model } from './model/model.ts'
export { randomFeatureModel, randomFeatureOutputs, randomFeatures } from './model/random-feature-model.ts'
export { type FeatureRows, featureRows } from './model/reduced/feature-rows.ts'
export { growthBudget } from './model/reduced/growth-budget.ts'
export { defaultHeldChange } from './model/reduced/lazy-blocks.ts'
export {
  type Certificate,
  type ReducedCorrelation,
  type ReducedModel,
  reducedModel,
} from './model/reduced/reduced-model.ts'
export type { ReducedState } from './model/reduced/reduced-state.ts'
export {
  type BlockWeights,
  fullStart,
  givenStart,
  type ReducedStart,
  streamedStart,
} from './model/reduced/start.ts'
export { smoothedRelu, smoothedReluDerivative } from './model/smoothed-relu.ts'
export { smoothedReluOp } from './model/smoothed-relu-op.ts'
export {
  type TangentFeatures,
  type TangentModel,
  tangentFeatures,
  tangentModel,
  tangentOutputs,
} from './model/tangent-model.ts'
export { alongPath } from './objective/along-path.ts'
export { crossEntropy } from './objective/cross-entropy.ts'
export { type DistillationOptions, distillation, truncatedSoftmax } from './objective/distillation.ts'
export type { Objective } from './objective/objective.ts'
export {
  denseLayout,
  fromLayout,
  type OutputLayout,
  outputCount,
  relaid,
  slotOf,
  toLayout,
  visibleLayout,
  withSlots,
} from './objective/output-layout.ts'
export { sampleWise } from './objective/sample-wise.ts'
export { softTargets } from './objective/soft-targets.ts'
export { weightedSum } from './objective/weighted-sum.ts'
export { measureProof, type ProofRecord } from './record/proof-record.ts'
export type { Race } from './record/race.ts'
export { proofRecorder, type RecordedSteps, type Recorder } from './record/recorder.ts'
export {
  type KindSummary,
  kindsOf,
  type SampleKind,
  sampleKinds,
  summaryByKind,
} from './record/sample-kind.ts'
export { type Watched, watchDense, watchLimit } from './record/watched.ts'
export { meanFeaturePatches, mostFeaturePatches, withEnoughPatches } from './settings/feature-patches.ts'
export { formulaInitialScale } from './settings/initial-scale.ts'
export { SettingError } from './settings/setting-error.ts'
export type {
  DataSettings,
  DenseSettings,
  DistillationSettings,
  EnsembleSettings,
  NetworkSettings,
  Range,
  Settings,
  TrainingSettings,
} from './settings/settings.ts'
export {
  findSetting,
  type SettingName,
  type SettingRecord,
  settingNames,
  settingTable,
} from './settings/table.ts'
export {
  describeAllowed,
  validateDenseSettings,
  validateSetting,
  validateSettings,
} from './settings/validate.ts'
export {
  type DistillOptions,
  distillReducedModel,
  type StudentCheckpoint,
  type StudentMoment,
  type StudentRun,
} from './training/distill-reduced.ts'
export {
  handicap,
  learnedBoth,
  learnedViews,
  lotteryMargin,
  lotteryWinners,
  type View,
  viewPower,
} from './training/lottery.ts'
export type { ObservedOptions, RunCheckpoint } from './training/observed-descent.ts'
export { layoutErrors, ownStrength, type ReducedRun, reducedStartOf } from './training/reduced-run.ts'
export {
  type LimitRun,
  type RunNames,
  startOf,
  type TrainOptions,
  trainedNetwork,
  trainingSetOf,
  trainLimitModel,
} from './training/train.ts'
export {
  type DenseRun,
  denseTrainingSetOf,
  denseWeightsOf,
  trainDenseModel,
} from './training/train-dense.ts'
export {
  type ReducedCheckpoint,
  type ReducedCourse,
  type ReducedTeacher,
  trainReducedModel,
} from './training/train-reduced.ts'
export { totalViewStrength, viewStrength } from './training/view-strength.ts'
