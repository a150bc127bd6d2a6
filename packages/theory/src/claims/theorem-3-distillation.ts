import { levelIn, type PresetName } from '../presets.ts'
import { levelOfEach, mean } from '../statistics/index.ts'
import { atLeast, type Claim, type Context, equals, type Size, series } from './claim.ts'
import {
  averageOutputs,
  errorOf,
  needsDistillation,
  shareOfBoth,
  type Taught,
  type TestSizes,
  taught,
  taughtDataSets,
  teacherNames,
  teachersOf,
  testReduced,
  wrongNeurons,
} from './distilled.ts'
import { errorLimits, worst } from './error-limits.ts'

interface Draws extends TestSizes {
  /** Data sets, each with an ensemble and a student of its own. */
  readonly dataSets: number
  /** Confidence that all limits of all students hold at once. */
  readonly level: number
  /** Fresh samples for the moments along a student's run. */
  readonly alongTheRun: TestSizes
}

const size = (preset: PresetName, dataSets: number): Size<Draws> => ({
  regime: 'distillation',
  draws: {
    dataSets,
    level: levelIn(preset),
    testPerCell: 300,
    testPerClass: 3_000,
    alongTheRun: { testPerCell: 40, testPerClass: 100 },
  },
})

/** How much longer a student is taught than it needs, as a share of that time: Theorem 3 speaks of nearly all iterations. */
const beyond = 0.25
const most = 0.001

/** Theorem 3: one student learns from an ensemble's outputs what the ensemble knows. */
export const theorem3Distillation: Claim<Draws> = {
  id: 'theorem-3-distillation',
  title: 'One student inherits what an ensemble knows',
  statement:
    'A single network trained from scratch on the outputs of the ensemble beside the labels classifies the training set perfectly and ' +
    'errs at most 0.001μ on fresh data, at 90% of the moments after its training time at least: the teacher’s soft labels show ' +
    'it the views that its own lottery would have lost.',
  source: 'Allen-Zhu and Li, ICLR 2023, Theorem 3',
  bound: { low: null, high: most },
  boundSource: 'theorem',
  presets: ['full'],
  sizes: {
    quick: size('quick', 2),
    standard: size('standard', taughtDataSets.standard),
    full: size('full', taughtDataSets.full),
  },
  check: needsDistillation,

  async measure(context) {
    const { draws } = context
    const request = taught(context)
    const { settings } = request
    const level = levelOfEach(draws.level, 2 * draws.dataSets)
    const dataSets = Array.from({ length: draws.dataSets }, (_, d) => d)
    const lessons = await Promise.all(dataSets.map(d => lesson(request, draws, d)))
    const limits = lessons.map(({ tested }) => errorLimits(tested, settings, level))
    const hardLimits = lessons.map(({ hardTested }) => errorLimits(hardTested, settings, level))
    const moments = lessons.flatMap(({ alongTheRun }) => alongTheRun)
    const good = moments.filter(({ error, trainingErrors }) => error <= most && trainingErrors === 0)
    const { singles, multis } = lessons[0].tested
    return {
      setting: {
        ...settings,
        dataSets: draws.dataSets,
        singleViewSamples: singles,
        multiViewSamples: multis,
        beyond,
      },
      measured: worst(limits, level, 'student'),
      // A class that some member of 20 saw under either view is seen by the student under both.
      predicted: 0,
      conditions: [
        equals(
          'teachers with training accuracy 1',
          lessons.reduce((sum, { perfectTeachers }) => sum + perfectTeachers, 0),
          draws.dataSets * settings.members,
        ),
        equals(
          'students with training accuracy 1',
          lessons.filter(({ student }) => student.trainingErrors === 0).length,
          draws.dataSets,
        ),
        equals(
          'students that reached what their teachers see',
          lessons.filter(({ student }) => student.isDone).length,
          draws.dataSets,
        ),
        atLeast(
          'share of the moments after the training time with training accuracy 1 and an error of at most 0.001μ',
          good.length / moments.length,
          0.9,
        ),
      ],
      series: [
        series(
          'upper limit of each student',
          dataSets,
          limits.map(({ value }) => value),
          { high: limits.map(({ high }) => high) },
        ),
        series(
          'upper limit of each teacher',
          dataSets,
          lessons.map(({ teacherTested }) => errorLimits(teacherTested, settings, level).value),
          { high: lessons.map(({ teacherTested }) => errorLimits(teacherTested, settings, level).high) },
        ),
        series(
          'error of a student of the labels alone',
          dataSets,
          hardLimits.map(({ value }) => value),
        ),
        series(
          'share of the classes of which a student learned both views, mean',
          [0],
          [mean(lessons.map(({ student }) => shareOfBoth(student.strength)))],
        ),
        series(
          'neurons of other classes that grew and were computed, mean',
          [0],
          [mean(lessons.map(({ student }) => wrongNeurons(student)))],
        ),
        series('steps of a student, mean', [0], [mean(lessons.map(({ student }) => student.steps))]),
      ],
      control: {
        id: 'hard-labels',
        statement:
          'Students from the same initializations on the same data with the labels alone: each learns the views that its own lottery gives it.',
        measured: best(hardLimits, level),
        conditions: [],
      },
    }
  },
}

/** The control has to break for every student, so the one that errs least speaks for all. */
const best = (limits: ReturnType<typeof errorLimits>[], level: number) => {
  const lowest = limits.reduce((a, b) => (b.low < a.low ? b : a))
  return { ...lowest, level, n: limits.length, unit: 'student (the one with the lowest lower limit)' }
}

/** On data set d: the ensemble, its student, and a student of the labels alone from the same start. */
const lesson = async (
  request: Context<Draws> & { readonly settings: Taught },
  draws: Draws,
  dataSet: number,
) => {
  const { laboratory, settings, seed } = request
  const names = { ...teacherNames(seed, dataSet, 0), initialization: `student of ${dataSet}` }
  const hard = laboratory.run({ kind: 'teach', settings, names })
  const teachers = await teachersOf(request, dataSet, settings.members)
  const student = await laboratory.run({
    kind: 'distill',
    settings,
    names,
    teacher: averageOutputs(teachers),
    afterTraining: false,
    beyond,
  })
  const testSet = `students on data set ${dataSet}`
  const [tested, teacherTested, hardTested, alongTheRun] = await Promise.all([
    testReduced(request, testSet, draws, [student]),
    testReduced(request, testSet, draws, teachers),
    testReduced(request, testSet, draws.alongTheRun, [await hard]),
    Promise.all(
      student.moments.map(async moment => ({
        trainingErrors: moment.trainingErrors,
        error: errorOf(
          await testReduced(request, `${testSet}, along the run`, draws.alongTheRun, [
            { ...moment, largestIdle: student.largestIdle },
          ]),
          settings,
        ),
      })),
    ),
  ])
  const perfectTeachers = teachers.filter(({ trainingErrors }) => trainingErrors === 0).length
  return { student, tested, teacherTested, hardTested, alongTheRun, perfectTeachers }
}
