/**
 * The step rules `adaptive` and `multirate` on the same teachers and the same student: steps,
 * processor seconds, the share of classes of which a single network learned both views, its error,
 * and the number of classes of which the student learned both.
 *
 *     node bench/dist/studies/steps-of-classes.js [K] [SIGMA_0] [TEACHERS] [RULES] [SEED]
 *
 * The defaults are K 50, SIGMA_0 3e-6, TEACHERS 16, RULES adaptive,multirate and SEED 1. A teacher
 * has the settings of regime `distillation` with s = 5, ‖ξ‖ = 0.7 and the given k and σ_0. For each
 * rule the study trains teachers, and then one student on the mean of their outputs. If TEACHERS is
 * negative, it trains −TEACHERS teachers and no student.
 */

import {
  countReducedErrors,
  distillReducedModel,
  drawTestSet,
  learnedBoth,
  type ReducedNetwork,
  type ReducedTeacher,
  regimes,
  type Settings,
  trainReducedModel,
} from '@multiview/network'
import { stream } from '@multiview/tensor'

const [k = '50', sigma = '3e-6', count = '16', rules = 'adaptive,multirate', seedText = '1'] =
  process.argv.slice(2)
const classes = Number(k)
const members = Math.abs(Number(count))
const seed = Number(seedText)
const { distillation } = regimes
const settings = {
  ...distillation,
  classes,
  samples: 12 * classes,
  otherFeatureRate: classes === 20 ? 4 : 5,
  noiseNorm: 0.7,
  initialScale: Number(sigma),
  targetLoss: (distillation.targetLoss * distillation.classes) / classes,
  distillationRate: classes,
  maxSteps: 200_000,
  members,
}
const single = drawTestSet('single', settings, 40, stream(seed, 'test', 'single'))
const multi = drawTestSet('multi', settings, 80, stream(seed, 'test', 'multi'))

const errorOf = (networks: readonly ReducedNetwork[]): number => {
  const rate = (data: typeof single): number =>
    countReducedErrors(settings, networks, data).errors / data.size
  const { singleViewFraction } = settings
  return rate(single) + ((1 - singleViewFraction) / singleViewFraction) * rate(multi)
}

/** Processor seconds of this process, without other work on the machine. */
const timed = <R>(run: () => R): { readonly result: R; readonly seconds: number } => {
  const before = process.cpuUsage()
  const result = run()
  const { user, system } = process.cpuUsage(before)
  return { result, seconds: (user + system) / 1e6 }
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
const bothOf = ({ strength }: Pick<ReducedTeacher, 'strength'>): number =>
  learnedBoth(strength).filter(both => both).length

/**
 * A view is covered if some teacher's Λ for it is above 0.3 times its Λ for the other view of the
 * class.
 */
const covered = (teachers: readonly ReducedTeacher[]): number =>
  Array.from({ length: 2 * classes }, (_, view) =>
    teachers.some(({ strength }) => strength[view] > 0.3 * strength[view % 2 === 0 ? view + 1 : view - 1]),
  ).filter(isCovered => isCovered).length

const names = (initialization: string) => ({ seed, dataset: '0', initialization })

for (const rule of rules.split(',') as Settings['stepRule'][]) {
  const ruled = { ...settings, stepRule: rule }
  const runs = Array.from({ length: members }, (_, j) =>
    timed(() => trainReducedModel(ruled, names(`0/${j}`))),
  )
  const teachers = runs.map(({ result }) => result)
  const both = meanOf(teachers.map(bothOf)) / classes
  console.log(
    `k = ${classes}, σ_0 = ${sigma}, ${rule}: a teacher takes ${meanOf(teachers.map(({ steps }) => steps)).toFixed(0)} steps and ` +
      `${meanOf(runs.map(({ seconds }) => seconds)).toFixed(2)} s; both views in ${(100 * both).toFixed(2)}% of the classes; ` +
      `single error ${meanOf(teachers.map(teacher => errorOf([teacher]))).toFixed(4)} μ, ` +
      `ensemble ${errorOf(teachers).toFixed(5)} μ; training errors ${teachers.reduce((sum, { trainingErrors }) => sum + trainingErrors, 0)}; ` +
      `${covered(teachers)} of ${2 * classes} views covered`,
  )
  if (Number(count) < 0) continue
  const taught = teachers[0].outputs.map((_, at) => meanOf(teachers.map(({ outputs }) => outputs[at])))
  const { result: student, seconds } = timed(() =>
    distillReducedModel(ruled, names('student'), taught, { afterTraining: false, duration: 1, moments: 1 }),
  )
  console.log(
    `    its student: ${student.steps} steps, ${seconds.toFixed(2)} s, time ${student.time.toExponential(3)}; both views in ` +
      `${bothOf(student)} of ${classes} classes, error ${errorOf([student]).toFixed(5)} μ, training errors ${student.trainingErrors}, ` +
      `${student.certificate.promoted} neurons of other classes, reached what its teachers see: ${student.isDone}`,
  )
}
