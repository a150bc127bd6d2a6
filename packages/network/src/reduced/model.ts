/**
 * The limit model at a cost that does not grow with k²: it computes the neurons of a patch's own
 * class, and a certificate bounds all others.
 *
 * On a patch that carries a feature of class j nearly all changes are those of the neurons of class
 * j. They are computed at every step; the others are watched (off-class.ts). As long as the
 * preactivations of the others are near the start, they add about m·P·(σ_0/ϱ)^q to an output, less
 * than float64 sees in a sum. A neuron of another class that has grown by `promotionFactor` is
 * brought up to the present from the history of pushes, and computed from then on. At small k
 * distillation fails because neurons learn features of the wrong class. Such neurons are part of
 * the model.
 */

import type { Dataset } from '../data/dataset.ts'
import type { Model } from '../descent/model.ts'
import { limitSteps } from '../limit/step/step.ts'
import { type OutputLayout, visibleLayout, withSlots } from '../objective/output-layout.ts'
import type { NetworkSettings } from '../settings/settings.ts'
import { checkNetwork } from '../settings/validate.ts'
import { slotPushes } from './block-pushes.ts'
import { layOut } from './block-table.ts'
import { type Certificate, certificateOf } from './certificate.ts'
import { type FeatureRows, featureRows } from './feature-rows.ts'
import { defaultHeldChange, lazyBlocks } from './lazy-blocks.ts'
import { leastStep } from './least-step.ts'
import { offClass, type PromotedUnit } from './off-class.ts'
import { loadOwn, ownCorrelation, ownTable } from './own-block.ts'
import { namedUnits, promotedBlocks, promotedUnits, unitNames } from './promoted-block.ts'
import { pushHistory } from './push-history.ts'
import { slotOutputs } from './slot-outputs.ts'
import type { ReducedStart } from './start.ts'
import type { ReducedState } from './state.ts'

/** Steps between two looks at the neurons that are not computed. */
const stretch = 16

/** The correlations of a reduced model that are not near their start. */
export interface ReducedCorrelation {
  /** a of every class on its own features, [k, V, m]. */
  readonly own: Float64Array
  /** Promoted neurons: class, neuron, feature, and ⟨w, v⟩, [promoted, 4]. */
  readonly promoted: Float64Array
}

export interface ReducedModel extends Model {
  /** The layout of the outputs. It grows when a neuron is promoted. */
  readonly layout: OutputLayout
  correlation(): ReducedCorrelation
  certificate(): Certificate
  /** The state that a step starts from, between its `backward` and its `advance`. */
  state(): ReducedState
  /**
   * Resumes from a state of a model on the same data from the same start.
   *
   * @throws RangeError for a state of another one, where its numbers do not fit.
   */
  restore(state: ReducedState): void
}

/**
 * The model on a training set.
 *
 * @param heldChange the relative change up to which a block holds back (lazy-blocks.ts).
 * @throws SettingError for invalid network settings.
 */
export const reducedModel = (
  data: Dataset,
  network: NetworkSettings,
  start: ReducedStart,
  rows: FeatureRows = featureRows(data),
  heldChange: number = defaultHeldChange,
): ReducedModel => {
  checkNetwork(network)
  const { classes, views } = data.settings
  const { neurons } = network
  const layout = visibleLayout(data)
  const history = pushHistory(layout)
  const watched = offClass(data, rows, layout, network, start, history)
  const tables = Array.from({ length: classes }, (_, i) => ownTable(data, rows, network, layout, i))
  const pushes = slotPushes(layout, tables)
  const steps = limitSteps(tables.map(({ shape }) => shape))
  tables.forEach((table, i) => {
    loadOwn(table, steps[i], start, i)
  })
  const own = lazyBlocks(
    tables.map((table, i) => ({ ...table, step: steps[i] })),
    pushes,
    heldChange,
  )
  const withPromoted = (units: readonly PromotedUnit[]) => {
    const promoted = promotedBlocks(data, rows, network, layout, units, heldChange)
    return { promoted, outputs: slotOutputs(layout, own.blocks, promoted.blocks) }
  }
  let { promoted, outputs } = withPromoted([])
  let sinceLook = 0
  let computed = 0
  let passes = 0

  const relay = ({ firstSlot, slotClass }: Pick<OutputLayout, 'firstSlot' | 'slotClass'>): void => {
    Object.assign(layout, { firstSlot, slotClass })
    for (const table of tables) layOut(table, layout)
    history.relay(layout)
    pushes.relay(layout)
  }
  const promote = (found: readonly PromotedUnit[]): void => {
    const units = [...promotedUnits(promoted), ...found]
    const grown = withSlots(
      layout,
      found.flatMap(({ ofClass, feature }) =>
        Array.from(rows.ofFeature[feature], row => [rows.sampleOf[row], ofClass] as const),
      ),
    )
    if (grown.slotClass.length > layout.slotClass.length) relay(grown)
    ;({ promoted, outputs } = withPromoted(units))
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
      for (const part of [own, promoted]) computed += part.refresh(outputs.stale)
      outputs.renew()
      passes++
      return outputs.values
    },
    backward: outputGradient => {
      for (const part of [own, promoted]) part.receive(outputGradient)
    },
    relativeStep: () => leastStep([own, promoted]),
    advance: size => {
      for (const part of [own, promoted]) part.advance(size)
      history.note(size, pushes.gradient)
      if (++sinceLook === stretch) look()
    },
    correlation: () => {
      const ofOwn = new Float64Array(classes * views * neurons)
      tables.forEach((table, i) => {
        ofOwn.set(
          own.peek(i, step => ownCorrelation(table, step)),
          i * views * neurons,
        )
      })
      return {
        own: ofOwn,
        promoted: Float64Array.from(
          promotedUnits(promoted).flatMap(({ ofClass, neuron, feature, a }) => [ofClass, neuron, feature, a]),
        ),
      }
    },
    certificate: () => {
      look()
      return certificateOf(data, network, watched, {
        promoted: promoted.groups.reduce((sum, { units }) => sum + units.length, 0),
        computed,
        passes,
      })
    },
    state: () => ({
      firstSlot: layout.firstSlot.slice(),
      slotClass: layout.slotClass.slice(),
      own: own.state(),
      promotedUnits: unitNames(promoted),
      promoted: promoted.state(),
      offClass: watched.state(),
      history: history.state(),
      sinceLook,
      computed,
      passes: passes - 1,
    }),
    restore: state => {
      relay({ firstSlot: state.firstSlot.slice(), slotClass: state.slotClass.slice() })
      ;({ promoted, outputs } = withPromoted(namedUnits(rows, state.promotedUnits)))
      own.restore(state.own)
      promoted.restore(state.promoted)
      watched.restore(state.offClass)
      history.restore(state.history)
      sinceLook = state.sinceLook
      computed = state.computed
      passes = state.passes
    },
  }
}
