/** The paper's data, network, training and ensembles (Allen-Zhu and Li, ICLR 2023). */

export { smoothedRelu, smoothedReluDerivative } from './activation/smoothed-relu.ts'
export { smoothedReluOp } from './activation/smoothed-relu-op.ts'
export { type Dataset, featureIndex, isSingleView, type PatchGains } from './data/dataset.ts'
export {
  checkDefinition,
  checkDenseDefinition,
  complaintsOf,
  type DefinitionOptions,
} from './data/definition/check.ts'
export type { PropertyCheck } from './data/definition/property.ts'
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
export { type DenseParameters, denseNetwork } from './dense/autodiff.ts'
export {
  denseCorrelations,
  featureCorrelations,
  limitDataset,
  measuredGains,
  patchCorrelations,
} from './dense/correlations.ts'
export { exportDenseRun } from './dense/export.ts'
export { denseLoss } from './dense/loss.ts'
export { type DenseModel, denseModel, denseOutputs, drawDenseWeights } from './dense/model.ts'
export {
  type DenseRun,
  denseTrainingSetOf,
  denseWeightsOf,
  trainDenseModel,
} from './dense/train.ts'
export { type AutodiffModel, autodiffModel, type DifferentiableNetwork } from './descent/autodiff-model.ts'
export {
  type DescentCheckpoint,
  type DescentOptions,
  type DescentRun,
  descend,
  type Moment,
} from './descent/descend.ts'
export type { ExportedArray, ExportedRun } from './descent/exported-run.ts'
export type { Model } from './descent/model.ts'
export type { ObservedOptions, RunCheckpoint } from './descent/observed-descent.ts'
export { measureProof, type ProofRecord } from './descent/proof-record.ts'
export type { Race } from './descent/race.ts'
export { proofRecorder, type RecordedSteps, type Recorder } from './descent/recorder.ts'
export { type Snapshots, spreadSnapshots } from './descent/snapshots.ts'
export { adaptiveStep, constantStep, type StepRule, stepRule } from './descent/step-rule.ts'
export { type Watched, watchDense, watchLimit } from './descent/watched.ts'
export { averageModel } from './frozen/average.ts'
export { type FeatureMap, type LinearModel, linearModel } from './frozen/linear.ts'
export { randomFeatureModel, randomFeatureOutputs, randomFeatures } from './frozen/random-feature.ts'
export {
  type TangentFeatures,
  type TangentModel,
  tangentFeatures,
  tangentModel,
  tangentOutputs,
} from './frozen/tangent.ts'
export { type LimitParameters, limitNetwork, limitWeightsOf } from './limit/autodiff.ts'
export { countErrors, errs } from './limit/ensemble.ts'
export { exportLimitRun } from './limit/export.ts'
export { gainModel } from './limit/gain-model.ts'
export { memberOutputs } from './limit/member.ts'
export type { MemberOutputs, TrainedNetwork } from './limit/member-outputs.ts'
export {
  drawFeatureCorrelation,
  drawNoiseCorrelation,
  type LimitModel,
  type LimitWeights,
  limitModel,
} from './limit/model.ts'
export type { LimitStep, LimitStepArrays, LimitStepShape } from './limit/step/plain.ts'
export { limitStep, plainLimitStep } from './limit/step/step.ts'
export { hasWasmLimitStep, wasmLimitStep } from './limit/step/wasm.ts'
export {
  type LimitRun,
  type RunNames,
  startOf,
  type TrainOptions,
  trainedNetwork,
  trainingSetOf,
  trainLimitModel,
} from './limit/train.ts'
export {
  handicap,
  learnedBoth,
  learnedViews,
  lotteryMargin,
  lotteryWinners,
  type View,
  viewPower,
} from './lottery/lottery.ts'
export {
  type KindSummary,
  kindsOf,
  type SampleKind,
  sampleKinds,
  summaryByKind,
} from './lottery/sample-kind.ts'
export { totalViewStrength, viewStrength } from './lottery/view-strength.ts'
export { alongPath } from './objective/along-path.ts'
export { crossEntropy, crossEntropyTerm } from './objective/cross-entropy.ts'
export {
  type DistillationOptions,
  distillation,
  distillationTerm,
  truncatedSoftmax,
} from './objective/distillation.ts'
export { errorsOf } from './objective/errors.ts'
export { everyMarginReaches, marginsOf } from './objective/margin.ts'
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
export { type SampleTerm, sampleWise } from './objective/sample-wise.ts'
export { softTargets } from './objective/soft-targets.ts'
export { weightedSum } from './objective/weighted-sum.ts'
export type { ReducedCourse } from './reduced/course.ts'
export { reachOf } from './reduced/coverage.ts'
export { type DistillOptions, distillReducedModel, type StudentCheckpoint } from './reduced/distill.ts'
export { countReducedErrors, type ErrorCount, type ReducedNetwork } from './reduced/evaluate.ts'
export { type FeatureRows, featureRows } from './reduced/feature-rows.ts'
export { growthBudget } from './reduced/growth-budget.ts'
export { defaultHeldChange } from './reduced/lazy-blocks.ts'
export {
  type Certificate,
  type ReducedCorrelation,
  type ReducedModel,
  reducedModel,
} from './reduced/model.ts'
export type { MultirateStudentCheckpoint } from './reduced/multirate/distill.ts'
export { farStage } from './reduced/multirate/far-stage.ts'
export { type SampleField, weightedTerms } from './reduced/multirate/field.ts'
export { type ImplicitPush, implicitPush } from './reduced/multirate/implicit-push.ts'
export { type MultirateModel, multirateModel } from './reduced/multirate/model.ts'
export type { MultirateState } from './reduced/multirate/state.ts'
export type { MultirateCheckpoint } from './reduced/multirate/train.ts'
export { type OffClass, offClass, type PromotedUnit } from './reduced/off-class.ts'
export { type PushHistory, pushHistory } from './reduced/push-history.ts'
export { layoutErrors, ownStrength, type ReducedRun, reducedStartOf } from './reduced/run.ts'
export {
  type BlockWeights,
  fullStart,
  givenStart,
  type ReducedStart,
  streamedStart,
} from './reduced/start.ts'
export type { ReducedState } from './reduced/state.ts'
export type { StudentMoment, StudentRun } from './reduced/student.ts'
export type { ReducedTeacher } from './reduced/teacher.ts'
export { type ReducedCheckpoint, trainReducedModel } from './reduced/train.ts'
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
