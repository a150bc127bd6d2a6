import {
  formulaInitialScale,
  type ReducedTeacher,
  SettingError,
  type Settings,
  withEnoughPatches,
} from '@multiview/network'
import { exp, log } from '@multiview/tensor/math'
import { measuredMeanOneSided } from '../../estimates/measured-mean.ts'
import type { Estimate, Series } from '../../schema/types.ts'
import { fittedSlope, mean } from '../../statistics/index.ts'
import { type Claim, type Context, type Size, series, seriesOfDraws, seriesOfEstimates } from '../claim.ts'
import { departuresFromDefinition } from '../shared/definition.ts'
import { errorOfViewsOf, needsReduced, shareOfBoth, teachersOf } from '../shared/distilled.ts'
import { needsLottery } from '../shared/needs-lottery.ts'
import { allPerfect } from '../shared/test-errors.ts'
import { text } from './text.ts'

interface Draws {
  /** The least k from which the slopes are fitted; each further one is twice as large. */
  readonly leastFitted: number
  readonly fitted: number
  /** Data sets at each of them, each with one network. */
  readonly dataSets: number
  /** How often k is halved and doubled beyond them; these are shown only, with fewer data sets. */
  readonly halved: number
  readonly doubled: number
  readonly dataSetsShown: number
}

/**
 * On seeds 5001 and 5002 networks had both views of 100%, 97.5%, 96.5%, 87% and 78% of the classes
 * at k = 50, 100, 200, 400 and 800 (one or two networks each), which is a slope of −1.3 from 100 to
 * 400. One slope scatters by about 0.5: the log odds of a share of 0.975 of 100 classes have a
 * standard deviation of 0.6. With one start at every k they had both of 90%, 90.5% and 87%, a slope
 * of −0.2 that scatters by 0.3. So eight data sets decide the claim and the control. At k = 50
 * nearly all classes have both views, and from 800 classes on a network takes five minutes and
 * more, so that few are shown. At q = 4 the start is that of q = 3 at √k: a network of k = 100 had
 * both views of all classes, after six minutes.
 */
const size: Size<Draws> = {
  regime: 'theorems',
  settings: { classes: 100 },
  draws: { leastFitted: 100, fitted: 3, dataSets: 8, halved: 1, doubled: 2, dataSetsShown: 2 },
}

/** Shares of the paper's start that are shown beside it. */
const parts = [
  { role: 'tenth', part: 0.1, name: 'a tenth of the start' },
  { role: 'hundredth', part: 0.01, name: 'a hundredth of the start' },
]

/** With this share a network errs by 0.49μ, where the window of Theorem 1 begins. */
const shareAtWindow = 0.02

const unit = 'data set, each with a network at every k, and the slope over k'

/** Theorem 1 at the paper's own start: the share of classes with both views falls as k grows. */
export const paperStart: Claim<Draws> = {
  id: 'paper-start',
  ...text,
  figures: () => import('./figure.ts'),
  tasks: ['train-reduced'],
  unused: ['classes', 'initialScale', 'power'],
  bound: { low: null, high: -0.5 },
  boundSource: 'chosen',
  presets: ['as-stated'],
  sizes: { 'as-stated': size },
  check(settings) {
    needsLottery(settings)
    needsReduced(settings)
    const least = size.draws.leastFitted / 2 ** size.draws.halved
    if (settings.otherFeatureRate > least)
      throw new SettingError(
        'otherFeatureRate',
        settings.otherFeatureRate,
        `at most ${least} for this claim: s/k is a probability, and its least k is ${least}`,
      )
  },

  async measure(context) {
    const { draws, level, seed } = context
    const all = Array.from(
      { length: draws.halved + draws.fitted + draws.doubled },
      (_, at) => draws.leastFitted * 2 ** (at - draws.halved),
    )
    const fitted = all.slice(draws.halved, draws.halved + draws.fitted)
    const last = fitted[fitted.length - 1]
    // The control shares its networks at this k.
    const constantStart = formulaInitialScale(last, 3)
    const [cubic, quartic, constant, ...less] = await Promise.all([
      train(context, all, paperStartAt(3), k => (fitted.includes(k) ? draws.dataSets : draws.dataSetsShown)),
      train(context, all.slice(0, draws.halved + 1), paperStartAt(4), () => 1),
      train(
        context,
        fitted,
        () => ({ power: 3, initialScale: constantStart }),
        () => draws.dataSets,
      ),
      ...parts.map(({ part }) => train(context, fitted, paperStartAt(3, part), () => draws.dataSetsShown)),
    ])
    const law = cubic.slice(draws.halved, draws.halved + draws.fitted)
    const slopes = slopesOf(law)
    const slope = measuredMeanOneSided(slopes, level, unit)
    return {
      setting: {
        ...settingsOfPage(context, all),
        fittedClasses: fitted,
        dataSets: draws.dataSets,
        dataSetsShown: draws.dataSetsShown,
        constantStart,
      },
      measured: slope,
      predicted: null,
      conditions: [
        allPerfect(
          'networks',
          cubic.flatMap(({ networks }) => networks),
        ),
      ],
      checks: departuresFromDefinition(settingsAtClasses(context, 100), seed),
      series: [
        ...seriesOfStart('paper', 'start of the paper, q = 3', cubic),
        ...seriesOfStart('power-4', 'start of the paper, q = 4', quartic),
        ...less.flatMap((runs, at) => seriesOfStart(parts[at].role, `${parts[at].name}, q = 3`, runs)),
        ...seriesOfStart('control', 'control: the same start at every k', constant),
        seriesOfDraws('slopes', 'slope of each data set', slopes),
        seriesOfEstimates(
          'classes-at-window',
          'k at which the line reaches the window of Theorem 1',
          [0],
          [classesAtWindow(law, slope)],
        ),
      ],
      control: {
        measured: measuredMeanOneSided(slopesOf(constant), level, unit),
        conditions: [
          allPerfect(
            'networks',
            constant.flatMap(({ networks }) => networks),
          ),
        ],
      },
    }
  },
}

type Start = Pick<Settings, 'power' | 'initialScale'>

const paperStartAt =
  (power: number, part = 1) =>
  (classes: number): Start => ({ power, initialScale: part * formulaInitialScale(classes, power) })

/** The least k at which regime theorems has the data of Definition 1. */
const leastOfDefinition = 100

/** The regime's settings at k; below `leastOfDefinition` they keep its data, as much of it per class. */
const settingsAtClasses = ({ settingsAt }: Pick<Context, 'settingsAt'>, classes: number): Settings => {
  const settings = settingsAt(Math.max(classes, leastOfDefinition))
  const part = classes / settings.classes
  const scaled = {
    ...settings,
    classes,
    patches: Math.round(settings.patches * part),
    samples: Math.max(classes, Math.round(settings.samples * part)),
    targetLoss: settings.targetLoss / part,
  }
  return withEnoughPatches(scaled, {})
}

const settingsOfPage = (context: Context<Draws>, classes: readonly number[]) => {
  const each = classes.map(k => settingsAtClasses(context, k))
  return {
    ...each[0],
    classes,
    patches: each.map(({ patches }) => patches),
    samples: each.map(({ samples }) => samples),
    targetLoss: each.map(({ targetLoss }) => targetLoss),
    initialScale: classes.map(k => formulaInitialScale(k, 3)),
    power: [3, 4],
  }
}

/** The networks of all data sets at one k. */
interface AtClasses {
  readonly classes: number
  readonly networks: readonly ReducedTeacher[]
  /** Of each network. */
  readonly shares: readonly number[]
  readonly errors: readonly number[]
}

/** The networks of some data sets at each k. */
const train = (
  context: Context<Draws>,
  classes: readonly number[],
  startAt: (classes: number) => Start,
  dataSetsAt: (classes: number) => number,
): Promise<AtClasses[]> =>
  Promise.all(
    classes.map(async k => {
      const { scheduler, seed } = context
      const settings = { ...settingsAtClasses(context, k), ...startAt(k) }
      const networks = await Promise.all(
        Array.from({ length: dataSetsAt(k) }, async (_, d) => {
          const [network] = await teachersOf({ scheduler, seed, settings }, d, 1)
          return network
        }),
      )
      return {
        classes: k,
        networks,
        shares: networks.map(({ strength }) => shareOfBoth(strength)),
        errors: networks.map(network => errorOfViewsOf([network], settings)),
      }
    }),
  )

/** The log odds of a share of k classes; one half is added to both counts, so that it is finite. */
const logOdds = (share: number, classes: number): number =>
  log((share * classes + 0.5) / ((1 - share) * classes + 0.5))

/** For each data set the slope of the log odds over log k. */
const slopesOf = (runs: readonly AtClasses[]): number[] =>
  runs[0].shares.map((_, d) =>
    fittedSlope(
      runs.map(({ classes }) => log(classes)),
      runs.map(({ classes, shares }) => logOdds(shares[d], classes)),
    ),
  )

/** Where a line with this slope through the center of the runs reaches the window of Theorem 1. */
const classesAtWindow = (runs: readonly AtClasses[], { value, low, high }: Estimate) => {
  const center = mean(runs.map(({ classes }) => log(classes)))
  const height = mean(runs.map(({ classes, shares }) => mean(shares.map(share => logOdds(share, classes)))))
  const down = log(shareAtWindow / (1 - shareAtWindow)) - height
  const at = (slope: number | null): number | null =>
    slope === null || slope >= 0 ? null : exp(center + down / slope)
  return { value: at(value), low: at(low), high: at(high) }
}

/** The share of classes with both views and the error, with their least and largest values. */
const seriesOfStart = (role: string, name: string, runs: readonly AtClasses[]): Series[] => {
  const of = (kind: string, words: string, values: (run: AtClasses) => readonly number[]): Series =>
    series(
      `${kind}-${role}`,
      `${words}: ${name}`,
      runs.map(({ classes }) => classes),
      runs.map(run => mean(values(run))),
      {
        low: runs.map(run => Math.min(...values(run))),
        high: runs.map(run => Math.max(...values(run))),
      },
    )
  return [
    of('share', 'share of the classes with both views', ({ shares }) => shares),
    of('error', 'error in units of μ, from the views', ({ errors }) => errors),
  ]
}
