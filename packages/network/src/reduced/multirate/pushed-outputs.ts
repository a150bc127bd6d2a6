/**
 * The sums of the outputs of all blocks, slot by slot, what pushes them, and the integral of that
 * over time.
 */

import { type OutputLayout, outputCount, relaying } from '../../objective/output-layout.ts'
import type { SampleField } from '../../objective/sample-field.ts'
import type { PushHistory } from '../push-history.ts'
import { refill } from '../state.ts'
import { type LabelKernel, labelKernel, tableLength } from './label-kernel.ts'
import {
  inCurvature,
  inGradient,
  inGradientAt,
  inIntegral,
  inLooksAt,
  inOutput,
  inScale,
  inSeen,
  inTime,
  inUpward,
  type Records,
  recordLength,
  recordsFor,
  sampleLength,
} from './records.ts'

/**
 * A look at the neurons that are not computed is due once the upward push of a sample has grown by
 * this share of what it was, or of the mean over samples. At q = 3 a neuron that has not grown to
 * twice its size takes at least as much push to grow without bound as it has received; above q = 3
 * it takes less.
 */
const mostUnlooked = 0.25

/** What is saved of the records, in this order. */
const saved = [inOutput, inSeen, inGradient, inCurvature, inGradientAt, inIntegral, inUpward] as const

export interface PushedOutputsState {
  /**
   * The numbers of every slot: those of `saved`, and the two integrals when they were looked at
   * last.
   */
  readonly slots: readonly Float64Array[]
  readonly sampleTime: Float64Array
  readonly terms: Float64Array
}

export interface PushedOutputs {
  /** Replaced when the layout grows. */
  readonly records: Records
  /** The present F. The array is reused. */
  outputs(): Float64Array
  /** Sets the factor with which the change of each slot counts as drift. */
  setScales(scale: Float64Array): void
  /** Adds the pushes of every sample until a time to the integrals. */
  flush(time: number): void
  /** Sets the time to 0. */
  restart(): void
  /**
   * Computes ∂L/∂F of samples anew, at a time. Adds what |∂L/∂F − its value when the class moved|
   * changes by to the drifts of the records.
   *
   * @param count how many of the samples.
   * @returns when one of them has pushed upward by so much since the last look that the next one is
   * due.
   */
  evaluate(samples: ArrayLike<number>, count: number, time: number, field: SampleField): number
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
  let count = outputCount(layout)
  let records = recordsFor(layout, tableLength, true)
  let outputs = new Float64Array(count)
  /** The integrals at the last look. */
  let looked: Float64Array[] = [new Float64Array(count), new Float64Array(count)]
  /** What has been pushed since, and upward. */
  let since: Float64Array[] = [new Float64Array(count), new Float64Array(count)]
  const terms = new Float64Array(size)
  /** The field of the last evaluation, and the kernel that evaluates it, if there is one. */
  let evaluated: SampleField | null = null
  let kernel: LabelKernel | null = null
  /** The slots of one sample and, behind those of k classes, its rest. */
  const sampleOutputs = new Float64Array(classes + 1)
  const sampleGradient = new Float64Array(classes + 1)
  const sampleCurvature = new Float64Array(classes + 1)
  for (let n = 0; n < size; n++) records.samples[sampleLength * n + inLooksAt] = Number.POSITIVE_INFINITY

  const column = (of: number, into = new Float64Array(count)): Float64Array => {
    for (let slot = 0, at = of; slot < count; slot++, at += recordLength) into[slot] = records.outputs[at]
    return into
  }
  const setColumn = (of: number, from: Float64Array): void => {
    for (let slot = 0, at = of; slot < count; slot++, at += recordLength) records.outputs[at] = from[slot]
  }
  const restOf = (n: number): number => recordLength * (layout.slotClass.length + n)
  const addPushes = (past: number, from: number, to: number): void => {
    const table = records.outputs
    for (let at = from; at < to; at += recordLength) {
      const push = table[at + inGradient] * past
      table[at + inIntegral] += push
      if (push < 0) table[at + inUpward] -= push
    }
  }
  const setLooks = (): void => {
    const { firstSlot } = layout
    const [, upwardLooked] = looked
    const slots = layout.slotClass.length
    const { samples } = records
    let whole = 0
    for (let n = 0; n < size; n++) {
      let sum = 0
      for (let at = firstSlot[n]; at < firstSlot[n + 1]; at++) sum += upwardLooked[at]
      if (slots + n < count) sum += upwardLooked[slots + n]
      samples[sampleLength * n + inLooksAt] = sum
      whole += sum
    }
    const mean = whole / size
    for (let at = inLooksAt; at < samples.length; at += sampleLength)
      samples[at] += mostUnlooked * Math.max(samples[at], mean)
  }
  /** Brings the terms of all samples up to date. */
  const presentTerms = (): Float64Array => {
    kernel?.terms(terms)
    return terms
  }
  const timesOf = (): Float64Array => terms.map((_, n) => records.samples[sampleLength * n + inTime])
  const setTimes = (times: Float64Array): void => {
    times.forEach((time, n) => {
      records.samples[sampleLength * n + inTime] = time
    })
  }
  /** `evaluate` in plain TypeScript. */
  const evaluateSample = (n: number, time: number, field: SampleField): number => {
    const { firstSlot, slotClass } = layout
    const { samples, outputs: table, drift, isDirty, changed } = records
    const ofSample = sampleLength * n
    const slot = firstSlot[n]
    const width = firstSlot[n + 1] - slot
    const first = recordLength * slot
    const rest = restOf(n)
    const hasRest = width < classes
    const past = time - samples[ofSample + inTime]
    samples[ofSample + inTime] = time
    for (let i = 0, at = first; i < width; i++, at += recordLength)
      table[at + inSeen] = sampleOutputs[i] = table[at + inOutput]
    if (hasRest) sampleOutputs[classes] = table[rest + inOutput]
    const restAt = hasRest ? classes : classes + 1
    terms[n] = field.evaluate(n, sampleOutputs, sampleGradient, sampleCurvature, 0, restAt)
    let rate = hasRest ? Math.max(0, -sampleGradient[classes]) : 0
    let pushed = 0
    for (let i = 0, at = first; i < width; i++, at += recordLength) {
      const before = table[at + inGradient]
      const gradient = sampleGradient[i]
      const push = before * past
      table[at + inIntegral] += push
      if (push < 0) table[at + inUpward] -= push
      pushed += table[at + inUpward]
      table[at + inGradient] = gradient
      table[at + inCurvature] = sampleCurvature[i]
      if (gradient < 0) rate -= gradient
      const compared = table[at + inGradientAt]
      const more = Math.abs(gradient - compared) - Math.abs(before - compared)
      const scale = table[at + inScale]
      if (more === 0 || scale === 0) continue
      const of = slotClass[slot + i]
      if (isDirty[of] === 0) {
        isDirty[of] = 1
        changed[++changed[0]] = of
      }
      drift[of] += more * scale
    }
    if (hasRest) {
      addPushes(past, rest, rest + recordLength)
      table[rest + inGradient] = sampleGradient[classes]
      pushed += table[rest + inUpward]
    }
    return rate > 0
      ? time + Math.max(0, samples[ofSample + inLooksAt] - pushed) / rate
      : Number.POSITIVE_INFINITY
  }
  return {
    get records() {
      return records
    },
    outputs: () => column(inOutput, outputs),
    setScales: scale => setColumn(inScale, scale),
    flush: time => {
      const { firstSlot } = layout
      const { samples } = records
      for (let n = 0, at = inTime; n < size; n++, at += sampleLength) {
        const past = time - samples[at]
        if (past === 0) continue
        samples[at] = time
        addPushes(past, recordLength * firstSlot[n], recordLength * firstSlot[n + 1])
        const rest = restOf(n)
        if (rest < records.outputs.length) addPushes(past, rest, rest + recordLength)
      }
    },
    restart: () => {
      for (let at = inTime; at < records.samples.length; at += sampleLength) records.samples[at] = 0
    },
    evaluate: (samples, count, time, field) => {
      if (field !== evaluated) {
        presentTerms()
        evaluated = field
        kernel = field.label === undefined ? null : labelKernel(records, layout, field.label)
      }
      if (kernel !== null) {
        const { list } = records
        if (samples !== list) for (let i = 0; i < count; i++) list[i] = samples[i]
        return kernel.evaluate(count, time)
      }
      let due = Number.POSITIVE_INFINITY
      for (let i = 0; i < count; i++) due = Math.min(due, evaluateSample(samples[i], time, field))
      return due
    },
    loss: () => presentTerms().reduce((sum, term) => sum + term, 0) / size,
    look: history => {
      const [integralLooked, upwardLooked] = looked
      const [pushed, pushedUpward] = since
      const table = records.outputs
      for (let slot = 0, at = 0; slot < count; slot++, at += recordLength) {
        const integral = table[at + inIntegral]
        const upward = table[at + inUpward]
        pushed[slot] = integralLooked[slot] - integral
        pushedUpward[slot] = upward - upwardLooked[slot]
        integralLooked[slot] = integral
        upwardLooked[slot] = upward
      }
      history.add(pushed, pushedUpward)
      setLooks()
    },
    relay: from => {
      presentTerms()
      const forKernel = evaluated === null || evaluated.label !== undefined
      evaluated = null
      kernel = null
      const times = timesOf()
      const relaid = relaying(from, layout)
      const columns = saved.map(of => relaid(column(of)))
      looked = looked.map(relaid)
      since = looked.map(({ length }) => new Float64Array(length))
      count = outputCount(layout)
      records = recordsFor(layout, tableLength, forKernel)
      setTimes(times)
      outputs = new Float64Array(count)
      saved.forEach((of, i) => {
        setColumn(of, columns[i])
      })
      setLooks()
    },
    state: () => ({
      slots: [...saved.map(of => column(of)), ...looked.map(each => each.slice())],
      sampleTime: timesOf(),
      terms: presentTerms().slice(),
    }),
    restore: state => {
      saved.forEach((of, i) => {
        refill(outputs, state.slots[i])
        setColumn(of, outputs)
      })
      looked.forEach((each, i) => {
        refill(each, state.slots[saved.length + i])
      })
      refill(terms, state.sampleTime)
      setTimes(terms)
      presentTerms()
      refill(terms, state.terms)
      setLooks()
    },
  }
}
