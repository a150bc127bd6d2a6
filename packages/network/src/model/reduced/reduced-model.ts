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
import { type OutputLayout, visibleLayout, withSlots } from '../../objective/output-layout.ts'
import type { NetworkSettings } from '../../settings/settings.ts'
import { validateNetwork } from '../../settings/validate.ts'
import { limitSteps } from '../limit-step.ts'
import type { Model } from '../model.ts'
import { smoothedRelu } from '../smoothed-relu.ts'
import { slotPushes } from './block-pushes.ts'
import { layOut } from './block-table.ts'
import { type FeatureRows, featureRows } from './feature-rows.ts'
import { defaultHeldChange, lazyBlock } from './lazy-block.ts'
import { offClass, type PromotedUnit } from './off-class.ts'
import { loadOwn, ownCorrelation, ownTable } from './own-block.ts'
import { type PromotedBlock, presentUnits, promotedBlocks } from './promoted-block.ts'
import { pushHistory } from './push-history.ts'
import { slotOutputs } from './slot-outputs.ts'
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
  const { classes } = data.settings
  const { neurons, power, threshold } = network
  const layout = visibleLayout(data)
  const history = pushHistory(layout)
  const watched = offClass(data, rows, layout, network, start, history)
  const tables = Array.from({ length: classes }, (_, i) => ownTable(data, rows, network, layout, i))
  const pushes = slotPushes(layout, tables)
  const steps = limitSteps(tables.map(({ shape }) => shape))
  const own = tables.map((table, i) => lazyBlock(table, steps[i], heldChange, pushes.of(i)))
  own.forEach((part, i) => {
    loadOwn(part, part.step, start, i)
  })
  let promoted: PromotedBlock[] = []
  let blocks = own
  let outputs = slotOutputs(layout, own, [])
  let estimates = new Float64Array(blocks.length)
  let sinceLook = 0
  let computed = 0
  let passes = 0

  const promotedNow = (): PromotedUnit[] =>
    promoted.flatMap(({ group, block }) => block.peek(step => presentUnits(group, block, step)))
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
      for (const block of own) layOut(block, layout)
      history.relay(layout)
      pushes.relay(layout)
    }
    promoted = promotedBlocks(data, rows, network, layout, units, heldChange)
    const others = promoted.map(({ block }) => block)
    blocks = [...own, ...others]
    outputs = slotOutputs(layout, own, others)
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
      for (const block of blocks) {
        const preactivations = block.refresh()
        if (preactivations > 0) outputs.stale(block)
        computed += preactivations
      }
      outputs.renew()
      passes++
      return outputs.values
    },
    backward: outputGradient => {
      pushes.receive(outputGradient)
      for (const each of promoted) each.pushes.receive(pushes.gradient)
      for (let at = 0; at < blocks.length; at++) estimates[at] = blocks[at].estimate()
    },
    relativeStep: () => leastStep(estimates, at => blocks[at].wake()),
    advance: size => {
      for (const block of blocks) block.advance(size)
      pushes.advance(size)
      for (const each of promoted) each.pushes.advance(size)
      history.note(size, pushes.gradient)
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
        promoted: promoted.reduce((sum, { group }) => sum + group.units.length, 0),
        computed: computed + preactivations,
        full: passes * data.feature.length * classes * neurons,
        ...looked,
      }
    },
  }
}

/**
 * The least of what `wake` says, asked in the order of the estimates until no other can hold it. What was asked has an estimate of
 * infinity afterwards.
 */
const leastStep = (estimates: Float64Array, wake: (at: number) => number): number => {
  const open = Int32Array.from(estimates, (_, at) => at)
  let count = open.length
  let least = Number.POSITIVE_INFINITY
  for (;;) {
    let kept = 0
    let next = 0
    for (let o = 0; o < count; o++) {
      const at = open[o]
      if (!(estimates[at] < least)) continue
      open[kept++] = at
      if (kept === 1 || estimates[at] < estimates[next]) next = at
    }
    if (kept === 0) return least
    count = kept
    least = Math.min(least, wake(next))
    estimates[next] = Number.POSITIVE_INFINITY
  }
}

const mostPatches = ({ size, firstPatch }: Dataset): number => {
  let most = 0
  for (let n = 0; n < size; n++) most = Math.max(most, firstPatch[n + 1] - firstPatch[n])
  return most
}
