/**
 * The sums of the outputs of all blocks, slot by slot, what pushes them, and the integral of that
 * over time.
 */

import { type OutputLayout, outputCount, relaying } from '../../objective/output-layout.ts'
import type { SampleField } from '../../objective/sample-field.ts'
import type { PushHistory } from '../push-history.ts'
import { refill } from '../state.ts'

/** Where changes of ∂L/∂F are added up, class by class. */
export interface Drifts {
  /** The factor with which the change of a slot counts. */
  readonly scale: Float64Array
  /** [k] Σ |change of ∂L/∂F since the class moved| · scale. */
  readonly ofClass: Float64Array
  /** Called before the sum of a class changes. */
  willChange(ofClass: number): void
}

/** One number for each slot, and one for the rest of each sample if the layout has it. */
export interface SlotArrays {
  /** F. */
  outputs: Float64Array
  /** F when ∂L/∂F was computed last. */
  outputsSeen: Float64Array
  /** ∂L/∂F and ∂²L/∂F². */
  gradient: Float64Array
  curvature: Float64Array
  /** ∂L/∂F when the slot's class moved last. */
  gradientAt: Float64Array
  /**
   * ∫ ∂L/∂F dt and ∫ [−∂L/∂F]^+ dt up to the time of the slot's sample, and their values at the
   * last look.
   */
  integral: Float64Array
  upward: Float64Array
  integralLooked: Float64Array
  upwardLooked: Float64Array
}

/**
 * A look at the neurons that are not computed is due once the upward push of a sample has grown by
 * this share of what it was, or of the mean over samples. At q = 3 a neuron that has not grown to
 * twice its size takes at least as much push to grow without bound as it has received; above q = 3
 * it takes less.
 */
const mostUnlooked = 0.25

const names = [
  'outputs',
  'outputsSeen',
  'gradient',
  'curvature',
  'gradientAt',
  'integral',
  'upward',
  'integralLooked',
  'upwardLooked',
] as const satisfies readonly (keyof SlotArrays)[]

export interface PushedOutputsState {
  /** The arrays of every slot, in the order of `names`. */
  readonly slots: readonly Float64Array[]
  readonly sampleTime: Float64Array
  readonly terms: Float64Array
}

export interface PushedOutputs {
  /** Replaced when the layout grows. */
  readonly slots: Readonly<SlotArrays>
  /** [N] the time up to which the integrals of a sample are added up. */
  readonly sampleTime: Float64Array
  /** Adds the pushes of every sample until a time to the integrals. */
  flush(time: number): void
  /** Sets the time to 0. */
  restart(): void
  /**
   * Computes ∂L/∂F of a sample anew, at a time, and adds what |∂L/∂F − gradientAt| changes by.
   *
   * @returns when the sample has pushed upward by so much since the last look that the next one is
   * due.
   */
  evaluate(n: number, time: number, field: SampleField, drifts: Drifts): number
  /** L at the present outputs. */
  loss(): number
  /** Adds to the history what has pushed since the last look. `flush` must be called before. */
  look(history: PushHistory): void
  /** Takes over a layout with more slots. */
  relay(from: OutputLayout): void
  state(): PushedOutputsState
  restore(state: PushedOutputsState): void
}

/** @param layout may grow; `relay` is called then. */
export const pushedOutputs = (layout: OutputLayout): PushedOutputs => {
  const { size, classes } = layout
  const zeros = (): Float64Array => new Float64Array(outputCount(layout))
  const slots = Object.fromEntries(names.map(name => [name, zeros()])) as unknown as SlotArrays
  const sampleTime = new Float64Array(size)
  const terms = new Float64Array(size)
  const before = new Float64Array(classes)
  /** [N] Σ ∫ [−∂L/∂F]^+ dt of a sample at which a look is due. */
  const looksAt = new Float64Array(size).fill(Number.POSITIVE_INFINITY)
  const flushSample = (n: number, time: number): void => {
    const past = time - sampleTime[n]
    if (past === 0) return
    sampleTime[n] = time
    const { firstSlot, slotClass } = layout
    const { gradient, integral, upward } = slots
    addPushes(gradient, past, firstSlot[n], firstSlot[n + 1], integral, upward)
    const rest = slotClass.length + n
    if (rest < gradient.length) addPushes(gradient, past, rest, rest + 1, integral, upward)
  }
  const setLooks = (): void => {
    const { firstSlot, slotClass } = layout
    const { upwardLooked } = slots
    for (let n = 0; n < size; n++) {
      let sum = 0
      for (let at = firstSlot[n]; at < firstSlot[n + 1]; at++) sum += upwardLooked[at]
      const rest = slotClass.length + n
      looksAt[n] = rest < upwardLooked.length ? sum + upwardLooked[rest] : sum
    }
    const mean = looksAt.reduce((sum, pushed) => sum + pushed, 0) / size
    for (let n = 0; n < size; n++) looksAt[n] += mostUnlooked * Math.max(looksAt[n], mean)
  }
  return {
    slots,
    sampleTime,
    flush: time => {
      for (let n = 0; n < size; n++) flushSample(n, time)
    },
    restart: () => {
      sampleTime.fill(0)
    },
    evaluate: (n, time, field, { scale, ofClass, willChange }) => {
      flushSample(n, time)
      const { outputs, outputsSeen, gradient, gradientAt, curvature, upward } = slots
      const { firstSlot, slotClass } = layout
      const first = firstSlot[n]
      const end = firstSlot[n + 1]
      for (let at = first; at < end; at++) before[at - first] = Math.abs(gradient[at] - gradientAt[at])
      terms[n] = field.evaluate(n, outputs, gradient, curvature)
      const rest = slotClass.length + n
      const hasRest = rest < gradient.length
      let rate = hasRest ? Math.max(0, -gradient[rest]) : 0
      let pushed = 0
      for (let at = first; at < end; at++) {
        outputsSeen[at] = outputs[at]
        pushed += upward[at]
        if (gradient[at] < 0) rate -= gradient[at]
        const more = Math.abs(gradient[at] - gradientAt[at]) - before[at - first]
        if (more === 0 || scale[at] === 0) continue
        const of = slotClass[at]
        willChange(of)
        ofClass[of] += more * scale[at]
      }
      if (hasRest) pushed += upward[rest]
      return rate > 0 ? time + Math.max(0, looksAt[n] - pushed) / rate : Number.POSITIVE_INFINITY
    },
    loss: () => terms.reduce((sum, term) => sum + term, 0) / size,
    look: history => {
      const { integral, upward, integralLooked, upwardLooked } = slots
      for (let at = 0; at < integral.length; at++) {
        integralLooked[at] -= integral[at]
        upwardLooked[at] = upward[at] - upwardLooked[at]
      }
      history.add(integralLooked, upwardLooked)
      integralLooked.set(integral)
      upwardLooked.set(upward)
      setLooks()
    },
    relay: from => {
      const relaid = relaying(from, layout)
      for (const name of names) slots[name] = relaid(slots[name])
      setLooks()
    },
    state: () => ({
      slots: names.map(name => slots[name].slice()),
      sampleTime: sampleTime.slice(),
      terms: terms.slice(),
    }),
    restore: state => {
      names.forEach((name, at) => {
        refill(slots[name], state.slots[at])
      })
      refill(sampleTime, state.sampleTime)
      refill(terms, state.terms)
      setLooks()
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
