import { learnedViews } from '@multiview/network'
import type { ErrorCounts } from '../../plan/tasks/fresh-samples.ts'
import { expectedEnsembleError } from '../../predictions/ensemble-error.ts'
import { levelOfEach, sum } from '../../statistics/index.ts'
import { type Claim, type Context, equals, type Size, series } from '../claim.ts'
import { errorLimits, worst } from '../shared/error-limits.ts'
import { type Group, membersOf, modelsByDataSet, modelsByInitialization } from '../shared/models.ts'
import { figures } from './figure.ts'
import { text } from './text.ts'

interface Draws {
  /** Ensembles of `members` models, each on its own data set: the first ones of `sharedDataSets`. */
  readonly ensembles: number
  readonly testPerCell: number
  readonly testPerClass: number
}

/**
 * One of 40 classes stays uncovered by 20 members with probability 0.0001, one of 80 with 0.0002. The
 * eight Clopper–Pearson limits hold together at level 0.99, and an ensemble without an error on these
 * test sets has an upper limit of 0.0005μ.
 */
const size = (ensembles: number): Size<Draws> => ({
  regime: 'quick',
  draws: { ensembles, testPerCell: 2_000, testPerClass: 10_000 },
})

/** Theorem 2: an ensemble of independently initialized models hardly errs. */
export const theorem2Ensemble: Claim<Draws> = {
  id: 'theorem-2-ensemble',
  ...text,
  figures,
  bound: { low: null, high: 0.001 },
  boundSource: 'theorem',
  presets: ['quick', 'standard', 'full'],
  sizes: { quick: size(4), standard: size(8), full: size(8) },

  async measure(context) {
    const { settings, draws } = context
    const [groups, shared] = await Promise.all([
      modelsByDataSet(context, draws.ensembles, settings.members),
      modelsByInitialization(context, 1, settings.members),
    ])
    // All limits of all ensembles hold at once at the claim's level.
    const level = levelOfEach(context.level, 2 * draws.ensembles)
    const results = await Promise.all(groups.map(group => testEnsemble(context, group)))
    const limits = results.map(result => errorLimits(result, settings, level))
    const controlLimits = errorLimits(await testEnsemble(context, shared[0]), settings, level)
    const ensembles = groups.map((_, d) => d)
    return {
      setting: {
        ...settings,
        ensembles: draws.ensembles,
        singleViewSamples: results[0].singles,
        multiViewSamples: results[0].multis,
      },
      measured: worst(limits, level, 'ensemble'),
      predicted: expectedEnsembleError(
        Array.from({ length: settings.classes }, () => 0.5),
        settings.members,
        settings.otherFeatureRate,
      ),
      conditions: [
        equals('ensembles with training accuracy 1', groups.filter(isPerfect).length, draws.ensembles),
      ],
      series: [
        series(
          'ensemble-limits',
          'upper limit of each ensemble',
          ensembles,
          limits.map(limit => limit.value),
          { high: limits.map(limit => limit.high) },
        ),
        series(
          'share-uncovered',
          'share of classes with a view that no member learned',
          [0],
          [sum(groups.map(uncoveredClasses)) / (groups.length * settings.classes)],
        ),
      ],
      control: {
        measured: { ...controlLimits, level, n: 1, unit: 'ensemble' },
        conditions: [equals('ensembles with training accuracy 1', shared.filter(isPerfect).length, 1)],
      },
    }
  },
}

const testEnsemble = (
  { laboratory, settings, seed, draws }: Context<Draws>,
  group: Group,
): Promise<ErrorCounts> =>
  laboratory.run({
    kind: 'measure-errors',
    settings,
    seed,
    testSet: `ensemble on ${group.name}`,
    singlePerCell: draws.testPerCell,
    multiPerClass: draws.testPerClass,
    members: membersOf(group.models),
  })

/** Every member is right on every training sample, so the average of their outputs is. */
const isPerfect = (group: Group): boolean => group.models.every(({ run }) => run.trainingErrors === 0)

const uncoveredClasses = ({ models }: Group): number => {
  const views = models.map(({ run }) => learnedViews(run.finalStrength))
  return views[0].filter((view, i) => views.every(learned => learned[i] === view)).length
}
