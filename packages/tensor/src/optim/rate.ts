/** Learning rates, and the checks of options that optimizers share. */
import type { FloatDType } from '../array/dtype.ts'
import { fail, told } from '../array/error.ts'
import { asTensor } from '../array/operands.ts'
import { Tensor } from '../array/tensor.ts'
import { cast } from '../ops/elementwise/cast.ts'

/**
 * A constant learning rate, or a function from the step to the rate. The step is an int32 tensor
 * (0-d), counted from 0, so the function is written in ops. Inside `vmap` the rate may be a tensor
 * (0-d) that differs between the examples.
 */
export type Rate = number | Tensor | ((step: Tensor) => Tensor | number)

/** The rate of a step. Its number is checked unless it is inside a transform. */
export function rateAt(operation: string, rate: Rate, step: Tensor): Tensor {
  const value = typeof rate === 'function' ? rate(step) : rate
  const number = typeof value === 'number' || !(value instanceof Tensor) ? value : value.tracing ? 0 : value
  const plain = number instanceof Tensor && number.ndim === 0 ? number.item() : number
  if (typeof plain !== 'number' || !(plain >= 0 && plain < Infinity))
    fail(
      operation,
      `the learning rate of step ${step.tracing ? 'any' : step.item()} is ${told(plain)}; it must be a finite number from 0`,
    )
  return asTensor(operation, value)
}

/** Throws for an invalid constant rate when the optimizer is created, not at its first step. */
export function checkRate(operation: string, rate: Rate): void {
  if (typeof rate !== 'function') rateAt(operation, rate, asTensor(operation, 0))
}

/** Throws for a decay outside [0, 1). With such a decay an average would not converge. */
export function checkDecay(operation: string, name: string, value: number): void {
  if (!(value >= 0 && value < 1)) fail(operation, `${name} is ${value}; it must lie in [0, 1)`)
}

/** Throws for an epsilon that does not keep a quotient finite if all gradients were 0. */
export function checkEpsilon(operation: string, epsilon: number): void {
  if (!(epsilon > 0))
    fail(operation, `epsilon is ${epsilon}; it must be above 0, for where all gradients were 0`)
}

/** Throws for a weight decay that is not a finite number of at least 0. */
export function checkWeightDecay(operation: string, value: number): void {
  if (typeof value !== 'number' || !(value >= 0 && value < Infinity))
    fail(operation, `weightDecay is ${told(value)}; it must be a finite number from 0`)
}

/** Returns a function that casts a number (0-d) to a dtype, and casts to each dtype once. */
export function inDType(x: Tensor): (like: Tensor) => Tensor {
  const found = new Map<string, Tensor>()
  return ({ dtype }) => {
    const before = found.get(dtype) ?? cast(x, dtype as FloatDType)
    found.set(dtype, before)
    return before
  }
}
