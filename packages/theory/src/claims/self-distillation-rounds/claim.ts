import { SettingError, type StudentRun } from '@multiview/network'
import { measuredMean, measuredMeanOneSided } from '../../estimates/measured-mean.ts'
import { ofError, ofShare } from '../../estimates/span.ts'
import type { Estimate } from '../../schema/types.ts'
import { mean } from '../../statistics/index.ts'
import {
  type Claim,
  type ClaimSettings,
  type Context,
  equals,
  liesWithin,
  type Size,
  series,
  seriesOfDraws,
  seriesOfEstimates,
} from '../claim.ts'
import {
  type BeyondDraws,
  beyondDraws,
  errorOfViewsOf,
  leastExplained,
  needsDistillation,
  networksOf,
  shareExplained,
  type Taught,
  taught,
  teacherNames,
  teachersOf,
  testEach,
} from '../shared/distilled.ts'
import { subsetsOf } from '../shared/subsets.ts'
import { allPerfect, errorOf } from '../shared/test-errors.ts'
import { text } from './text.ts'

/** The number of rounds of a chain. The error after the last round is judged. */
const rounds = 3

/**
 * The error after r rounds is 2^−(r+1). The bound is what one round more and one round fewer would
 * leave.
 */
const lawAfter = (round: number): number => 1 / 2 ** (round + 1)
const boundAfter = (round: number) => ({ low: lawAfter(round + 1), high: lawAfter(round - 1) })

/**
 * The error of a data set, over choices of four of its 8 networks, has a standard deviation of 18%
 * of what is expected. So ten data sets give an interval with a half width of 20%.
 */
const size: Size<BeyondDraws> = { regime: 'theorems', draws: beyondDraws }

const unit = 'data set (one chain of students)'

/** Each further round of self-distillation halves the error. */
export const selfDistillationRounds: Claim<BeyondDraws> = {
  id: 'self-distillation-rounds',
  ...text,
  figures: () => import('./figure.ts'),
  tasks: ['train-reduced', 'distill', 'measure-reduced-errors'],
  uses: ['members'],
  bound: boundAfter(rounds),
  boundSource: 'chosen',
  presets: ['beyond'],
  sizes: { beyond: size },
  check: needsChain,

  async measure(context) {
    const { draws, level } = context
    const request = taught(context)
    const { settings } = request
    const chains = await Promise.all(
      Array.from({ length: draws.dataSets }, (_, d) => chainOf(request, draws, d)),
    )
    const estimate = (values: readonly number[]): Estimate =>
      measuredMean(values, level, unit, ofError(settings))
    const after = (round: number): Estimate => estimate(chains.map(({ errors }) => errors[round]))
    const ofItself = (round: number): Estimate => estimate(chains.map(({ byItself }) => byItself[round]))
    const ofAll = Array.from({ length: rounds + 1 }, (_, round) => round)
    const taughtOnes = chains.flatMap(({ students, selves }) => [...students, ...selves])
    const expectedAfter = (round: number): number => mean(chains.map(({ expected }) => expected[round]))
    return {
      setting: {
        ...settings,
        rounds,
        dataSets: draws.dataSets,
        networks: networksOf(draws, settings),
        testPerCell: draws.testPerCell,
      },
      measured: after(rounds),
      predicted: expectedAfter(rounds),
      conditions: [
        ...ofAll
          .slice(1, rounds)
          .map(round =>
            liesWithin(
              `error after ${round} ${round === 1 ? 'round' : 'rounds'}`,
              after(round),
              boundAfter(round),
            ),
          ),
        allPerfect('students', taughtOnes),
        equals(
          'students that matched their teachers',
          taughtOnes.filter(({ isDone }) => isDone).length,
          taughtOnes.length,
        ),
        liesWithin(
          'share of the classes that end with both views exactly if student and teacher had different ones',
          measuredMeanOneSided(
            chains.map(({ explained }) => explained),
            level,
            unit,
            ofShare,
          ),
          { low: leastExplained, high: null },
        ),
      ],
      series: [
        seriesOfEstimates(
          'error-by-rounds',
          'error after so many rounds',
          ofAll,
          ofAll.map(after),
          ofAll.map(expectedAfter),
        ),
        series('law-of-rounds', '2^-(r+1)', ofAll, ofAll.map(lawAfter)),
        seriesOfEstimates('control-error-by-rounds', 'control: taught by itself', ofAll, ofAll.map(ofItself)),
        seriesOfDraws(
          'errors-of-last',
          'error of the last student of each chain',
          chains.map(({ raw }) => raw[rounds]),
          { predicted: chains.map(({ expectedOfChain }) => expectedOfChain[rounds]) },
        ),
      ],
      control: { measured: ofItself(rounds), conditions: [] },
    }
  },
}

/** A chain needs a network for each round, and one to begin with. */
function needsChain(settings: ClaimSettings): void {
  needsDistillation(settings)
  if (settings.members <= rounds)
    throw new SettingError(
      'members',
      settings.members,
      `at least ${rounds + 1} for this claim, in which ${rounds + 1} networks teach one another in turn`,
    )
}

interface Chain {
  readonly students: readonly StudentRun[]
  /** The control: the first network, taught by its own outputs as often and for as long. */
  readonly selves: readonly StudentRun[]
  /** Error of the network that no one taught, and after each round. */
  readonly raw: readonly number[]
  /** What is expected of it from the views of the networks of the chain before they were taught. */
  readonly expectedOfChain: readonly number[]
  /** The mean of the expected error over all choices of as many networks of the data set. */
  readonly expected: readonly number[]
  /** `raw` relative to the expectation for the chain, around that for all choices. */
  readonly errors: readonly number[]
  /** The errors of the control, as they were measured. */
  readonly byItself: readonly number[]
  /** `shareExplained` of the rounds. */
  readonly explained: number
}

const chainOf = async (
  request: Context<BeyondDraws> & { readonly settings: Taught },
  draws: BeyondDraws,
  dataSet: number,
): Promise<Chain> => {
  const { scheduler, settings, seed } = request
  const networks = await teachersOf(request, dataSet, networksOf(draws, settings))
  const teach = (network: number, teacher: Float64Array, notBefore: number): Promise<StudentRun> =>
    scheduler.run({
      kind: 'distill',
      settings,
      names: teacherNames(seed, dataSet, network),
      teacher,
      afterTraining: true,
      duration: 1,
      moments: 1,
      notBefore,
    })
  const students: StudentRun[] = []
  const selves: StudentRun[] = []
  for (let round = 1; round <= rounds; round++) {
    const student = await teach(round, (students.at(-1) ?? networks[0]).outputs, 0)
    selves.push(await teach(0, (selves.at(-1) ?? networks[0]).outputs, student.time))
    students.push(student)
  }
  const tests = await testEach(
    request,
    `rounds on data set ${dataSet}`,
    draws,
    [networks[0], ...students, ...selves].map(network => [network]),
  )
  const found = tests.map(test => errorOf(test, settings))
  const raw = found.slice(0, rounds + 1)
  const expectedOfChain = raw.map((_, round) => errorOfViewsOf(networks.slice(0, round + 1), settings))
  const expected = raw.map((_, round) =>
    mean(subsetsOf(networks, round + 1).map(some => errorOfViewsOf(some, settings))),
  )
  return {
    students,
    selves,
    raw,
    expectedOfChain,
    expected,
    errors: raw.map((error, round) => error - expectedOfChain[round] + expected[round]),
    byItself: [raw[0], ...found.slice(rounds + 1)],
    explained: shareExplained(
      students.map((student, at) => ({
        teachers: networks.slice(0, at + 1),
        before: networks[at + 1],
        after: student,
      })),
    ),
  }
}
