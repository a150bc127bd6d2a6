/**
 * The reduced model at a step for each class.
 *
 * Gradient descent at a common step follows the gradient flow of all classes at the pace of the
 * fastest: a class that grows holds all others back, and so does a class at equilibrium whose
 * curvature would make a longer step unstable. But a class depends on the others by its outputs
 * F_i(X_n) alone, through ∂L/∂F. So every block of neurons (a class on its own features, or
 * promoted neurons on one feature) has a clock of its own (multirate integration). A block moves
 * when its step has ended, by the push P = ∫ ∂L/∂F dt that its outputs received since its last
 * move. Between moves the outputs of a block stand still. After a move only ∂L/∂F of the samples
 * that show the block is computed anew, so that P is a sum over the moves of other blocks.
 *
 * implicit-push.ts and block-move.ts make the move itself. A block's step is as long as its last
 * relative change allows (`stepTolerance`). It ends earlier if the gradients at its outputs have
 * changed so much since the last move that a neuron could change by the tolerance in the rest of
 * the step.
 *
 * Three things are approximations: the outputs of a block are late by up to one of its steps; the
 * step of implicit-push.ts is of first order in stiff modes and of second order in others; and
 * ∂L/∂F is not computed anew for outputs that have moved by less than `unseen`. The objective is
 * that of descent: the cross-entropy, for a student together with (4.4) of arXiv 2012.09816.
 */

import { smoothedRelu } from '../../activation/smoothed-relu.ts'
import type { Dataset } from '../../data/dataset.ts'
import { limitSteps } from '../../limit/step/step.ts'
import { type OutputLayout, outputCount, visibleLayout, withSlots } from '../../objective/output-layout.ts'
import type { NetworkSettings } from '../../settings/settings.ts'
import { checkNetwork } from '../../settings/validate.ts'
import { outputScales } from '../block-pushes.ts'
import { layOut } from '../block-table.ts'
import { type FeatureRows, featureRows } from '../feature-rows.ts'
import type { LazyBlock } from '../lazy-blocks.ts'
import type { Certificate, ReducedCorrelation } from '../model.ts'
import { offClass, type PromotedUnit } from '../off-class.ts'
import { loadOwn, ownCorrelation, ownTable } from '../own-block.ts'
import {
  groupsOf,
  loadUnits,
  namedUnits,
  type PromotedGroup,
  presentUnits,
  promotedTable,
} from '../promoted-block.ts'
import { pushHistory } from '../push-history.ts'
import type { ReducedStart } from '../start.ts'
import {
  accrue,
  type Clock,
  clockOf,
  compareFromNow,
  longestSize,
  type Moved,
  nextSize,
  presentPushes,
  readPushes,
  schedule,
  sensitivityOf,
  startClock,
} from './clock.ts'
import type { SampleField } from './field.ts'
import { type PushedOutputs, pushedOutputs } from './pushed-outputs.ts'
import { cutClocks, joinClocks, type MultirateState } from './state.ts'

/** ∂L/∂F of a sample is computed anew once one of its outputs has moved by more than this. */
const unseen = 1e-5
/**
 * Outputs count for the size of a step from that of one preactivation at this share of ϱ on: their
 * relative change is then at most the tolerance, as if one preactivation made it. That resolves the
 * end of the race of the views, when single-view samples are memorized: patches that a neuron knows
 * by their noise alone, or by a weak view, grow after the neuron itself has grown.
 */
const leastShare = 0.03
/** Neurons that are not computed are looked at whenever the time has grown by this share. */
const lookShare = 0.05

export interface MultirateModel {
  readonly classes: number
  readonly size: number
  /** The slots of the outputs; grows when a neuron is promoted. */
  readonly layout: OutputLayout
  /** t, the time of the gradient flow since descent began. */
  readonly time: number
  /** Moves of blocks since descent began. */
  readonly moves: number
  /** Sets the field to descend on, in the layout of the model, and t to 0. */
  begin(field: SampleField): void
  /**
   * Makes as many moves of blocks as there are classes. Ends earlier at the horizon, with all
   * blocks at that time.
   *
   * @returns whether anything still moves.
   */
  round(horizon: number): boolean
  /** Brings all blocks to the present time. */
  settle(): void
  /** L, as the outputs stand. */
  loss(): number
  /** F as it stands, in the layout; the array is reused. */
  outputs(): Float64Array
  correlation(): ReducedCorrelation
  certificate(): Certificate
  state(): MultirateState
  /**
   * Resumes from a state of a model on the same data from the same start. `field` is called when
   * the layout is that of the state.
   *
   * @throws RangeError for a state of another model, if its numbers do not fit.
   */
  restore(state: MultirateState, field: () => SampleField): void
}

/**
 * The model on a training set. `begin` gives it the field to descend on, and `round` moves its
 * blocks.
 *
 * Usage: `multirateModel(data, settings, 0.3, start)`, then `begin(field)` and `round(horizon)`.
 *
 * @param stepTolerance the largest relative change of a neuron in a step, times max(1, q − 2).
 * @throws SettingError for invalid network settings. `round` throws a RangeError when weights stop
 * being finite, and an Error before `begin`.
 */
export const multirateModel = (
  data: Dataset,
  network: NetworkSettings,
  stepTolerance: number,
  start: ReducedStart,
  rows: FeatureRows = featureRows(data),
): MultirateModel => {
  checkNetwork(network)
  const { classes } = data.settings
  const { neurons, power, threshold } = network
  // The time to grow is in (q − 2)ρ what it is for q = 3 in ρ.
  const tolerance = stepTolerance / Math.max(1, power - 2)
  const layout = visibleLayout(data)
  const history = pushHistory(layout)
  const watched = offClass(data, rows, layout, network, start, history)
  const tables = Array.from({ length: classes }, (_, i) => ownTable(data, rows, network, layout, i))
  const steps = limitSteps(tables.map(({ shape }) => shape))
  const leastOutput = smoothedRelu(leastShare * threshold, power, threshold)
  let computed = 0
  const newClock = (block: LazyBlock): Clock => {
    computed += preactivations(block)
    return clockOf(block)
  }
  const own = tables.map((table, i) => {
    loadOwn(table, steps[i], start, i)
    return newClock({ ...table, step: steps[i] })
  })
  let groups: PromotedGroup[] = []
  let promoted: Clock[] = []
  let clocks: Clock[] = own

  let field: SampleField | null = null
  /** The time of the descents before, and since the present one began. */
  let age = 0
  let time = 0
  let moves = 0
  let nextLook = 0
  const pushed = pushedOutputs(layout)
  /** What a push counts for (block-pushes.ts); 0 in slots that no own neuron meets. */
  let scale = slotScales(layout, own)
  const isDirty = new Uint8Array(classes)
  let dirty: number[] = []
  for (const { block } of own) addOutputs(block, pushed)

  /** The gradient at a class's output has changed since the class moved. */
  const drift = (slot: number, more: number): void => {
    if (scale[slot] === 0) return
    const ofClass = layout.slotClass[slot]
    const { state } = own[ofClass]
    if (isDirty[ofClass] === 0) {
      isDirty[ofClass] = 1
      dirty.push(ofClass)
      accrue(state, time)
    }
    state.drift += more * scale[slot]
  }
  const evaluate = (n: number): void => {
    if (field === null) throw new Error('multirateModel: call begin() first.')
    pushed.evaluate(n, time, field, drift)
  }
  const scheduleDirty = (): void => {
    for (const ofClass of dirty) {
      isDirty[ofClass] = 0
      schedule(own[ofClass].state, time, tolerance)
    }
    dirty = []
  }
  /** Adds what the outputs of a block changed by, and computes ∂L/∂F anew where it matters. */
  const show = ({ block, previous }: Clock): Pick<Moved, 'change' | 'growth'> => {
    const { slot, samples, classOf, step } = block
    const after = step.arrays.outputs
    const { outputs, outputsSeen } = pushed.slots
    let largest = 0
    let growth = 1
    for (let sample = 0, at = 0; sample < samples.length; sample++) {
      let isSeen = false
      for (let lane = 0; lane < classOf.length; lane++, at++) {
        const s = slot[at]
        if (s < 0) continue
        const change = after[at] - previous[at]
        outputs[s] += change
        if (Math.abs(change) > largest) largest = Math.abs(change)
        const from = Math.max(previous[at], leastOutput)
        if (after[at] > growth * from) growth = after[at] / from
        if (Math.abs(outputs[s] - outputsSeen[s]) > unseen) isSeen = true
      }
      if (isSeen) evaluate(samples[sample])
    }
    previous.set(after)
    return { change: largest, growth }
  }
  /** Moves a block to the present time. */
  const fire = (clock: Clock): void => {
    const { block, move, state } = clock
    let past = time - state.last
    if (!(past > 0)) return
    const longest = longestSize(past, age + time)
    readPushes(clock, pushed, time)
    moves++
    for (;;) {
      const { taken, relative } = move.move(tolerance)
      if (!(taken > 0))
        throw new RangeError(
          `multirateModel: a neuron changes by ${relative} at time ${time}; take a smaller stepTolerance.`,
        )
      computed += 2 * preactivations(block)
      const moved = { past: taken * past, relative, ...show(clock) }
      state.stiffness = move.stiffness / past
      state.size = Math.min(nextSize(moved, state.size, tolerance, power), longest)
      if (taken === 1) break
      // The rest of its time: the block has changed by so much that it has to see itself.
      past *= 1 - taken
      presentPushes(clock, pushed, past)
    }
    state.last = time
    state.sensitivity = sensitivityOf(move, block.shape)
    compareFromNow(clock, pushed, time)
    schedule(state, time, tolerance)
    scheduleDirty()
  }

  const relay = (to: Pick<OutputLayout, 'firstSlot' | 'slotClass'>): void => {
    const from = { ...layout }
    Object.assign(layout, to)
    for (const table of tables) layOut(table, layout)
    for (const { block } of promoted) layOut(block, layout)
    history.relay(layout)
    pushed.relay(from)
    scale = slotScales(layout, own)
  }
  /** Blocks of neurons, each group's as it is at present. */
  const promotedClocks = (added: readonly PromotedGroup[]): Clock[] => {
    const made = added.map(group => promotedTable(data, rows, network, layout, group))
    const madeSteps = limitSteps(made.map(({ shape }) => shape))
    return made.map((table, g) => {
      const block = { ...table, step: madeSteps[g] }
      loadUnits(added[g], block)
      return newClock(block)
    })
  }
  const promote = (found: readonly PromotedUnit[]): void => {
    const grown = withSlots(
      layout,
      found.flatMap(({ ofClass, feature }) =>
        Array.from(rows.ofFeature[feature], row => [rows.sampleOf[row], ofClass] as const),
      ),
    )
    if (grown.slotClass.length > layout.slotClass.length) relay(grown)
    const added = groupsOf(found)
    const made = promotedClocks(added)
    groups = [...groups, ...added]
    promoted = [...promoted, ...made]
    clocks = [...own, ...promoted]
    const changed = new Set<number>()
    for (const { block } of made) {
      addOutputs(block, pushed)
      for (const n of block.samples) changed.add(n)
    }
    for (const n of [...changed].sort((x, y) => x - y)) evaluate(n)
    scheduleDirty()
    for (const clock of made) {
      startClock(clock, pushed, time, tolerance)
      schedule(clock.state, time, tolerance)
    }
  }
  const look = (): void => {
    pushed.flush(time)
    pushed.look(history)
    const found = watched.absorb(history.close())
    if (found.length > 0) promote(found)
  }
  const settle = (): void => {
    for (const clock of clocks) fire(clock)
  }
  const unitsOf = (): PromotedUnit[] =>
    groups.flatMap((group, g) => presentUnits(group, promoted[g].block, promoted[g].block.step))

  return {
    classes,
    size: data.size,
    layout,
    get time() {
      return time
    },
    get moves() {
      return moves
    },
    begin: next => {
      if (field !== null) look()
      field = next
      age += time
      time = 0
      moves = 0
      nextLook = 0
      pushed.restart()
      for (let n = 0; n < data.size; n++) evaluate(n)
      scheduleDirty()
      for (const clock of clocks) {
        startClock(clock, pushed, time, tolerance)
        compareFromNow(clock, pushed, time)
        schedule(clock.state, time, tolerance)
      }
    },
    round: horizon => {
      for (let left = classes; left > 0; ) {
        let first = clocks[0]
        for (const clock of clocks) if (clock.state.due < first.state.due) first = clock
        const { due } = first.state
        const next = Math.min(due, horizon)
        if (next === Number.POSITIVE_INFINITY) return false
        if (next >= nextLook && nextLook > 0) {
          time = Math.max(time, nextLook)
          nextLook = time * (1 + lookShare)
          look()
          continue
        }
        time = Math.max(time, next)
        if (nextLook === 0) nextLook = time
        if (due > horizon) {
          settle()
          return true
        }
        fire(first)
        left--
      }
      return true
    },
    settle,
    loss: pushed.loss,
    outputs: () => pushed.slots.outputs,
    correlation: () => {
      const ofOwn = new Float64Array(classes * 2 * neurons)
      own.forEach(({ block }, i) => {
        ofOwn.set(ownCorrelation(block, block.step), i * 2 * neurons)
      })
      return {
        own: ofOwn,
        promoted: Float64Array.from(
          unitsOf().flatMap(({ ofClass, neuron, feature, a }) => [ofClass, neuron, feature, a]),
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
        full: Math.ceil(moves / classes) * data.feature.length * classes * neurons,
        ...looked,
      }
    },
    state: () => ({
      firstSlot: layout.firstSlot.slice(),
      slotClass: layout.slotClass.slice(),
      groups: groups.map(({ units }) =>
        Int32Array.from(units.flatMap(({ ofClass, neuron, feature }) => [ofClass, neuron, feature])),
      ),
      ...joinClocks(
        clocks.map(({ block, move, integralAt, state }) => ({
          integralAt,
          state,
          ...block.step.arrays,
          largest: move.largest,
        })),
      ),
      numbers: Float64Array.of(age, time, moves, nextLook, computed),
      ...pushed.state(),
      offClass: watched.state(),
      history: history.state(),
    }),
    restore: (state, fieldNow) => {
      relay({ firstSlot: state.firstSlot.slice(), slotClass: state.slotClass.slice() })
      groups = state.groups.map(names => namedGroup(rows, names))
      promoted = promotedClocks(groups)
      clocks = [...own, ...promoted]
      cutClocks(
        state,
        clocks.map(({ block, move, integralAt, state }) => ({
          integralAt,
          state,
          ...block.step.arrays,
          largest: move.largest,
        })),
      )
      for (const { block, previous } of clocks) {
        block.step.forward()
        previous.set(block.step.arrays.outputs)
      }
      pushed.restore(state)
      watched.restore(state.offClass)
      history.restore(state.history)
      ;[age, time, moves, nextLook, computed] = state.numbers
      field = fieldNow()
    },
  }
}

/** How many a pass computes. */
const preactivations = ({ shape }: LazyBlock): number => shape.feature.length * shape.classes * shape.neurons

const addOutputs = ({ slot, step }: LazyBlock, { slots: { outputs } }: PushedOutputs): void => {
  slot.forEach((s, at) => {
    if (s >= 0) outputs[s] += step.arrays.outputs[at]
  })
}

const slotScales = (layout: OutputLayout, own: readonly Clock[]): Float64Array => {
  const scale = new Float64Array(outputCount(layout))
  for (const { block } of own) {
    const ofBlock = outputScales(block)
    block.slot.forEach((slot, at) => {
      scale[slot] = ofBlock[at]
    })
  }
  return scale
}

const namedGroup = (rows: FeatureRows, names: Int32Array): PromotedGroup => {
  const units = namedUnits(rows, names)
  return { feature: units[0].feature, units }
}

const mostPatches = ({ size, firstPatch }: Dataset): number => {
  let most = 0
  for (let n = 0; n < size; n++) most = Math.max(most, firstPatch[n + 1] - firstPatch[n])
  return most
}
