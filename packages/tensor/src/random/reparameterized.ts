/**
 * Draws from a key whose parameters are inside a transform, by ops on standard draws. So they have
 * derivatives in the parameters, and the bits of the draws whose parameters are numbers. The
 * numbers of such parameters are not checked.
 */
import type { FloatDType } from '../array/dtype.ts'
import type { Shape } from '../array/shape.ts'
import { Tensor } from '../array/tensor.ts'
import { add } from '../ops/elementwise/add.ts'
import { cast } from '../ops/elementwise/cast.ts'
import { less } from '../ops/elementwise/compare.ts'
import { maximum } from '../ops/elementwise/maximum.ts'
import { mul } from '../ops/elementwise/mul.ts'
import { nextafter } from '../ops/elementwise/nextafter.ts'
import { sub } from '../ops/elementwise/sub.ts'
import { where } from '../ops/elementwise/where.ts'
import { stopGradient } from '../trace/stop-gradient.ts'
import type { RandomSource } from './key.ts'
import { checkFits, type Parameter, parameter, type Range } from './parameters.ts'
import { Stream } from './stream.ts'

const isTraced = (x: unknown): x is Tensor => x instanceof Tensor && x.tracing !== undefined

/** Whether a draw is made by ops: from a key, with a parameter inside a transform. */
export const byOps = (random: RandomSource, ...parameters: unknown[]): boolean =>
  !(random instanceof Stream) && parameters.some(isTraced)

/** A parameter as an operand in float64. */
export function operand(
  operation: string,
  name: string,
  value: Parameter | undefined,
  shape: Shape,
  range: Range,
  otherwise: number,
): Tensor | number {
  if (isTraced(value)) {
    checkFits(operation, name, value, shape)
    return cast(value, 'float64')
  }
  const values = parameter(operation, name, value, shape, range, otherwise)
  return typeof values === 'number' ? values : new Tensor('float64', values as Float64Array, shape)
}

/** mean + std·z for standard normal z. */
export const scaledNormal = <D extends FloatDType>(
  z: Tensor,
  mean: Tensor | number,
  std: Tensor | number,
  dtype: D,
): Tensor<D> => cast(add(mul(std, z), mean), dtype)

/** low + (high − low)·u for u in [0, 1). If rounding gives `high`, the result is a number below. */
export function scaledUniform<D extends FloatDType>(
  u: Tensor,
  low: Tensor | number,
  high: Tensor | number,
  dtype: D,
): Tensor<D> {
  const x = add(mul(sub(high, low), u), low)
  const inside = where(less(x, high), x, low)
  if (dtype === 'float64') return cast(inside, dtype)
  const rounded = cast(inside, 'float32')
  const [first, end] = [low, high].map(bound => cast(stopGradient(add(bound, 0)), 'float32'))
  const last = maximum(first, nextafter(end, -Infinity))
  return cast(where(less(rounded, high), rounded, last), dtype)
}
