import { withDenseSettings } from '@multiview/network'
import { worst } from '../../estimates/several.ts'
import { expectedEnsembleError } from '../../predictions/ensemble-error.ts'
import { expectedWeakViews } from '../../predictions/weak-views.ts'
import { levelOfEach } from '../../statistics/index.ts'
import { type Claim, drawsOfPoints, type Size, seriesOfDraws } from '../claim.ts'
import { departuresFromDefinition } from '../shared/definition.ts'
import { errorsInDimensions, inDimensions, needsAxes, partwiseLimits } from '../shared/in-dimensions.ts'
import { allPerfect, type TestSizes } from '../shared/test-errors.ts'
import { text } from './text.ts'

interface Draws extends TestSizes {
  /** Ensembles of `members` networks, each on its own data set. */
  readonly ensembles: number
  /** Members of the control, each on a data set of its own. */
  readonly controlMembers: number
}

/**
 * With probability 0.0006 one of the 10 classes has a view that none of the 15 members learned. The
 * limit of an ensemble without an error on these test sets is 0.0009μ.
 */
const size: Size<Draws> = {
  regime: 'dense',
  settings: inDimensions,
  draws: { ensembles: 1, controlMembers: 3, testPerCell: 1_000, testPerClass: 6_400 },
}

/** Theorem 2 for real vectors. */
export const theorem2Dense: Claim<Draws> = {
  id: 'theorem-2-dense',
  ...text,
  figures: () => import('../theorem-2-ensemble/figure.ts'),
  tasks: ['dense-errors'],
  uses: ['members'],
  bound: { low: null, high: 0.001 },
  boundSource: 'theorem',
  presets: ['full'],
  // Power (docs/power.md): full 0.99939.
  sizes: { quick: size, standard: size, full: size },
  check: needsAxes,
  risks: ({ classes, members }, { ensembles }) => {
    const even = new Array<number>(classes).fill(0.5)
    return [
      {
        what: 'a view that no member of an ensemble knows',
        probability: ensembles * expectedWeakViews(even, members, 1),
      },
    ]
  },

  async measure(context) {
    const { settings, draws } = context
    const { members } = settings
    const [results, shared] = await Promise.all([
      Promise.all(
        Array.from({ length: draws.ensembles }, (_, d) => {
          const dataset = `ensemble in R^d ${d}`
          const names = Array.from({ length: members }, (_, j) => ({
            dataset,
            initialization: `${dataset}/${j}`,
          }))
          return errorsInDimensions(context, settings, dataset, draws, names)
        }),
      ),
      errorsInDimensions(
        context,
        settings,
        'shared start in R^d',
        { testPerCell: 100, testPerClass: 100 },
        Array.from({ length: draws.controlMembers }, (_, j) => ({
          dataset: `shared start in R^d ${j}`,
          initialization: 'shared start in R^d',
        })),
      ),
    ])
    // All limits of all ensembles hold at once at the claim's level.
    const level = levelOfEach(context.level, draws.ensembles)
    const limits = results.map(result => partwiseLimits(result, settings, level))
    return {
      setting: {
        ...withDenseSettings(settings),
        ensembles: draws.ensembles,
        singleViewSamples: results[0].known + results[0].unknown,
        multiViewSamples: results[0].multi,
      },
      measured: worst(limits, level, 'ensemble'),
      predicted: expectedEnsembleError(
        Array.from({ length: settings.classes }, () => 0.5),
        members,
        settings.otherFeatureRate,
      ),
      conditions: [allPerfect('ensembles', results)],
      checks: departuresFromDefinition(settings, context.seed),
      series: [
        seriesOfDraws(
          'ensemble-limits',
          'upper limit of each ensemble',
          limits.map(({ value }) => value),
          { high: limits.map(({ high }) => high), ...drawsOfPoints(limits) },
        ),
      ],
      control: {
        measured: {
          ...partwiseLimits(shared, settings, level),
          method: 'clopper-pearson',
          level,
          n: 1,
          unit: 'ensemble',
        },
        conditions: [allPerfect('ensembles', [shared])],
      },
    }
  },
}
