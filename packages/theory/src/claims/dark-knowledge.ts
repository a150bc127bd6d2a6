import { type ReducedTeacher, trainingSetOf, truncatedSoftmax, visibleLayout } from '@multiview/network'
import { stream } from '@multiview/tensor'
import { mean, rankSeparation } from '../statistics/index.ts'
import { type Claim, type Context, type Size, series } from './claim.ts'
import { averageOutputs, needsDistillation, type Taught, taughtDataSets, teachersOf } from './distilled.ts'
import { measuredMeanOneSided } from './measured-mean.ts'

interface Draws {
  /** Data sets, each with an ensemble of its own: those of Theorem 3. */
  readonly dataSets: number
  readonly level: number
}

const size = (dataSets: number): Size<Draws> => ({
  regime: 'distillation',
  draws: { dataSets, level: 0.95 },
})

const unit = 'data set'
/** Between what a single model carries, one half, and all. */
const least = 0.6
/** Differences of probabilities below this are no information: a student’s step does not see them. */
const resolution = 1e-6

/** Dark knowledge: what soft labels say beyond the label. */
export const darkKnowledge: Claim<Draws> = {
  id: 'dark-knowledge',
  title: 'Soft labels say which views a sample shows',
  statement:
    'The ensemble’s soft labels of a training sample are larger for the classes of which the sample shows a feature than for the ' +
    'others, nearly always. Those of a single model know of one view of each class, so of half of them; hard labels of none.',
  source: 'Allen-Zhu and Li, ICLR 2023, §1 and §4 (dark knowledge), measured by the area under the ROC curve',
  bound: { low: least, high: null },
  boundSource: 'chosen',
  presets: ['full'],
  sizes: {
    quick: size(taughtDataSets.quick),
    standard: size(taughtDataSets.standard),
    full: size(taughtDataSets.full),
  },
  check: needsDistillation,

  async measure(context) {
    const { draws } = context
    const { settings } = context
    needsDistillation(settings)
    const request = { ...context, settings }
    const dataSets = Array.from({ length: draws.dataSets }, (_, d) => d)
    const each = await Promise.all(
      dataSets.map(async d => {
        const teachers = await teachersOf(request, d, settings.members)
        return knowledge({ settings, seed: context.seed }, d, teachers)
      }),
    )
    const singles = each.map(({ single }) => single)
    const single = mean(singles)
    return {
      setting: { ...settings, dataSets: draws.dataSets, resolution },
      measured: measuredMeanOneSided(
        each.map(({ ensemble }) => ensemble),
        draws.level,
        unit,
        { low: -1, high: 1 },
      ),
      predicted: 1,
      conditions: [
        {
          name: 'what a single model’s soft labels carry',
          measured: single,
          required: 'between 0.4 and 0.6',
          met: single >= 0.4 && single <= 0.6,
        },
      ],
      series: [
        series(
          'soft labels of the ensemble',
          dataSets,
          each.map(({ ensemble }) => ensemble),
          { predicted: dataSets.map(() => 1) },
        ),
        series('soft labels of single models', dataSets, singles, { predicted: dataSets.map(() => 0.5) }),
        series(
          'shuffled soft labels',
          dataSets,
          each.map(({ shuffled }) => shuffled),
          { predicted: dataSets.map(() => 0) },
        ),
      ],
      control: {
        id: 'shuffled-labels',
        statement:
          'The ensemble’s soft labels shuffled among the multi-view samples of each class: as soft, but of another sample.',
        measured: measuredMeanOneSided(
          each.map(({ shuffled }) => shuffled),
          draws.level,
          unit,
          { low: -1, high: 1 },
        ),
        conditions: [],
      },
    }
  },
}

/** 2·AUC − 1 of the soft labels for "the sample shows a feature of the class", over multi-view samples and classes i ≠ y. */
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
    // Each takes the labels of the next in a random circle: nobody keeps its own.
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
  const itself = (n: number): number => n
  return {
    ensemble: separation(averageOutputs(teachers), itself),
    single: mean(teachers.map(({ outputs }) => separation(outputs, itself))),
    shuffled: separation(averageOutputs(teachers), n => partner.get(n) ?? n),
  }
}
