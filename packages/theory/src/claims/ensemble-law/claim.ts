import { SettingError } from '@multiview/network'
import { pow } from '@multiview/tensor/math'
import {
  errorFrom,
  farthestFromOne,
  isNarrow,
  type OverPrediction,
  overPrediction,
} from '../../estimates/over-prediction.ts'
import { drawsOfFarthest } from '../../estimates/several.ts'
import { ofError } from '../../estimates/span.ts'
import { expectedEnsembleError } from '../../predictions/ensemble-error.ts'
import type { Condition, Estimate } from '../../schema/types.ts'
import { mean } from '../../statistics/index.ts'
import {
  type Claim,
  type ClaimSettings,
  type Context,
  finiteOrNull,
  type Size,
  series,
  seriesOfEstimates,
} from '../claim.ts'
import type { Risk } from '../power.ts'
import { containsOne } from '../requirement.ts'
import { departuresFromDefinition } from '../shared/definition.ts'
import {
  ensembles,
  ensemblesOfOneStart,
  type Group,
  needsReduced,
  sharedDataSets,
  sharedNetworks,
  shareOfBoth,
  tested,
} from '../shared/distilled.ts'
import { needsLottery } from '../shared/needs-lottery.ts'
import { oddsOfDataSet, tuningOdds } from '../shared/odds.ts'
import { onTestSet, type TestSizes } from '../shared/test-errors.ts'
import { judge } from '../verdict.ts'
import { sharesOfOneView } from './simulated.ts'
import { text } from './text.ts'

interface Draws extends TestSizes {
  readonly dataSets: number
  /**
   * Random partitions of a data set's models into disjoint ensembles, over which its error is
   * averaged.
   */
  readonly partitions: number
  /**
   * Confidence of the interval at L = 1, 2, …, also for the control. Larger sizes are shown without
   * a verdict.
   */
  readonly levels: readonly number[]
  /** Largest L shown. */
  readonly largestEnsemble: number
  /** The control: how many initializations, and the models that share one. */
  readonly sharedInitializations: number
  readonly sharedMembers: number
}

/**
 * The levels are higher than the claim's. The interval of each size has to contain its prediction,
 * which it misses with a probability of 1 − level, and a little more often because errors are
 * skewed to the right. It also has to be narrow: the error of a data set of 16 networks and 12
 * partitions has a standard deviation of 10% of the law at L = 4, and of 17% at L = 5. So the
 * scatter of the lottery alone decides how many data sets there are. `risks` simulates it.
 */
const size = (dataSets: number, levels: readonly number[]): Size<Draws> => ({
  regime: 'theorems',
  draws: {
    dataSets,
    partitions: 12,
    levels,
    largestEnsemble: 10,
    testPerCell: 50,
    testPerClass: 50,
    sharedInitializations: 8,
    sharedMembers: 3,
  },
})

/**
 * How far the interval of each size may reach from its prediction, and the largest half width that
 * it may have.
 */
const mostDeparture = 0.5
const widestHalf = 0.25
const bound = { low: 1 - mostDeparture, high: 1 + mostDeparture }

/** The finite-size law behind Theorems 1 and 2: each further member halves the error. */
export const ensembleLaw: Claim<Draws> = {
  id: 'ensemble-law',
  ...text,
  figures: () => import('./figure.ts'),
  tasks: ['train-reduced', 'reduced-partition'],
  uses: ['members'],
  bound,
  boundSource: 'chosen',
  presets: ['quick', 'standard', 'full'],
  // Power (docs/power.md): quick 0.99986, full 0.99750.
  sizes: {
    quick: size(sharedDataSets.quick, [0.9999, 0.9999, 0.9999, 0.9985]),
    standard: size(sharedDataSets.standard, [0.9999, 0.9999, 0.9999, 0.9998, 0.9985]),
    full: size(sharedDataSets.full, [0.99999, 0.9999, 0.9999, 0.9998, 0.999]),
  },
  check: needsSamples,
  risks: simulatedFailures,

  async measure(context) {
    const { settings, draws } = context
    const networks = sharedNetworks(settings)
    const [groups, shared] = await Promise.all([
      ensembles(context, draws.dataSets, networks),
      ensemblesOfOneStart(context, draws.sharedInitializations, draws.sharedMembers),
    ])
    const sizes = Array.from({ length: Math.min(draws.largestEnsemble, networks) }, (_, l) => l + 1)
    const sharedSizes = sizes.filter(size => size <= draws.sharedMembers)
    const [errors, sharedErrors] = await Promise.all([
      errorsByGroup(context, groups, sizes),
      errorsByGroup(context, shared, sharedSizes),
    ])
    const odds = groups.map((_, d) => oddsOfDataSet(settings, context.seed, `${d}`))
    const missing = groups.map(
      ({ networks }) => 1 - mean(networks.map(({ strength }) => shareOfBoth(strength))),
    )
    const law = (members: number): number[] =>
      odds.map(
        (each, d) =>
          pow(missing[d], members) * expectedEnsembleError(each, members, settings.otherFeatureRate),
      )
    const evenOdds = Array.from({ length: settings.classes }, () => 0.5)
    const even = (members: number): number =>
      expectedEnsembleError(evenOdds, members, settings.otherFeatureRate)

    const rows = compareEach(context, sizes, errors, law)
    // With one shared initialization the data set has no law of its own. So the control is compared
    // with 2^−L.
    const controlRows = compareEach(context, sharedSizes, sharedErrors, size => shared.map(() => even(size)))
    const judged = rows.slice(0, draws.levels.length)
    return {
      setting: {
        ...settings,
        dataSets: draws.dataSets,
        networks,
        partitions: draws.partitions,
        levelsOfEachSize: [...draws.levels],
      },
      measured: farthest(judged, 'data set'),
      predicted: 1,
      conditions: judged.map(containsPrediction),
      checks: departuresFromDefinition(settings, context.seed),
      series: [
        errorsOf(
          'error-by-members',
          'error against ensemble size',
          rows,
          rows.map(row => row.prediction),
        ),
        series(
          'two-to-minus-l',
          '2^-L',
          sizes,
          sizes.map(size => 1 / 2 ** size),
        ),
        errorsOf('control-error-by-members', 'control: shared initialization', controlRows),
      ],
      control: {
        measured: farthest(controlRows, 'initialization'),
        conditions: controlRows.map(containsPrediction),
      },
    }
  },
}

/** Runs of the lottery that are simulated for the power of the claim. */
const simulatedRuns = 2000

/** How often a simulated lottery, which follows the law exactly, is not said to do so. */
function simulatedFailures(settings: ClaimSettings, draws: Draws): Risk[] {
  const odds = tuningOdds(settings, draws.dataSets)
  // One network errs on half of the classes, whatever it drew.
  const sizes = draws.levels.slice(1).map((_, at) => at + 2)
  const { partitions } = draws
  const runs = sharesOfOneView({ odds, networks: sharedNetworks(settings), partitions, sizes }, simulatedRuns)
  const evenOdds = Array.from({ length: settings.classes }, () => 0.5)
  // An error of one class, times the chance that a failing sample meets a competitor.
  const scales = sizes.map(
    size => expectedEnsembleError(evenOdds, size, settings.otherFeatureRate) * 2 ** (size - 1),
  )
  const laws = sizes.map(size =>
    odds.map(each => expectedEnsembleError(each, size, settings.otherFeatureRate)),
  )
  const failures = runs.map(shares => {
    const rows = shares.map((each, at) =>
      compare(
        sizes[at],
        each.map(share => share * scales[at]),
        laws[at],
        draws.levels[at + 1],
        settings,
      ),
    )
    return judge(farthest(rows, ''), bound, rows.map(containsPrediction)) === 'holds' ? 0 : 1
  })
  const what = 'the scatter of the lottery moves an interval off its prediction, or makes it too wide'
  return [{ what, probability: mean(failures) }]
}

/** A class without a training sample is not learned, and its error follows no law. */
function needsSamples(settings: ClaimSettings): void {
  needsLottery(settings)
  needsReduced(settings)
  const { classes, samples } = settings
  if (samples < classes)
    throw new SettingError(
      'samples',
      samples,
      `at least classes = ${classes} for this claim, one of each class`,
    )
}

const errorsByGroup = async (
  context: Context<Draws>,
  groups: readonly Group[],
  sizes: readonly number[],
): Promise<(readonly number[])[]> =>
  Promise.all(
    groups.map(async group => {
      const { errors } = await context.scheduler.run({
        kind: 'reduced-partition',
        ...onTestSet(context, group.name, context.draws),
        members: group.networks.map(tested),
        sizes,
        partitions: context.draws.partitions,
      })
      return errors
    }),
  )

/** Error and prediction at one size, and their ratio with its interval. */
interface Row extends OverPrediction {
  readonly size: number
}

const compare = (
  size: number,
  errors: readonly number[],
  predictions: readonly number[],
  level: number,
  settings: ClaimSettings,
): Row => ({ size, ...overPrediction(errors, predictions, level, ofError(settings)) })

/**
 * A row for each size.
 *
 * @param errors of each group of networks, by size
 * @param law the errors that are predicted for the groups at a size
 */
const compareEach = (
  { settings, draws: { levels } }: Context<Draws>,
  sizes: readonly number[],
  errors: readonly (readonly number[])[],
  law: (size: number) => number[],
): Row[] =>
  sizes.map((size, at) =>
    compare(
      size,
      errors.map(each => each[at]),
      law(size),
      // Sizes shown without a verdict take the last level.
      levels[at] ?? levels[levels.length - 1],
      settings,
    ),
  )

const errorsOf = (role: string, name: string, rows: readonly Row[], predicted?: readonly number[]) =>
  seriesOfEstimates(
    role,
    name,
    rows.map(row => row.size),
    rows.map(errorFrom),
    predicted,
  )

const containsPrediction = ({ size, value, low, high, level, n, draws }: Row): Condition => ({
  name: `L = ${size}: the interval of error / prediction contains 1`,
  measured: finiteOrNull(value),
  low,
  high,
  method: 'student-t',
  level,
  n,
  required: containsOne,
  met: low !== null && high !== null && low <= 1 && high >= 1,
  decided: low !== null && high !== null,
  draws,
})

/** The row whose interval reaches farthest from 1 represents all rows. */
const farthest = (rows: readonly Row[], unit: string): Estimate => {
  const { farthest: row, isKnown } = farthestFromOne(rows, bound, widestHalf)
  return {
    value: finiteOrNull(row.value),
    low: isKnown ? row.low : null,
    high: isKnown ? row.high : null,
    method: isKnown ? 'student-t' : null,
    level: row.level,
    n: row.n,
    unit: `${unit} (error / prediction at L = ${row.size}, whose interval reaches farthest from 1)`,
    missing: isKnown ? undefined : whyNone(rows),
    draws: drawsOfFarthest(rows, bound, widestHalf),
  }
}

const whyNone = (rows: readonly Row[]): string => {
  const wide = rows.filter(row => !isNarrow(row, widestHalf))
  const [refused] = wide.flatMap(({ missing }) => missing ?? [])
  const sizes = `L = ${wide.map(({ size }) => size).join(', ')}`
  return refused === undefined
    ? `at ${sizes} it is wider than the ${widestHalf} to either side that are allowed`
    : `at ${sizes} ${refused}`
}
