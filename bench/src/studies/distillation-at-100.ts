/**
 * Regime distillation at k = 100: trains an ensemble of ten and its student, and measures their
 * cost.
 *
 *     node bench/dist/studies/distillation-at-100.js [SEED]
 */

import {
  countReducedErrors,
  distillReducedModel,
  drawTestSet,
  type ReducedNetwork,
  regimes,
  trainReducedModel,
} from '@multiview/network'
import { stream } from '@multiview/tensor'

const [seed = 1] = process.argv.slice(2).map(Number)
const ratio = 100 / regimes.distillation.classes
const settings = {
  ...regimes.distillation,
  classes: 100,
  patches: regimes.distillation.patches * ratio,
  samples: regimes.distillation.samples * ratio,
  targetLoss: regimes.distillation.targetLoss / ratio,
  distillationRate: regimes.distillation.distillationRate * ratio,
  members: 10,
}
const single = drawTestSet('single', settings, 100, stream(seed, 'test', 'single'))
const multi = drawTestSet('multi', settings, 200, stream(seed, 'test', 'multi'))

const errorOf = (members: readonly ReducedNetwork[]): string => {
  const rate = (data: typeof single): number => countReducedErrors(settings, members, data).errors / data.size
  const { singleViewFraction } = settings
  return `${(rate(single) + ((1 - singleViewFraction) / singleViewFraction) * rate(multi)).toFixed(5)} μ`
}
const seconds = (begun: number): string => `${((performance.now() - begun) / 1000).toFixed(1)} s`

const teachers = Array.from({ length: settings.members }, (_, j) => {
  const begun = performance.now()
  const run = trainReducedModel(settings, { seed, dataset: '0', initialization: `0/${j}` })
  const { full, computed } = run.certificate
  console.log(
    `teacher ${j}: ${seconds(begun)}, ${run.steps} steps, error ${errorOf([run])}, training errors ${run.trainingErrors}, ` +
      `${(full / computed).toFixed(0)} times fewer preactivations than the full model`,
  )
  return run
})
console.log(`ensemble of ${settings.members}: error ${errorOf(teachers)}`)

const begun = performance.now()
const taught = teachers[0].outputs.map(
  (_, at) => teachers.reduce((sum, { outputs }) => sum + outputs[at], 0) / teachers.length,
)
const student = distillReducedModel(settings, { seed, dataset: '0', initialization: 'student' }, taught, {
  afterTraining: false,
  duration: 1,
  moments: 1,
})
const { full, computed, promoted } = student.certificate
console.log(
  `student: ${seconds(begun)}, ${student.steps} steps, error ${errorOf([student])}, training errors ${student.trainingErrors}, ` +
    `reached what its teachers see: ${student.isDone}; ${promoted} neurons of other classes were computed, ` +
    `${(full / computed).toFixed(0)} times fewer preactivations than the full model`,
)
