/**
 * The paper's data, networks, training and evaluation (Allen-Zhu and Li, arXiv 2012.09816), in five
 * groups: settings, data, train, evaluate, extend. `@multiview/network/kernels` has single steps on
 * plain typed arrays.
 */

// Settings: every number of a run, by name.

export * from './settings.ts'

// Data: training sets, test sets, and their check against the paper's definition.

export type { Dataset } from './data/dataset.ts'
export { checkDefinition } from './data/definition/check.ts'
export { drawTestSet } from './data/draw.ts'
export { classOfFeature, featureCount, featureIndex, viewOfFeature } from './data/features.ts'
export { drawGaussian, linearRule } from './data/gaussian.ts'
export { denseTrainingSetOf, trainingSetOf } from './data/training-set.ts'

// Train: models at their start, runs by name, checkpoints, exports.

export { limitOf } from './dense/correlations.ts'
export { exportDenseRun } from './dense/export.ts'
export { denseModel, drawDenseWeights } from './dense/model.ts'
export { denseWeightsOf, trainDenseModel } from './dense/train.ts'
export type { Checkpointing } from './descent/checkpointing.ts'
export { trainOnLabels } from './descent/train-on-labels.ts'
export { trainOnTeacher } from './descent/train-on-teacher.ts'
export { averageModel } from './frozen/average.ts'
export { tangentFeatures, tangentModel } from './frozen/tangent.ts'
export { exportLimitRun } from './limit/export.ts'
export { type LimitWeights, limitModel } from './limit/model.ts'
export { startOf } from './limit/start.ts'
export { type LimitRun, trainLimitModel } from './limit/train.ts'
export { distillReducedModel } from './reduced/distill.ts'
export type { ReducedRun } from './reduced/run.ts'
export type { StudentRun } from './reduced/student.ts'
export type { ReducedTeacher } from './reduced/teacher.ts'
export { trainReducedModel } from './reduced/train.ts'

// Evaluate: errors on fresh samples, and what a network has learned.

export { denseOutputs } from './dense/model.ts'
export { tangentOutputs } from './frozen/tangent.ts'
export { countEnsembleErrors } from './limit/ensemble.ts'
export { memberOutputs } from './limit/member.ts'
export { drawNoiseCorrelation } from './limit/model.ts'
export { limitProof } from './limit/proof.ts'
export { trainedNetwork } from './limit/start.ts'
export {
  handicap,
  learnedBoth,
  learnedEach,
  learnedViews,
  lotteryMargin,
  lotteryWinners,
  viewPower,
} from './lottery/lottery.ts'
export { kindsOf, sampleKinds } from './lottery/sample-kind.ts'
export { totalViewStrength, viewStrength } from './lottery/view-strength.ts'
export { truncatedSoftmax } from './objective/distillation.ts'
export { countErrors } from './objective/errors.ts'
export { visibleLayout } from './objective/output-layout.ts'
export { countReducedErrors, type ReducedNetwork, reducedPredictions } from './reduced/evaluate.ts'
export { averageOfWeights } from './reduced/weight-average.ts'

// Extend: your own network, loss or step rule.

export { autodiffModel } from './descent/autodiff-model.ts'
export { stepRule } from './descent/common-rule.ts'
export { descend } from './descent/descend.ts'
export type { Model } from './descent/model.ts'
export { crossEntropy } from './objective/cross-entropy.ts'
export type { Objective } from './objective/objective.ts'
export type { StepRule } from './step-rule/rule.ts'
