/**
 * Learning rate schedules. A schedule is a function from the step, counted from 0, to the rate. An
 * optimizer takes it as its learning rate.
 */
import { fail, told } from '../array/error.ts'
import { checkOptions } from '../array/options.ts'
import { cos } from '../math/cos.ts'
import { pow } from '../math/pow.ts'
import { type Rate, rateAt } from './optimizer.ts'

/** The learning rate of each step, counted from 0. */
export type Schedule = (step: number) => number

function checkValue(operation: string, role: string, value: number): void {
  if (typeof value !== 'number' || !(value >= 0 && value < Infinity))
    fail(operation, `${role} is ${told(value)}; it must be a finite number from 0`)
}

function checkSteps(operation: string, role: string, steps: number): void {
  if (!Number.isInteger(steps) || steps < 1)
    fail(operation, `${role} is ${told(steps)}; it must be a whole number from 1`)
}

/**
 * The same rate at every step.
 *
 * @example
 * constantSchedule(0.1)(1000) // 0.1
 */
export function constantSchedule(value: number): Schedule {
  checkValue('constantSchedule', 'the rate', value)
  return () => value
}

/**
 * value · decayRate^(step / steps).
 *
 * @param value the rate of step 0.
 * @param options.steps after this many steps the rate has been multiplied by `decayRate` once.
 * @param options.decayRate a finite number of at least 0.
 * @param options.staircase whether the exponent is rounded down, false by default.
 * @example
 * const rate = exponentialDecay(1, { steps: 10, decayRate: 0.25 })
 * rate(5) // 0.5
 * rate(20) // 0.0625
 */
export function exponentialDecay(
  value: number,
  options: { readonly steps: number; readonly decayRate: number; readonly staircase?: boolean },
): Schedule {
  checkOptions('exponentialDecay', options, { steps: 'number', decayRate: 'number', staircase: 'boolean' })
  const { steps, decayRate, staircase = false } = options
  checkValue('exponentialDecay', 'the first rate', value)
  checkValue('exponentialDecay', 'decayRate', decayRate)
  checkSteps('exponentialDecay', 'steps', steps)
  return step => value * pow(decayRate, staircase ? Math.floor(step / steps) : step / steps)
}

/**
 * Half a period of a cosine from `value` at step 0 to `end` at step `steps`. After that the rate is
 * `end` (I. Loshchilov and F. Hutter, 2017, arXiv:1608.03983).
 *
 * @param options.end 0 by default.
 * @example
 * const rate = cosineDecay(1, { steps: 100 })
 * rate(0) // 1
 * rate(50) // 0.5
 * rate(100) // 0
 */
export function cosineDecay(
  value: number,
  options: { readonly steps: number; readonly end?: number },
): Schedule {
  checkOptions('cosineDecay', options, { steps: 'number', end: 'number' })
  const { steps, end = 0 } = options
  checkValue('cosineDecay', 'the first rate', value)
  checkValue('cosineDecay', 'end', end)
  checkSteps('cosineDecay', 'steps', steps)
  return step => {
    // The cosine of a rounded right angle is not 0. This form is exact in the middle and at both
    // ends.
    const share = Math.min(step, steps) / steps
    const weight = share === 0.5 ? 0.5 : (1 + cos(Math.PI * share)) / 2
    return end + (value - end) * weight
  }
}

/**
 * `values[i]` from step `boundaries[i − 1]` on, until the step before `boundaries[i]`.
 *
 * @param boundaries steps in strictly ascending order.
 * @param values one more than `boundaries`.
 * @example
 * const rate = piecewiseConstant([10, 20], [1, 0.5, 0.1])
 * [9, 10, 19, 20].map(rate) // [1, 0.5, 0.5, 0.1]
 */
export function piecewiseConstant(boundaries: readonly number[], values: readonly number[]): Schedule {
  if (
    !Array.isArray(boundaries) ||
    boundaries.some((b, i) => !Number.isInteger(b) || !(b > (boundaries[i - 1] ?? 0)))
  )
    fail(
      'piecewiseConstant',
      `boundaries are ${told(boundaries)}; give whole numbers from 1, each above the one before`,
    )
  if (!Array.isArray(values) || values.length !== boundaries.length + 1)
    fail(
      'piecewiseConstant',
      `values are ${told(values)}; give ${boundaries.length + 1} rates, one more than boundaries`,
    )
  for (const value of values) checkValue('piecewiseConstant', 'a rate', value)
  const [edges, rates] = [[...boundaries], [...values]]
  return step => rates[edges.filter(edge => step >= edge).length]
}

/**
 * Increases linearly from `start` at step 0 to the first rate of a schedule at step `steps`. From
 * there on it is the schedule, whose steps are counted from that step.
 *
 * @param rate a rate, or a schedule.
 * @param options.start 0 by default.
 * @example
 * const rate = warmup(cosineDecay(1, { steps: 100 }), { steps: 10 })
 * [0, 5, 10, 60, 110].map(rate) // [0, 0.5, 1, 0.5, 0]
 */
export function warmup(rate: Rate, options: { readonly steps: number; readonly start?: number }): Schedule {
  checkOptions('warmup', options, { steps: 'number', start: 'number' })
  const { steps, start = 0 } = options
  checkValue('warmup', 'start', start)
  checkSteps('warmup', 'steps', steps)
  const peak = rateAt('warmup', rate, 0)
  return step =>
    step < steps ? start + (peak - start) * (step / steps) : rateAt('warmup', rate, step - steps)
}
