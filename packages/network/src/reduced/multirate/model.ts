/**
 * The reduced model with a step for each class of its own.
 *
 * Gradient descent at a common step follows the gradient flow of all classes at the pace of the fastest: each class that grows,
 * and each class at equilibrium whose curvature would make a longer step unstable, holds all others back. But a class is tied to
 * the others by its outputs alone, F_i(X_n), through ∂L/∂F. So every block of neurons (a class on its own features, or
 * promoted neurons on one feature) has a clock of its own (multirate integration): a block moves when its step is over, by the push
 * P = ∫ ∂L/∂F dt that its outputs received since its last move. Between moves a block's outputs stand still, and only ∂L/∂F of
 * the samples that a moved block shows in is computed anew, so that P is a sum over the moves of others.
 *
 * The move itself is implicit-push.ts and block-move.ts. A block's step is as long as its last relative change allows
 * (`stepTolerance`), and ends earlier if the gradients at its outputs have changed since by so much that a neuron could change
 * by the tolerance in what is left.
 *
 * What is an approximation: outputs of a block are late by up to one step of it, implicit Euler and the midpoint rule are of
 * first and second order in the steps, and ∂L/∂F is taken as it is where outputs have moved by less than `unseen`. The field is the
 * one of descent: cross-entropy, and with it (4.4) of arXiv 2012.09816.
 */

import { smoothedRelu, smoothedReluDerivative } from '../../activation/smoothed-relu.ts'
import type { Dataset } from '../../data/dataset.ts'
import { limitSteps } from '../../limit/step/step.ts'
import {
  type OutputLayout,
  outputCount,
  relaid,
  visibleLayout,
  withSlots,
} from '../../objective/output-layout.ts'
import type { NetworkSettings } from '../../settings/settings.ts'
import { validateNetwork } from '../../settings/validate.ts'
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
import { refill } from '../state.ts'
import { type BlockMove, blockMove } from './block-move.ts'
import type { SampleField } from './field.ts'
import { type ClockState, cutClocks, joinClocks, type MultirateState } from './state.ts'

/** Outputs that have moved by less than this since ∂L/∂F was computed on their sample leave it as it is. */
const unseen = 1e-5
/** A step is at most this many times the one before it, … */
const largestGrowth = 2.5
/** … and at most this share of the time since descent began, unless the block's first step was longer. */
const largestShare = 0.1
/** No output of a block changes by much more than this in a step of it. */
const outputTolerance = 1
/**
 * Patches that a neuron knows by their noise alone, or by a weak view, grow when the neuron itself has grown: the output of a sample
 * changes by the tolerance at most, as if one preactivation made it, from the output at this share of ϱ on. So the end of a race is
 * resolved: it is when single-view samples are memorized.
 */
const leastShare = 0.03
/** What is not computed is looked at whenever the time has grown by this share. */
const lookShare = 0.05

export interface MultirateModel {
  readonly classes: number
  readonly size: number
  /** Where the outputs stand; grows when a neuron is promoted. */
  readonly layout: OutputLayout
  /** t, the time of the gradient flow since descent began. */
  readonly time: number
  /** Moves of blocks since descent began. */
  readonly moves: number
  /** Descends on this field from now on, which has the model's layout; t is then 0. */
  begin(field: SampleField): void
  /**
   * Lets blocks move, as many times as there are classes, or until the horizon: then all of them have been brought there.
   *
   * @returns whether anything moves yet.
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
   * Goes on from a state of a model on the same data from the same start. The layout is the state's when `field` is asked for.
   *
   * @throws RangeError for a state of another one, where its numbers do not fit.
   */
  restore(state: MultirateState, field: () => SampleField): void
}

/** A block and its clock. */
interface Clock {
  readonly block: LazyBlock
  readonly move: BlockMove
  /** The block's outputs as they were shown last. */
  readonly previous: Float64Array
  /** ∫ ∂L/∂F dt at the block's outputs when it moved last. */
  readonly integralAt: Float64Array
  readonly state: ClockState
}

/**
 * The model on a training set.
 *
 * @param stepTolerance the largest relative change of a neuron in a step, times max(1, q − 2).
 */
export const multirateModel = (
  data: Dataset,
  network: NetworkSettings,
  stepTolerance: number,
  start: ReducedStart,
  rows: FeatureRows = featureRows(data),
): MultirateModel => {
  validateNetwork(network)
  const { classes } = data.settings
  const { neurons, power, threshold } = network
  // The time to grow is in (q − 2)ρ what it is for q = 3 in ρ.
  const tolerance = stepTolerance / Math.max(1, power - 2)
  const layout = visibleLayout(data)
  const history = pushHistory(layout)
  const watched = offClass(data, rows, layout, network, start, history, true)
  const tables = Array.from({ length: classes }, (_, i) => ownTable(data, rows, network, layout, i))
  const steps = limitSteps(tables.map(({ shape }) => shape))
  const leastOutput = smoothedRelu(leastShare * threshold, power, threshold)
  let computed = 0
  const clockOf = (block: LazyBlock): Clock => {
    const { shape, step } = block
    step.forward()
    computed += shape.feature.length * shape.classes * shape.neurons
    return {
      block,
      move: blockMove(block),
      previous: step.arrays.outputs.slice(),
      integralAt: new Float64Array(block.slot.length),
      state: {
        last: 0,
        size: 0,
        due: 0,
        drift: 0,
        excess: 0,
        excessAt: 0,
        sensitivity: 0,
        stiffness: 0,
      },
    }
  }
  const own = tables.map((table, i) => {
    loadOwn(table, steps[i], start, i)
    return clockOf({ ...table, step: steps[i] })
  })
  let groups: PromotedGroup[] = []
  let promoted: Clock[] = []
  let clocks: Clock[] = own

  let count = outputCount(layout)
  const zeros = (): Float64Array => new Float64Array(count)
  let field: SampleField | null = null
  let time = 0
  let moves = 0
  let nextLook = 0
  let outputs = zeros()
  /** F when ∂L/∂F was computed last. */
  let outputsSeen = zeros()
  let gradient = zeros()
  let curvature = zeros()
  /** ∫ ∂L/∂F dt and ∫ [−∂L/∂F]^+ dt up to `sampleTime`, and where they were at the last look. */
  let integral = zeros()
  let upward = zeros()
  let integralLooked = zeros()
  let upwardLooked = zeros()
  /** ∂L/∂F when the slot's class moved last. */
  let gradientAt = zeros()
  /** What a push counts for (block-pushes.ts); 0 in slots that no own neuron meets. */
  let scale = zeros()
  const sampleTime = new Float64Array(data.size)
  const terms = new Float64Array(data.size)
  const before = new Float64Array(classes)
  const isDirty = new Uint8Array(classes)
  let dirty: number[] = []

  const scaleSlots = (): void => {
    scale = zeros()
    for (const { block } of own) {
      const ofBlock = outputScales(block)
      block.slot.forEach((slot, at) => {
        scale[slot] = ofBlock[at]
      })
    }
  }
  scaleSlots()
  for (const { block } of own)
    block.slot.forEach((slot, at) => {
      outputs[slot] += block.step.arrays.outputs[at]
    })

  /** Adds what the outputs of a sample were pushed by until now. */
  const flush = (n: number): void => {
    const past = time - sampleTime[n]
    if (past === 0) return
    sampleTime[n] = time
    const { firstSlot, slotClass } = layout
    addPushes(gradient, past, firstSlot[n], firstSlot[n + 1], integral, upward)
    const rest = slotClass.length + n
    if (rest < count) addPushes(gradient, past, rest, rest + 1, integral, upward)
  }
  const accrue = (state: ClockState): void => {
    state.excess += state.sensitivity * Math.max(0, state.drift) * (time - state.excessAt)
    state.excessAt = time
  }
  /** ∂L/∂F of a sample anew, and by how much the gradients of its classes have changed since these moved. */
  const evaluate = (n: number): void => {
    if (field === null) throw new Error('multirateModel: call begin() first.')
    const { firstSlot, slotClass } = layout
    const [g, then, seen, f] = [gradient, gradientAt, outputsSeen, outputs]
    const first = firstSlot[n]
    const end = firstSlot[n + 1]
    flush(n)
    for (let at = first; at < end; at++) before[at - first] = Math.abs(g[at] - then[at])
    terms[n] = field.evaluate(n, f, g, curvature)
    for (let at = first; at < end; at++) {
      seen[at] = f[at]
      const more = (Math.abs(g[at] - then[at]) - before[at - first]) * scale[at]
      if (more === 0) continue
      const ofClass = slotClass[at]
      const { state } = own[ofClass]
      if (isDirty[ofClass] === 0) {
        isDirty[ofClass] = 1
        dirty.push(ofClass)
        accrue(state)
      }
      state.drift += more
    }
  }
  /** When a block moves next: at the end of its step, or when it could change by the tolerance by what others did. */
  const schedule = (state: ClockState): void => {
    state.due = state.last + state.size
    const rate = state.sensitivity * state.drift
    // A stiff block follows at once, and by less than the tolerance.
    if (rate > tolerance * state.stiffness)
      state.due = Math.min(state.due, Math.max(time, state.excessAt + (tolerance - state.excess) / rate))
  }
  const scheduleDirty = (): void => {
    for (const ofClass of dirty) {
      isDirty[ofClass] = 0
      schedule(own[ofClass].state)
    }
    dirty = []
  }
  /** What a class's gradients are from now on compared with. */
  const compareFromNow = ({ block, state }: Clock): void => {
    if (block.classOf.length > 1) return
    for (const slot of block.slot) gradientAt[slot] = gradient[slot]
    state.drift = 0
    state.excess = 0
    state.excessAt = time
  }
  const sensitivityOf = ({ move: { largest } }: Clock): number => {
    let most = 0
    for (let c = 0; c < largest.length; c++)
      if (largest[c] > 0)
        most = Math.max(most, smoothedReluDerivative(largest[c], power, threshold) / largest[c])
    return most
  }
  const measure = (clock: Clock): void => {
    const { block, move, integralAt, state } = clock
    const present = new Float64Array(block.slot.length)
    block.slot.forEach((slot, at) => {
      if (slot < 0) return
      present[at] = gradient[slot]
      integralAt[at] = integral[slot]
    })
    const relative = move.measure(present)
    Object.assign(state, {
      last: time,
      size: relative > 0 ? tolerance / relative : Number.POSITIVE_INFINITY,
      stiffness: 0,
      sensitivity: sensitivityOf(clock),
    })
  }

  /** Reads what a block was pushed by until now. */
  const readPushes = ({ block, move, integralAt }: Clock, past: number): void => {
    const { slot, samples, classOf } = block
    const { push, rate } = move
    for (let sample = 0, at = 0; sample < samples.length; sample++) {
      const since = time - sampleTime[samples[sample]]
      for (let lane = 0; lane < classOf.length; lane++, at++) {
        const s = slot[at]
        if (s < 0) continue
        const pushed = integral[s] + gradient[s] * since
        push[at] = pushed - integralAt[at]
        integralAt[at] = pushed
        rate[at] = past * curvature[s]
      }
    }
  }
  /** What would push a block in so much time as the outputs stand. */
  const presentPushes = ({ block: { slot }, move: { push, rate } }: Clock, past: number): void => {
    for (let at = 0; at < slot.length; at++) {
      if (slot[at] < 0) continue
      push[at] = past * gradient[slot[at]]
      rate[at] = past * curvature[slot[at]]
    }
  }
  /**
   * Adds what the outputs of a block changed by, and computes ∂L/∂F anew where it matters.
   *
   * @returns the largest change of an output, and the largest factor by which one that counts has grown.
   */
  const show = ({ block, previous }: Clock): { readonly change: number; readonly growth: number } => {
    const { slot, samples, classOf, step } = block
    const after = step.arrays.outputs
    const [f, seen] = [outputs, outputsSeen]
    let largest = 0
    let growth = 1
    for (let sample = 0, at = 0; sample < samples.length; sample++) {
      let isSeen = false
      for (let lane = 0; lane < classOf.length; lane++, at++) {
        const s = slot[at]
        if (s < 0) continue
        const change = after[at] - previous[at]
        f[s] += change
        if (Math.abs(change) > largest) largest = Math.abs(change)
        const from = Math.max(previous[at], leastOutput)
        if (after[at] > growth * from) growth = after[at] / from
        if (Math.abs(f[s] - seen[s]) > unseen) isSeen = true
      }
      if (isSeen) evaluate(samples[sample])
    }
    previous.set(after)
    return { change: largest, growth }
  }
  /** Moves a block by a push and shows it to the others. @returns the part of the push that it took, and its next step. */
  const movePart = (clock: Clock, past: number): { readonly taken: number; readonly next: number } => {
    const { block, move, state } = clock
    const { taken, relative } = move.move(tolerance)
    computed += 2 * block.shape.feature.length * block.shape.classes * block.shape.neurons
    const { change, growth } = show(clock)
    const time = taken * past
    state.stiffness = move.stiffness / past
    const largest = Math.max(relative, growth ** (1 / power) - 1)
    const factor = Math.min(
      // In tensor power growth the next step is shorter by what the rate has grown.
      (tolerance / largest) * (1 - Math.min((power - 2) * relative, 0.6)),
      outputTolerance / change,
    )
    return {
      taken,
      next: Math.max(time * Math.min(factor, largestGrowth), Math.min(state.size, time * factor)),
    }
  }
  const fire = (clock: Clock): void => {
    const { state } = clock
    let past = time - state.last
    if (!(past > 0)) return
    readPushes(clock, past)
    moves++
    const longest = Math.max(past, largestShare * time)
    for (;;) {
      const { taken, next } = movePart(clock, past)
      state.size = Math.min(next, longest)
      if (taken === 1) break
      // The rest of its time: the block has changed by so much that it has to see itself.
      past *= 1 - taken
      presentPushes(clock, past)
    }
    state.last = time
    state.sensitivity = sensitivityOf(clock)
    compareFromNow(clock)
    schedule(state)
    scheduleDirty()
  }

  const relay = (to: Pick<OutputLayout, 'firstSlot' | 'slotClass'>): void => {
    const from = { ...layout }
    Object.assign(layout, to)
    for (const table of tables) layOut(table, layout)
    for (const { block } of promoted) layOut(block, layout)
    history.relay(layout)
    count = outputCount(layout)
    ;[outputs, outputsSeen, gradient, curvature] = [outputs, outputsSeen, gradient, curvature].map(vector =>
      relaid(from, vector, layout),
    )
    ;[integral, upward, integralLooked, upwardLooked, gradientAt] = [
      integral,
      upward,
      integralLooked,
      upwardLooked,
      gradientAt,
    ].map(vector => relaid(from, vector, layout))
    scaleSlots()
  }
  /** Blocks of neurons, each group's as it is at present. */
  const promotedClocks = (added: readonly PromotedGroup[]): Clock[] => {
    const made = added.map(group => promotedTable(data, rows, network, layout, group))
    const madeSteps = limitSteps(made.map(({ shape }) => shape))
    return made.map((table, g) => {
      const block = { ...table, step: madeSteps[g] }
      loadUnits(added[g], block)
      return clockOf(block)
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
      block.slot.forEach((slot, at) => {
        if (slot >= 0) outputs[slot] += block.step.arrays.outputs[at]
      })
      for (const n of block.samples) changed.add(n)
    }
    for (const n of [...changed].sort((x, y) => x - y)) evaluate(n)
    scheduleDirty()
    for (const clock of made) {
      measure(clock)
      schedule(clock.state)
    }
  }
  const look = (): void => {
    for (let n = 0; n < data.size; n++) flush(n)
    for (let at = 0; at < count; at++) {
      integralLooked[at] -= integral[at]
      upwardLooked[at] = upward[at] - upwardLooked[at]
    }
    history.add(integralLooked, upwardLooked)
    integralLooked.set(integral)
    upwardLooked.set(upward)
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
      time = 0
      moves = 0
      nextLook = 0
      sampleTime.fill(0)
      for (let n = 0; n < data.size; n++) evaluate(n)
      scheduleDirty()
      for (const clock of clocks) {
        measure(clock)
        compareFromNow(clock)
        schedule(clock.state)
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
    loss: () => terms.reduce((sum, term) => sum + term, 0) / data.size,
    outputs: () => outputs,
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
      numbers: Float64Array.of(time, moves, nextLook, computed),
      slots: [
        outputs,
        outputsSeen,
        gradient,
        curvature,
        integral,
        upward,
        integralLooked,
        upwardLooked,
        gradientAt,
      ].map(vector => vector.slice()),
      sampleTime: sampleTime.slice(),
      terms: terms.slice(),
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
      const slots = [
        outputs,
        outputsSeen,
        gradient,
        curvature,
        integral,
        upward,
        integralLooked,
        upwardLooked,
        gradientAt,
      ]
      slots.forEach((vector, at) => {
        refill(vector, state.slots[at])
      })
      refill(sampleTime, state.sampleTime)
      refill(terms, state.terms)
      watched.restore(state.offClass)
      history.restore(state.history)
      ;[time, moves, nextLook, computed] = state.numbers
      field = fieldNow()
    },
  }
}

const addPushes = (
  gradient: Float64Array,
  past: number,
  from: number,
  to: number,
  integral: Float64Array,
  upward: Float64Array,
): void => {
  for (let at = from; at < to; at++) {
    const push = gradient[at] * past
    integral[at] += push
    if (push < 0) upward[at] -= push
  }
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
