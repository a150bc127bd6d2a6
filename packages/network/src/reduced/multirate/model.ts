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
 * In the words of the literature on multirate integration:
 *
 * - component: a block of neurons (block-table.ts), with its clock (clock.ts). A fast one takes
 *   short local time steps (`size`), a slow one long ones.
 * - activation of a component: its step (`activate` in moves.ts). Its next one is at `due`.
 * - synchronization point: a time that all components have reached (`synchronize`).
 * - latency: a component stands still while others move. Until then it holds back their push on its
 *   outputs, ∫ ∂L/∂F dt (pushed-outputs.ts), where F is kept in slots (objective/output-layout.ts).
 * - residual: what this push may have changed since the last step, which ends a step early. Its
 *   rate is `drift`, its sum `excess` (clock.ts).
 *
 * Three things are approximations: the outputs of a block are late by up to one of its steps; the
 * step of implicit-push.ts is of first order in stiff modes and of second order in others; and
 * ∂L/∂F is not computed anew for outputs that have moved by less than `unseen`. The objective is
 * that of descent: the cross-entropy, for a student together with (4.4) of arXiv 2012.09816.
 */

import type { Dataset } from '../../data/dataset.ts'
import { checkState } from '../../descent/flow.ts'
import { type OutputLayout, visibleLayout, withSlots } from '../../objective/output-layout.ts'
import type { SampleField } from '../../objective/sample-field.ts'
import type { NetworkSettings } from '../../settings/settings.ts'
import { checkNetwork } from '../../settings/validate.ts'
import { blockSteps } from '../block-step/step.ts'
import { layOut } from '../block-table.ts'
import { certificateOf } from '../certificate.ts'
import { type FeatureRows, featureRows } from '../feature-rows.ts'
import { offClass, type PromotedUnit } from '../off-class.ts'
import { loadOwn, ownCorrelation, ownTable } from '../own-block.ts'
import {
  blocksOf,
  groupsOf,
  namedUnits,
  type PromotedGroup,
  presentUnits,
  unitNames,
} from '../promoted-block.ts'
import { pushHistory } from '../push-history.ts'
import type { ReducedStart } from '../start.ts'
import type { Trainee } from '../trainee.ts'
import type { Clock } from './clock.ts'
import { blockMoves, type Progress } from './moves.ts'
import { pushedOutputs } from './pushed-outputs.ts'
import { cutClocks, joinClocks, type MultirateState } from './state.ts'

/**
 * Neurons that are not computed are looked at whenever the time has grown by this share, and
 * earlier if their pushes have grown (pushed-outputs.ts).
 */
const lookShare = 0.05

/**
 * The model on a training set, ready to be trained. A step of its flows is a round of as many moves
 * of blocks as there are classes.
 *
 * Usage: `multirateModel(data, settings, 0.3, start).begin(fieldOfLabels(data.label))`
 *
 * @param stepTolerance the largest relative change of a neuron in a step, times max(1, q − 2).
 * @throws SettingError for invalid network settings. A step throws a RangeError when weights stop
 * being finite.
 */
export const multirateModel = (
  data: Dataset,
  network: NetworkSettings,
  stepTolerance: number,
  start: ReducedStart,
  rows: FeatureRows = featureRows(data),
): Trainee<MultirateState> => {
  checkNetwork(network)
  const { classes, views } = data.settings
  const { neurons, power } = network
  // The time to grow is in (q − 2)ρ what it is for q = 3 in ρ.
  const tolerance = stepTolerance / Math.max(1, power - 2)
  const layout = visibleLayout(data)
  const history = pushHistory(layout)
  const watched = offClass(data, rows, layout, network, start, history)
  const pushed = pushedOutputs(layout)
  const now: Progress = { age: 0, time: 0, moves: 0, nextLook: 0, computed: 0 }
  let field: SampleField | null = null
  let isAtRest = false
  const own: Clock[] = []
  const moves = blockMoves(network, tolerance, layout, pushed, now, own, () => {
    if (field === null) throw new Error('multirateModel: begin() comes before a step.')
    return field
  })
  const tables = Array.from({ length: classes }, (_, i) => ownTable(data, rows, network, layout, i))
  const steps = blockSteps(tables.map(({ shape }) => shape))
  tables.forEach((table, i) => {
    loadOwn(table, steps[i], start, i)
    own.push(moves.clock({ ...table, step: steps[i] }))
  })
  const everySample = Array.from({ length: data.size }, (_, n) => n)
  let groups: PromotedGroup[] = []
  let promoted: Clock[] = []
  let clocks: readonly Clock[] = own

  const relay = (to: Pick<OutputLayout, 'firstSlot' | 'slotClass'>): void => {
    const from = { ...layout }
    Object.assign(layout, to)
    for (const table of tables) layOut(table, layout)
    for (const { block } of promoted) layOut(block, layout)
    history.relay(layout)
    pushed.relay(from)
    moves.relay()
  }
  const promotedClocks = (added: readonly PromotedGroup[]): Clock[] =>
    blocksOf(data, rows, network, layout, added).map(moves.clock)
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
    const changed = new Set(made.flatMap(({ block }) => [...block.samples]))
    moves.evaluate([...changed].sort((x, y) => x - y))
    for (const clock of made) moves.start(clock)
  }
  const look = (): void => {
    pushed.flush(now.time)
    pushed.look(history)
    const found = watched.absorb(history.close())
    if (found.length > 0) promote(found)
  }
  const synchronize = (): void => {
    for (const clock of clocks) moves.activate(clock)
  }
  const unitsOf = (): PromotedUnit[] =>
    groups.flatMap((group, g) => presentUnits(group, promoted[g].block, promoted[g].block.step))

  const round = (horizon: number): void => {
    for (let left = classes; left > 0; ) {
      let first = clocks[0]
      let { due } = first.state
      for (let c = 1; c < clocks.length; c++)
        if (clocks[c].state.due < due) {
          first = clocks[c]
          due = first.state.due
        }
      const next = Math.min(due, horizon)
      if (next === Number.POSITIVE_INFINITY) {
        isAtRest = true
        return
      }
      if (next >= now.nextLook && now.nextLook > 0) {
        now.time = Math.max(now.time, now.nextLook)
        now.nextLook = now.time * (1 + lookShare)
        look()
        continue
      }
      now.time = Math.max(now.time, next)
      if (now.nextLook === 0) now.nextLook = now.time
      if (due > horizon) {
        synchronize()
        return
      }
      moves.activate(first)
      left--
    }
  }
  const state = (): MultirateState => ({
    firstSlot: layout.firstSlot.slice(),
    slotClass: layout.slotClass.slice(),
    groups: groups.map(unitNames),
    ...joinClocks(clocks.map(numbersOf)),
    numbers: Float64Array.of(now.age, now.time, now.moves, now.nextLook, now.computed),
    ...pushed.state(),
    offClass: watched.state(),
    history: history.state(),
  })
  const restore = (from: MultirateState): void => {
    checkState(from, 'clocks')
    relay({ firstSlot: from.firstSlot.slice(), slotClass: from.slotClass.slice() })
    groups = from.groups.map(names => {
      const units = namedUnits(rows, names)
      return { feature: units[0].feature, units }
    })
    promoted = promotedClocks(groups)
    clocks = [...own, ...promoted]
    cutClocks(from, clocks.map(numbersOf))
    for (const { block, previous } of clocks) {
      block.step.forward()
      previous.set(block.step.arrays.outputs)
    }
    pushed.restore(from)
    watched.restore(from.offClass)
    history.restore(from.history)
    ;[now.age, now.time, now.moves, now.nextLook, now.computed] = from.numbers
    isAtRest = false
  }
  const begin = (next: SampleField): void => {
    if (field !== null) look()
    field = next
    isAtRest = false
    Object.assign(now, { age: now.age + now.time, time: 0, moves: 0, nextLook: 0 })
    pushed.restart()
    moves.evaluate(everySample)
    for (const clock of clocks) moves.start(clock)
  }
  return {
    layout,
    begin: fieldIn => {
      begin(fieldIn(layout))
      return {
        get time() {
          return now.time
        },
        get loss() {
          return pushed.loss()
        },
        get outputs() {
          return pushed.outputs()
        },
        get isAtRest() {
          return isAtRest
        },
        advance: round,
        synchronize,
        state,
        restore: from => {
          restore(from)
          field = fieldIn(layout)
        },
      }
    },
    correlation: () => {
      const ofOwn = new Float64Array(classes * views * neurons)
      own.forEach(({ block }, i) => {
        ofOwn.set(ownCorrelation(block, block.step), i * views * neurons)
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
      return certificateOf(data, network, watched, {
        promoted: groups.reduce((sum, { units }) => sum + units.length, 0),
        computed: now.computed,
        passes: Math.ceil(now.moves / classes),
      })
    },
  }
}

/** What is saved of a clock. */
const numbersOf = ({ block, move, integralAt, state }: Clock) => ({
  ...block.step.arrays,
  largest: move.largest,
  integralAt,
  state,
})
