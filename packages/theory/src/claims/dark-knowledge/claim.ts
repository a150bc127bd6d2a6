import { type ReducedTeacher, trainingSetOf, truncatedSoftmax, visibleLayout } from '@multiview/network'
import { stream } from '@multiview/tensor'
import { measuredMean, measuredMeanOneSided } from '../../estimates/measured-mean.ts'
import { knownShare } from '../../predictions/ensemble-error.ts'
import { rankSeparation } from '../../statistics/index.ts'
import {
  type Claim,
  type Context,
  liesWithin,
  type Size,
  seriesOfDraws,
  seriesOfEstimates,
} from '../claim.ts'
import { departuresFromDefinition } from '../shared/definition.ts'
import {
  averageOutputs,
  needsDistillation,
  sharedDataSets,
  type Taught,
  taught,
  teachersOf,
} from '../shared/distilled.ts'
import { text } from './text.ts'

interface Draws {
  /** Data sets, each with an ensemble of its own. They are those of the ensemble law. */
  readonly dataSets: number
}

const size = (dataSets: number): Size<Draws> => ({
  regime: 'theorems',
  draws: { dataSets },
})

const unit = 'data set'
/** The least and the most that 2·AUC − 1 can be. */
const span = { low: -1, high: 1 }
/** Sizes of the ensembles whose soft labels are measured. */
const sizes = [1, 2, 3, 4, 6, 8]
/**
 * The size of the ensembles that are judged. Such small ensembles miss views often enough for an
 * interval.
 */
const measuredMembers = 4
/** The bound. A single model carries about one half, and an ensemble of all views carries 1. */
const least = 0.6
/** How far the measurement of a single model may lie from what is expected. */
const ofSingle = 0.1
/**
 * Smaller differences of probabilities carry no information: they do not change a student’s step.
 */
const resolution = 1e-6

/** Dark knowledge: what soft labels say beyond the label. */
export const darkKnowledge: Claim<Draws> = {
  id: 'dark-knowledge',
  ...text,
  figures: () => import('./figure.ts'),
  tasks: ['train-reduced'],
  uses: ['temperature', 'teacherScale'],
  bound: { low: least, high: null },
  boundSource: 'chosen',
  presets: ['quick', 'standard', 'full'],
  // Power (docs/power.md): quick 1.00000, full 1.00000.
  sizes: {
    quick: size(sharedDataSets.quick),
    standard: size(sharedDataSets.standard),
    full: size(sharedDataSets.full),
  },
  check: needsDistillation,

  async measure(context) {
    const { draws, level } = context
    const request = taught(context)
    const { settings } = request
    const expected = (members: number): number =>
      knownShare(members, settings.otherFeatureRate / settings.classes)
    const dataSets = Array.from({ length: draws.dataSets }, (_, d) => d)
    const each = await Promise.all(
      dataSets.map(async d => {
        const teachers = await teachersOf(request, d, Math.max(...sizes))
        return knowledge({ settings, seed: context.seed }, d, teachers)
      }),
    )
    const of = (size: number): number[] => each.map(({ ensembles }) => ensembles[sizes.indexOf(size)])
    const shuffled = each.map(knowledge => knowledge.shuffled)
    const limits = sizes.map(size => measuredMeanOneSided(of(size), level, unit, span))
    return {
      setting: { ...settings, dataSets: draws.dataSets, measuredMembers, resolution },
      measured: measuredMeanOneSided(of(measuredMembers), level, unit, span),
      predicted: expected(measuredMembers),
      conditions: [
        liesWithin('what a single model’s soft labels carry', measuredMean(of(1), level, unit, span), {
          low: expected(1) - ofSingle,
          high: expected(1) + ofSingle,
        }),
      ],
      checks: departuresFromDefinition(settings, context.seed),
      series: [
        seriesOfEstimates(
          'knowledge-by-members',
          'soft labels against ensemble size',
          sizes,
          limits,
          sizes.map(expected),
        ),
        seriesOfDraws('single-models', 'soft labels of single models', of(1), {
          predicted: dataSets.map(() => expected(1)),
        }),
        seriesOfDraws('ensembles', 'soft labels of ensembles', of(measuredMembers)),
        seriesOfDraws('shuffled', 'shuffled soft labels', shuffled, { predicted: dataSets.map(() => 0) }),
      ],
      control: {
        measured: measuredMeanOneSided(shuffled, level, unit, span),
        conditions: [],
      },
    }
  },
}

/**
 * 2·AUC − 1 of the soft labels for "the sample shows a feature of the class", over multi-view
 * samples and classes i ≠ y.
 */
const knowledge = (
  { settings, seed }: Pick<Context, 'seed'> & { readonly settings: Taught },
  dataSet: number,
  teachers: readonly ReducedTeacher[],
) => {
  const data = trainingSetOf(settings, { seed, dataset: `${dataSet}` })
  const layout = visibleLayout(data)
  const multi = Int32Array.from({ length: data.size }, (_, n) => n).filter(n => data.presentView[n] === 0)
  const order = stream(seed, 'shuffled labels', dataSet)
  const partner = new Map<number, number>()
  for (let i = 0; i < settings.classes; i++) {
    const ofClass = multi.filter(n => data.label[n] === i)
    // Each sample takes the labels of the next one in a random circle. So no sample keeps its own
    // labels.
    const circle = order.permutation(ofClass.length)
    circle.forEach((at, place) => {
      partner.set(ofClass[at], ofClass[circle[(place + 1) % circle.length]])
    })
  }
  const separation = (outputs: Float64Array, source: (n: number) => number): number => {
    const scaled = outputs.map(output => output * settings.teacherScale)
    const soft = truncatedSoftmax(layout, scaled, settings.temperature)
    const shown: number[] = []
    const others: number[] = []
    for (const n of multi) {
      const of = source(n)
      const score = new Float64Array(settings.classes).fill(soft[layout.slotClass.length + of])
      for (let slot = layout.firstSlot[of]; slot < layout.firstSlot[of + 1]; slot++)
        score[layout.slotClass[slot]] = soft[slot]
      const visible = new Set(layout.slotClass.subarray(layout.firstSlot[n], layout.firstSlot[n + 1]))
      score.forEach((value, i) => {
        if (i !== data.label[n]) (visible.has(i) ? shown : others).push(Math.round(value / resolution))
      })
    }
    return rankSeparation(shown, others)
  }
  const ofFirst = (size: number): Float64Array => averageOutputs(teachers.slice(0, size))
  return {
    ensembles: sizes.map(size => separation(ofFirst(size), n => n)),
    shuffled: separation(ofFirst(measuredMembers), n => partner.get(n) ?? n),
  }
}
