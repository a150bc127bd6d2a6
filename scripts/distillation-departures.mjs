// Leaves out each departure from the distillation step (4.4) once, measures the student, and writes
// the sentences between the marks of docs/theorem-3.md.
//
//   npm run build && node scripts/distillation-departures.mjs
//
// One data set of regime theorems at k = 20, seed 5001. No setting removes the mask, so this script
// builds the objective itself.
import { fileURLToPath } from 'node:url'
import {
  countReducedErrors,
  descend,
  distillReducedModel,
  drawTestSet,
  learnedBoth,
  limitModel,
  regimeAt,
  startOf,
  stepRule,
  trainingSetOf,
  trainReducedModel,
  visibleLayout,
} from '../packages/network/dist/index.js'
import { crossEntropyTerm } from '../packages/network/dist/objective/cross-entropy.js'
import { distillationTerm } from '../packages/network/dist/objective/distillation.js'
import { denseLayout, relaid } from '../packages/network/dist/objective/output-layout.js'
import { objectiveOf, weightedTerms } from '../packages/network/dist/objective/sample-field.js'
import { stream } from '../packages/tensor/dist/index.js'
import { fill } from './marks.mjs'
import { wrapped } from './theorem-settings.mjs'

const seed = 5001
const classes = 20
/** Most steps of a student that does not match its teacher. */
const cap = 600
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

/**
 * Takes common steps of the limit model on the labels and the teacher, with or without the mask.
 * Returns the largest output during training.
 */
const largest = masked => {
  const common = { ...settings, model: 'limit', stepRule: 'adaptive', initialScale: commonStart }
  const data = trainingSetOf(common, ofStudent)
  const model = limitModel(data, common, startOf(common, ofStudent, data))
  const layout = denseLayout(data.size, classes)
  const goal = relaid(
    visibleLayout(data),
    teacher.map(output => output * settings.teacherScale),
    layout,
  )
  const { temperature, distillationRate } = settings
  const field = weightedTerms(
    layout,
    [
      [1, crossEntropyTerm(data.label, classes, layout)],
      [distillationRate, distillationTerm(layout, goal, { temperature, masked })],
    ],
    false,
  )
  const run = descend(model, objectiveOf(layout, field), {
    rule: stepRule(common),
    targetLoss: Number.NEGATIVE_INFINITY,
    maxSteps: cap,
  })
  return { most: run.outputs.reduce((a, b) => Math.max(a, b), 0), steps: run.steps }
}

const asIs = taught({})
const τ = 1 / Math.log(classes) ** 2
const [cold, faint] = [
  taught({ temperature: τ, teacherScale: settings.teacherScale / τ ** 2, maxSteps: cap }),
  taught({ teacherScale: 1, maxSteps: cap }),
]
const [kept, free] = [largest(true), largest(false)]
const lines = [
  `As it is, one student at k = ${classes} (seed ${seed}, ${settings.members} teachers): ${outcome(asIs)}. Without each departure:`,
  '',
  `- **The mask.** After ${kept.steps} steps that all weights share, from σ_0 = ${commonStart}, the largest output of a student is ${number(kept.most, 3)} with the mask and ${number(free.most, 3)} without it.`,
  `- **τ.** With τ = 1/log² k = ${number(τ, 3)} in place of ${settings.temperature}, and a factor of the teacher that reaches the truncation 1/τ² as before, ${outcome(cold)}.`,
  `- **The teacher’s factor.** With 1 in place of ${settings.teacherScale}, ${outcome(faint)}.`,
  `- **The cap on steps.** It is ${settings.maxSteps}; the student as it is used ${asIs.steps} up to its training time.`,
]
fill(
  fileURLToPath(new URL('../docs/theorem-3.md', import.meta.url)),
  'distillation-departures',
  lines.map(line => wrapped(line, line.startsWith('-') ? '  ' : '')).join('\n'),
)
