/**
 * Moves one block of neurons by what pushed its outputs since its last move.
 *
 * A step has two stages, both by the push of implicit-push.ts: the first at the slopes ReLU~' of
 * the start, the second at the slopes where a first stage c times as long would end. far-stage.ts
 * gives c, with which a neuron in the tensor power phase, x' = C x^{q−1}, is followed exactly.
 */

import type { Block } from '../block-table.ts'
import { farStage } from './far-stage.ts'
import { implicitPush } from './implicit-push.ts'

/** A step is cut if a neuron would change by more than the tolerance times this. */
const largestExcess = 2

export interface BlockMove {
  /** The largest |preactivation| of each neuron, before the last move; the solver reads it. */
  readonly largest: Float64Array
  /**
   * ∫ ∂L/∂F dt since the last move and η ∂²L/∂F², [samples, classes of the step], read by `move`.
   */
  readonly push: Float64Array
  readonly rate: Float64Array
  /** At least the largest eigenvalue of ηSK in the last move. */
  readonly stiffness: number
  /**
   * Takes weights, outputs and slopes to the end of the step, or part of the way if a neuron would
   * change by too much.
   *
   * @returns the part of the step that was taken, and the relative change of the neuron that
   * changes most in it, at the slopes of its start.
   */
  move(tolerance: number): { readonly taken: number; readonly relative: number }
  /** The largest relative change of a neuron per unit of time at this gradient; moves nothing. */
  measure(gradient: Float64Array): number
}

/** @param block whose outputs and slopes are those of its weights. After every call they are. */
export const blockMove = ({ shape, step, classOf }: Block): BlockMove => {
  const { firstGradient, push, rate, largest: present } = step.arrays
  const copies = classOf.map(of => classOf.filter(other => other === of).length)
  const implicit = implicitPush(shape, step, copies)
  const largest = new Float64Array(present.length)

  /** The largest relative change of a neuron by `firstGradient`. */
  const change = (): number => {
    largest.set(present)
    return step.measure()
  }
  return {
    largest,
    push,
    rate,
    get stiffness() {
      return implicit.stiffness
    },
    move: tolerance => {
      implicit.solve(largest, 'firstGradient')
      const whole = change()
      const taken = whole > largestExcess * tolerance ? tolerance / whole : 1
      const relative = taken * whole
      const far = farStage(relative, shape.power)
      const share = 1 / (2 * far)
      const stages = { first: taken * (1 - share), further: taken * (far + share - 1) }
      implicit.solve(largest, 'secondGradient', stages)
      step.advance(stages, taken * share)
      return { taken, relative }
    },
    measure: gradient => {
      firstGradient.set(gradient)
      return change()
    },
  }
}
