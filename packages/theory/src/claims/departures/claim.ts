import { SettingError } from '@multiview/network'
import { ofTests } from '../../estimates/error-limits.ts'
import { measuredMeanOneSided } from '../../estimates/measured-mean.ts'
import { ofSize } from '../../estimates/span.ts'
import type { ErrorCounts } from '../../plan/tasks/fresh-samples.ts'
import type { Condition, Estimate, Series } from '../../schema/types.ts'
import { mean } from '../../statistics/index.ts'
import {
  atLeast,
  type Claim,
  equals,
  liesWithin,
  type Size,
  seriesOfDraws,
  seriesOfEstimates,
} from '../claim.ts'
import { departuresFromDefinition } from '../shared/definition.ts'
import { needsDistillation, taught } from '../shared/distilled.ts'
import { errorOf } from '../shared/test-errors.ts'
import { type CommonStep, commonStep } from './common-step.ts'
import { type Draws, type Lesson, lesson, ofLabelsAlone, type Request } from './lesson.ts'
import { text } from './text.ts'
import { type Variant, variants } from './variants.ts'

/**
 * Eight data sets, the fewest of which a mean has limits. On those of seed 5001 the largest error
 * of a student up to 100 t₁ was 0 as it is, with a tenth of the steps' length and with τ = 1/log²
 * k. It was 0.0001μ on average with m = k, 0.005μ with independent labels, 0.022μ without the
 * factor (from 0.004μ to 0.09μ) and 0.24μ with Σz of Definition 1. Without the mask it was 0 for
 * three students and 0.5μ to 2.9μ for five, with a lower limit of the mean of 0.24μ. Eight such
 * draws put this limit above 0.1μ with a probability of about 0.6 only, and 24 do with more than
 * 0.99.
 *
 * With 8,000 single-view samples the limit of students without an error is 0.005μ.
 */
const size: Size<Draws> = {
  regime: 'theorems',
  draws: { dataSets: 8, dataSetsScattered: 24, duration: 100, moments: 8, singles: 8_000 },
}

const bound = { low: null, high: 0.01 }
const boundOf = {
  none: bound,
  small: { low: null, high: 0.1 },
  decides: { low: 0.1, high: null },
} as const

/** Distances of 0.026 and 0.032 on seed 5001, and 0.74 and 0.72 with another start. */
const nearest = { low: null, high: 0.1 }
const farther = { low: 0.3, high: null }
/** On both data sets 1 of 80 features was learned with one rule alone. */
const leastAlike = 0.9

const unit = 'data set'

/** The departures of the regime from the paper, each left out once. */
export const departures: Claim<Draws> = {
  id: 'departures',
  ...text,
  figures: () => import('./figure.ts'),
  tasks: ['train-reduced', 'distill', 'measure-reduced-errors'],
  uses: ['members'],
  bound,
  boundSource: 'chosen',
  presets: ['as-stated'],
  sizes: { 'as-stated': size },
  check(settings) {
    needsDistillation(settings)
    if (settings.members < 2)
      throw new SettingError(
        'members',
        settings.members,
        'at least 2 for this claim, which teaches one network by another',
      )
  },

  async measure(context) {
    const { draws, level } = context
    const request = taught(context)
    const { settings } = request
    const dataSets = numbered(draws.dataSets)
    const [found, steps, alone] = await Promise.all([
      Promise.all(variants.map(variant => lessonsOf(request, variant))),
      Promise.all(dataSets.map(d => commonStep(request, d))),
      Promise.all(dataSets.map(d => ofLabelsAlone(request, d))),
    ])
    const harmless = found.filter(({ variant }) => variant.effect === 'none')
    const worstOf = (among: readonly Lessons[]): Estimate =>
      estimate(
        request,
        among[0].lessons.map((_, d) => worst(request, among, d)),
        draws.moments * among.length,
      )
    return {
      setting: { ...settings, ...draws },
      measured: worstOf(harmless),
      predicted: 0,
      conditions: [
        ...trainedToTheEnd(harmless, settings.members, draws),
        ...found.map(each =>
          liesWithin(
            `largest error of a student up to T, mean: ${each.variant.words}`,
            worstOf([each]),
            boundOf[each.variant.effect],
          ),
        ),
        ...sameFlow(steps, level),
      ],
      checks: departuresFromDefinition(settings, context.seed),
      series: seriesOf(request, found, alone),
      control: { measured: estimate(request, alone, 1), conditions: [] },
    }
  },
}

/** The networks of all data sets without one departure. */
interface Lessons {
  readonly variant: Variant
  readonly lessons: readonly Lesson[]
}

const lessonsOf = async (request: Request, variant: Variant): Promise<Lessons> => {
  const { dataSets, dataSetsScattered } = request.draws
  const count = variant.isScattered ? dataSetsScattered : dataSets
  return { variant, lessons: await Promise.all(numbered(count).map(d => lesson(request, variant, d))) }
}

const numbered = (count: number): number[] => Array.from({ length: count }, (_, at) => at)

/** The errors of the student of data set d that errs most. */
const worst = ({ settings }: Request, among: readonly Lessons[], dataSet: number): ErrorCounts =>
  among
    .map(({ lessons }) => lessons[dataSet].worst)
    .reduce((a, b) => (errorOf(b, settings) > errorOf(a, settings) ? b : a))

/**
 * The mean error over data sets. Each draw is the largest of `tests` errors, whose limits hold all
 * at once.
 */
const estimate = (
  { settings, level }: Pick<Request, 'settings' | 'level'>,
  counts: readonly ErrorCounts[],
  tests: number,
): Estimate =>
  measuredMeanOneSided(
    counts.map(count => errorOf(count, settings)),
    level,
    unit,
    ofTests(counts, settings, tests),
  )

/**
 * Networks and students without a departure that costs nothing fit their training sets, and no
 * student met the cap on its steps.
 */
const trainedToTheEnd = (
  harmless: readonly Lessons[],
  members: number,
  { moments }: Pick<Draws, 'moments'>,
): Condition[] => {
  const lessons = harmless.flatMap(({ lessons }) => lessons)
  const perfect = lessons.flatMap(({ teachers }) => teachers.filter(each => each.trainingErrors === 0))
  return [
    equals('teachers with training accuracy 1', perfect.length, lessons.length * members),
    equals(
      'students that matched their teachers and lasted until T, below the cap on steps',
      lessons.filter(({ student }) => student.isDone && student.moments.length === moments).length,
      lessons.length,
    ),
  ]
}

/** Common steps and steps of each class lead to the same network, and another start does not. */
const sameFlow = (steps: readonly CommonStep[], level: number): Condition[] => {
  const distance = (
    name: string,
    of: (step: CommonStep) => number,
    required: typeof bound | typeof farther,
  ) => liesWithin(name, measuredMeanOneSided(steps.map(of), level, unit, ofSize), required)
  return [
    distance(
      'relative distance of Λ with a constant step η for all from Λ with steps of each class, mean',
      each => each.distance,
      nearest,
    ),
    distance('relative distance of Λ with another start, mean', each => each.ofAnotherStart, farther),
    atLeast(
      'least share of the features that are learned with both step rules or with neither',
      Math.min(...steps.map(({ alike }) => alike)),
      leastAlike,
    ),
  ]
}

/** Errors of students by data set, and of the networks of the other theorems, a point a variant. */
const seriesOf = (request: Request, found: readonly Lessons[], alone: readonly ErrorCounts[]): Series[] => {
  const { settings, level } = request
  const error = (counts: ErrorCounts) => errorOf(counts, settings)
  const byVariant = (role: string, name: string, of: (lesson: Lesson) => ErrorCounts) =>
    seriesOfEstimates(
      role,
      `${name}, mean, by departure`,
      found.map((_, at) => at),
      found.map(({ lessons }) => {
        const counts = lessons.map(of)
        return measuredMeanOneSided(counts.map(error), level, unit, ofTests(counts, settings))
      }),
    )
  return [
    ...found.map(({ variant: { id, words }, lessons }) =>
      seriesOfDraws(
        `students-${id}`,
        `largest error of a student up to T: ${words}`,
        lessons.map(({ worst }) => error(worst)),
      ),
    ),
    seriesOfDraws('labels-alone', 'error of a student of the labels alone', alone.map(error)),
    byVariant('single-errors', 'error of one network', ({ single }) => single),
    byVariant('ensemble-errors', 'error of the ensemble', ({ ensemble }) => ensemble),
    byVariant('pair-errors', 'error of a network that another one taught', ({ pair }) => pair),
    seriesOfEstimates(
      'student-steps',
      'steps of a student to T, mean, by departure',
      found.map((_, at) => at),
      found.map(({ lessons }) => ({
        value: mean(lessons.map(({ student }) => student.steps)),
        low: Math.min(...lessons.map(({ student }) => student.steps)),
        high: Math.max(...lessons.map(({ student }) => student.steps)),
      })),
    ),
  ]
}
