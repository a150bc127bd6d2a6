/**
 * Learning rate schedules. A schedule is a function from the step, counted from 0, to the rate. An
 * optimizer takes it as its learning rate.
 */
import { fail, told } from '../array/error.ts'
import { asTensor } from '../array/operands.ts'
import { checkOptions } from '../array/options.ts'
import { Tensor } from '../array/tensor.ts'
import { equal, greaterEqual, less } from '../ops/elementwise/compare.ts'
import { maximum } from '../ops/elementwise/maximum.ts'
import { minimum } from '../ops/elementwise/minimum.ts'
import { pow } from '../ops/elementwise/pow.ts'
import { floor } from '../ops/elementwise/rounding.ts'
import { cos } from '../ops/elementwise/sin-cos.ts'
import { where } from '../ops/elementwise/where.ts'
import { checkRate, type Rate, rateAt } from './rate.ts'
import { firstStep } from './rule.ts'

/**
 * The learning rate of each step, counted from 0. It takes the step as a tensor, also inside `jit`
 * and `vmap`, or as a number.
 */
export interface Schedule {
  (step: Tensor): Tensor
  (step: number): number
}

/** The schedule of a function written in ops. */
function scheduleOf(operation: string, f: (step: Tensor) => Tensor): Schedule {
  const schedule = (step: Tensor | number): Tensor | number =>
    step instanceof Tensor ? f(step) : f(asTensor(operation, step)).item()
  return schedule as Schedule
}

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
  return scheduleOf('constantSchedule', () => asTensor('constantSchedule', value))
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
  return scheduleOf('exponentialDecay', step => {
    const share = step.div(steps)
    return pow(decayRate, staircase ? floor(share) : share).mul(value)
  })
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
  return scheduleOf('cosineDecay', step => {
    // The cosine of a rounded right angle is not 0. This form is exact in the middle and at both
    // ends.
    const share = minimum(step, steps).div(steps)
    const weight = where(equal(share, 0.5), 0.5, cos(share.mul(Math.PI)).add(1).div(2))
    return weight.mul(value - end).add(end)
  })
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
  return scheduleOf('piecewiseConstant', step =>
    edges.reduce<Tensor>(
      (rate, edge, i) => where(greaterEqual(step, edge), rates[i + 1], rate),
      asTensor('piecewiseConstant', rates[0]),
    ),
  )
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
  checkRate('warmup', rate)
  return scheduleOf('warmup', step => {
    const later = rateAt('warmup', rate, maximum(step.sub(steps), 0))
    const peak = typeof rate === 'function' ? rateAt('warmup', rate, firstStep()) : later
    return where(less(step, steps), peak.sub(start).mul(step.div(steps)).add(start), later)
  })
}
