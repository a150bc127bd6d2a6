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
import { type RelativeStep, relativeStep } from '../relative-step.ts'
import { smoothedRelu } from '../smoothed-relu.ts'
import { type FeatureRows, featureRows } from './feature-rows.ts'
import { offClass, type PromotedUnit } from './off-class.ts'
import { type BlockTable, loadOwn, ownCorrelation, ownTable } from './own-block.ts'
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
  /** Preactivations computed in all steps, and what the full model would have computed. */
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

interface Part extends BlockTable {
  readonly step: LimitStep
}

/**
 * The model on a training set.
 *
 * @throws SettingError for invalid network settings.
 */
export const reducedModel = (
  data: Dataset,
  network: NetworkSettings,
  start: ReducedStart,
  rows: FeatureRows = featureRows(data),
): ReducedModel => {
  validateNetwork(network)
  const { classes } = data.settings
  const { neurons, power, threshold } = network
  const layout = visibleLayout(data)
  const history = pushHistory(layout)
  const watched = offClass(data, rows, layout, network, start, history)
  const own = makeParts(Array.from({ length: classes }, (_, i) => ownTable(data, rows, network, layout, i)))
  own.forEach((part, i) => {
    loadOwn(part, part.step, start, i)
  })
  let groups: PromotedGroup[] = []
  let promoted: Part[] = []
  let parts = own
  let relative: RelativeStep = relativeStep(parts)
  let outputs = new Float64Array(outputCount(layout))
  let gradient = new Float64Array(outputs.length)
  let pending: number | null = null
  let sinceLook = 0
  let computed = 0
  let steps = 0

  const settle = (): void => {
    if (pending !== null) for (const { step } of parts) step.advance(pending)
    pending = null
  }
  const promotedNow = (): PromotedUnit[] => {
    settle()
    return groups.flatMap((group, g) => presentUnits(group, promoted[g]))
  }
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
      own.forEach((part, i) => {
        part.slot.set(ownTable(data, rows, network, layout, i).slot)
      })
    }
    groups = groupsOf(units)
    promoted = makeParts(groups.map(group => promotedTable(data, rows, network, layout, group)))
    groups.forEach((group, g) => {
      loadUnits(group, promoted[g])
    })
    parts = [...own, ...promoted]
    relative = relativeStep(parts)
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
      for (const { step, slot, shape } of parts) {
        if (pending === null) step.forward()
        else step.advanceAndForward(pending)
        computed += shape.feature.length * (shape.classes === 1 ? neurons : idleFree(slot))
        const { outputs: add } = step.arrays
        for (let at = 0; at < slot.length; at++) if (slot[at] >= 0) outputs[slot[at]] += add[at]
      }
      steps++
      pending = null
      return outputs
    },
    backward: outputGradient => {
      settle()
      gradient.set(outputGradient)
      for (const { step, slot } of parts) {
        const { outputGradient: to } = step.arrays
        for (let at = 0; at < slot.length; at++) to[at] = slot[at] >= 0 ? gradient[slot[at]] : 0
        step.backward()
      }
    },
    relativeStep: () => relative.least(),
    advance: size => {
      settle()
      history.note(size, gradient)
      pending = size
      relative.moved(size)
      if (++sinceLook === stretch) look()
    },
    correlation: () => {
      settle()
      const ofOwn = new Float64Array(classes * 2 * neurons)
      own.forEach((part, i) => {
        ofOwn.set(ownCorrelation(part, part.step), i * 2 * neurons)
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
      return {
        largestIdle,
        outputBound: mostPatches(data) * neurons * smoothedRelu(largestIdle, power, threshold),
        promoted: groups.reduce((sum, { units }) => sum + units.length, 0),
        computed,
        full: steps * data.feature.length * classes * neurons,
        ...watched.looked(),
      }
    },
  }
}

const makeParts = (tables: readonly BlockTable[]): Part[] => {
  const steps = limitSteps(tables.map(({ shape }) => shape))
  return tables.map((table, t) => ({ ...table, step: steps[t] }))
}

/** How many of a promoted group's neurons are there. */
const idleFree = (slot: Int32Array): number => {
  let busy = 0
  while (busy < slot.length && slot[busy] >= 0) busy++
  return Math.min(busy, slot.length)
}

const loadUnits = ({ units }: PromotedGroup, { shape, step }: Part): void => {
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

const presentUnits = ({ units }: PromotedGroup, { shape, step }: Part): PromotedUnit[] => {
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
