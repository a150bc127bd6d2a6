// Leaves out each departure from the distillation step (4.4) once, measures the student, and writes
// the sentences between the marks of docs/theorem-3.md.
//
//   npm run build && node scripts/distillation-departures.mjs
//
// One data set of regime theorems at k = 20, seed 5001. No setting removes the mask, so this script
// builds the objective itself.
import { fileURLToPath } from 'node:url'
import { fill } from '../docs-tools/marks.mjs'
import { wrapped } from '../docs-tools/wrapped.mjs'
import {
  countReducedErrors,
  distillReducedModel,
  drawTestSet,
  learnedBoth,
  regimeAt,
  trainReducedModel,
  visibleLayout,
} from '../packages/network/dist/index.js'
import { crossEntropyTerm } from '../packages/network/dist/objective/cross-entropy.js'
import { distillationTerm } from '../packages/network/dist/objective/distillation.js'
import { countErrors } from '../packages/network/dist/objective/errors.js'
import { relaid } from '../packages/network/dist/objective/output-layout.js'
import { weightedTerms } from '../packages/network/dist/objective/sample-field.js'
import { coverageOf } from '../packages/network/dist/reduced/coverage.js'
import { setupOf } from '../packages/network/dist/reduced/run.js'
import { stream } from '../packages/tensor/dist/index.js'

const seed = 5001
const classes = 20
const settings = { ...regimeAt('theorems', classes), members: 10 }
const names = j => ({ seed, dataset: '0', initialization: `0/${j}` })
const ofStudent = { seed, dataset: '0', initialization: 'student of 0' }

const teachers = Array.from({ length: settings.members }, (_, j) => trainReducedModel(settings, names(j)))
const teacher = teachers[0].outputs.map(
  (_, at) => teachers.reduce((sum, { outputs }) => sum + outputs[at], 0) / teachers.length,
)
const fresh = { single: 100, multi: 100 }
const data = Object.fromEntries(
  Object.entries(fresh).map(([kind, each]) => [
    kind,
    drawTestSet(kind, settings, each, stream(seed, 'departures', kind)),
  ]),
)
/** The error of a student, in units of μ. */
const errorOf = student => {
  const share = kind => countReducedErrors(settings, [student], data[kind]).errors / data[kind].size
  const { singleViewFraction: μ } = settings
  return share('single') + ((1 - μ) / μ) * share('multi')
}
const taught = given =>
  distillReducedModel({ ...settings, ...given }, ofStudent, teacher, {
    afterTraining: false,
    duration: 1,
    moments: 1,
  })
const number = (value, digits = 2) => String(Number(value.toPrecision(digits)))
const outcome = student =>
  `it ${student.isDone ? `matched its teacher after ${student.steps} steps` : `had not matched its teacher after ${student.steps} steps`}, ` +
  `has both views of ${learnedBoth(student.strength).filter(Boolean).length} of ${classes} classes, and errs by ${number(errorOf(student))}μ`

/** A larger σ_0, because common steps from a small σ_0 are many. */
const commonStart = 1e-3
/** T/t₁ of the students with and without the mask. */
const duration = 20

/**
 * Takes common steps of the limit model on the labels and the teacher, with or without the mask, up
 * to T or to the last step. Returns the student at its training time t₁ and at its end.
 */
const followed = (masked, maxSteps = settings.maxSteps) => {
  const common = { ...settings, model: 'limit', stepRule: 'adaptive', initialScale: commonStart }
  const { data: training, trainee } = setupOf(common, ofStudent)
  const shown = visibleLayout(training)
  const scaled = teacher.map(output => output * settings.teacherScale)
  const { temperature, distillationRate, targetReach } = settings
  const coverage = coverageOf(shown, scaled, temperature)
  const flow = trainee.begin(layout =>
    weightedTerms(
      layout,
      [
        [1, crossEntropyTerm(training.label, classes, layout)],
        [distillationRate, distillationTerm(layout, relaid(shown, scaled, layout), { temperature, masked })],
      ],
      false,
    ),
  )
  const hasMatched = () =>
    coverage(trainee.layout, flow.outputs) >= targetReach &&
    countErrors(flow.outputs, training.label, trainee.layout) === 0
  const moments = []
  const note = steps =>
    moments.push({
      ...trainee.correlation(),
      largestIdle: trainee.certificate().largestIdle,
      steps,
      time: flow.time,
      most: flow.outputs.reduce((a, b) => Math.max(a, b), 0),
    })
  let steps = 0
  for (; steps < maxSteps; steps++) {
    if (moments.length === 0 && hasMatched()) note(steps)
    if (moments.length > 0 && flow.time >= duration * moments[0].time) break
    flow.advance(moments.length > 0 ? duration * moments[0].time : Infinity)
  }
  if (moments.length === 0) throw new Error(`a student did not match its teacher in ${steps} steps`)
  note(steps)
  return moments.map(moment => ({ ...moment, error: errorOf(moment) }))
}

const asIs = taught({})
const τ = 1 / Math.log(classes) ** 2
const [cold, faint] = [
  taught({ temperature: τ, teacherScale: settings.teacherScale / τ ** 2 }),
  taught({ teacherScale: 1 }),
]
const kept = followed(true)
const free = followed(false, kept[1].steps)
const outputs = ([first, last]) =>
  `${number(first.most, 3)} at t₁ and ${number(last.most, 3)} at ${number(last.time / first.time)} t₁, where it errs by ${number(last.error)}μ`
const lines = [
  `As it is, one student at k = ${classes} (seed ${seed}, ${settings.members} teachers): ${outcome(asIs)}. Without each departure:`,
  '',
  `- **The mask.** Two students took common steps from σ_0 = ${commonStart}, each ${kept[1].steps} of them. With the mask the largest output is ${outputs(kept)}. Without it, it is ${outputs(free)}.`,
  `- **τ.** With τ = 1/log² k = ${number(τ, 3)} in place of ${settings.temperature}, and a factor of the teacher that reaches the truncation 1/τ² as before, ${outcome(cold)}. It takes more steps, since its outputs have to grow to 1/τ².`,
  `- **The teacher’s factor.** With 1 in place of ${settings.teacherScale}, ${outcome(faint)}.`,
  `- **The cap on steps.** It is ${settings.maxSteps}; the student as it is used ${asIs.steps} up to its training time.`,
]
fill(
  fileURLToPath(new URL('../docs/theorem-3.md', import.meta.url)),
  'distillation-departures',
  lines.map(line => wrapped(line, line.startsWith('-') ? '  ' : '')).join('\n'),
)
