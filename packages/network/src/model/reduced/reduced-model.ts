/**
 * The limit model at a cost that does not grow with k²: the own-class reduction, with its certificate.
 *
 * On a patch that carries a feature of class j nearly all that ever happens happens to the neurons of class j. Those
 * are computed at every step; the others are watched (off-class.ts). As long as their preactivations are near the start they
 * add about m·P·(σ_0/ϱ)^q to an output, less than float64 sees in a sum. A neuron of another class that has grown by
 * `promotionFactor` is brought up to the present from the history of pushes and computed from then on. So what makes
 * distillation fail at small k, neurons that learn a feature of the wrong class, is part of the model.
 */

import type { Dataset } from '../../data/dataset.ts'
import { type OutputLayout, outputCount, visibleLayout, withSlots } from '../../objective/output-layout.ts'
import type { NetworkSettings } from '../../settings/settings.ts'
import { validateNetwork } from '../../settings/validate.ts'
import { limitSteps } from '../limit-step.ts'
import type { LimitStep } from '../limit-step-plain.ts'
import type { Model } from '../model.ts'
import { fromPanels, toPanels } from '../panels.ts'
import { smoothedRelu } from '../smoothed-relu.ts'
import { type BlockTable, layOut } from './block-table.ts'
import { type FeatureRows, featureRows } from './feature-rows.ts'
import { defaultHeldChange, type LazyBlock, lazyBlock } from './lazy-block.ts'
import { offClass, type PromotedUnit } from './off-class.ts'
import { loadOwn, ownCorrelation, ownTable } from './own-block.ts'
import { groupsOf, type PromotedGroup, promotedTable } from './promoted-block.ts'
import { pushHistory } from './push-history.ts'
import type { ReducedStart } from './start.ts'

/** Steps between two looks at what is not computed. */
const stretch = 16

/** The correlations of a reduced model that are not near their start. */
export interface ReducedCorrelation {
  /** a of every class on its own features, [k, 2, m]. */
  readonly own: Float64Array
  /** Promoted neurons: class, neuron, feature, and ⟨w, v⟩, [promoted, 4]. */
  readonly promoted: Float64Array
}

/** What the reduction left out, and what it cost. */
export interface Certificate {
  /** At least the largest preactivation of any neuron that was not computed. */
  readonly largestIdle: number
  /** At least what all neurons that were not computed add to any one output. */
  readonly outputBound: number
  /** Neurons of other classes that grew and were computed from then on, of k·m·2(k − 1). */
  readonly promoted: number
  /** Preactivations computed in all steps and to look at what is watched, and what the full model would have computed. */
  readonly computed: number
  readonly full: number
  /** Pairs of a class and a feature whose start was drawn, and that were brought up to the present. */
  readonly drawn: number
  readonly replayed: number
}

export interface ReducedModel extends Model {
  /** Where the outputs stand; grows when a neuron is promoted. */
  readonly layout: OutputLayout
  correlation(): ReducedCorrelation
  certificate(): Certificate
}

/**
 * The model on a training set.
 *
 * @param heldChange the relative change up to which a block holds back (lazy-block.ts).
 * @throws SettingError for invalid network settings.
 */
export const reducedModel = (
  data: Dataset,
  network: NetworkSettings,
  start: ReducedStart,
  rows: FeatureRows = featureRows(data),
  heldChange: number = defaultHeldChange,
): ReducedModel => {
  validateNetwork(network)
  const makeBlocks = (tables: readonly BlockTable[]): LazyBlock[] => {
    const steps = limitSteps(tables.map(({ shape }) => shape))
    return tables.map((table, t) => lazyBlock(table, steps[t], heldChange))
  }
  const { classes } = data.settings
  const { neurons, power, threshold } = network
  const layout = visibleLayout(data)
  const history = pushHistory(layout)
  const watched = offClass(data, rows, layout, network, start, history)
  const own = makeBlocks(Array.from({ length: classes }, (_, i) => ownTable(data, rows, network, layout, i)))
  own.forEach((part, i) => {
    loadOwn(part, part.step, start, i)
  })
  let groups: PromotedGroup[] = []
  let promoted: LazyBlock[] = []
  let blocks = own
  let outputs = new Float64Array(outputCount(layout))
  let gradient = new Float64Array(outputs.length)
  let estimates = new Float64Array(blocks.length)
  let sinceLook = 0
  let computed = 0
  let steps = 0

  const promotedNow = (): PromotedUnit[] =>
    groups.flatMap((group, g) => promoted[g].peek(step => presentUnits(group, promoted[g], step)))
  const promote = (found: readonly PromotedUnit[]): void => {
    const units = [...promotedNow(), ...found]
    const grown = withSlots(
      layout,
      found.flatMap(({ ofClass, feature }) =>
        Array.from(rows.ofFeature[feature], row => [rows.sampleOf[row], ofClass] as const),
      ),
    )
    if (grown.slotClass.length > layout.slotClass.length) {
      Object.assign(layout, { firstSlot: grown.firstSlot, slotClass: grown.slotClass })
      history.relay(layout)
      outputs = new Float64Array(outputCount(layout))
      gradient = new Float64Array(outputs.length)
      for (const block of own) layOut(block, layout)
    }
    groups = groupsOf(units)
    promoted = makeBlocks(groups.map(group => promotedTable(data, rows, network, layout, group)))
    groups.forEach((group, g) => {
      loadUnits(group, promoted[g])
    })
    blocks = [...own, ...promoted]
    estimates = new Float64Array(blocks.length)
  }
  const look = (): void => {
    sinceLook = 0
    const found = watched.absorb(history.close())
    if (found.length > 0) promote(found)
  }

  return {
    classes,
    size: data.size,
    layout,
    outputs: () => {
      outputs.fill(0)
      for (const block of blocks) {
        computed += block.refresh()
        const { slot } = block
        const add = block.step.arrays.outputs
        for (let at = 0; at < slot.length; at++) if (slot[at] >= 0) outputs[slot[at]] += add[at]
      }
      steps++
      return outputs
    },
    backward: outputGradient => {
      gradient.set(outputGradient)
      blocks.forEach((block, at) => {
        estimates[at] = block.receive(gradient)
      })
    },
    relativeStep: () => {
      let least = Number.POSITIVE_INFINITY
      for (;;) {
        let next = 0
        for (let at = 1; at < estimates.length; at++) if (estimates[at] < estimates[next]) next = at
        if (!(estimates[next] < least)) return least
        least = Math.min(least, blocks[next].wake())
        estimates[next] = Number.POSITIVE_INFINITY
      }
    },
    advance: size => {
      for (const block of blocks) block.advance(size)
      history.note(size, gradient)
      if (++sinceLook === stretch) look()
    },
    correlation: () => {
      const ofOwn = new Float64Array(classes * 2 * neurons)
      own.forEach((part, i) => {
        ofOwn.set(
          part.peek(step => ownCorrelation(part, step)),
          i * 2 * neurons,
        )
      })
      return {
        own: ofOwn,
        promoted: Float64Array.from(
          promotedNow().flatMap(({ ofClass, neuron, feature, a }) => [ofClass, neuron, feature, a]),
        ),
      }
    },
    certificate: () => {
      look()
      const largestIdle = watched.largestIdle()
      const { preactivations, ...looked } = watched.looked()
      return {
        largestIdle,
        outputBound: mostPatches(data) * neurons * smoothedRelu(largestIdle, power, threshold),
        promoted: groups.reduce((sum, { units }) => sum + units.length, 0),
        computed: computed + preactivations,
        full: steps * data.feature.length * classes * neurons,
        ...looked,
      }
    },
  }
}

const loadUnits = ({ units }: PromotedGroup, { shape, step }: LazyBlock): void => {
  const width = shape.classes
  const patches = shape.feature.length
  const a = new Float64Array(2 * width * width)
  const b = new Float64Array(patches * width)
  units.forEach((unit, lane) => {
    a[lane] = unit.a
    for (let p = 0; p < patches; p++) b[p * width + lane] = unit.b[p]
  })
  toPanels(a, width, step.arrays.a)
  toPanels(b, width, step.arrays.b)
}

const presentUnits = ({ units }: PromotedGroup, { shape }: BlockTable, step: LimitStep): PromotedUnit[] => {
  const width = shape.classes
  const patches = shape.feature.length
  const a = fromPanels(step.arrays.a, new Float64Array(2 * width * width), width)
  const b = fromPanels(step.arrays.b, new Float64Array(patches * width), width)
  return units.map((unit, lane) => ({
    ...unit,
    a: a[lane],
    b: Float64Array.from({ length: patches }, (_, p) => b[p * width + lane]),
  }))
}

const mostPatches = ({ size, firstPatch }: Dataset): number => {
  let most = 0
  for (let n = 0; n < size; n++) most = Math.max(most, firstPatch[n + 1] - firstPatch[n])
  return most
}
