import { type DTypeOption, full } from './create.ts'
import type { DType } from './dtype.ts'
import { fail } from './error.ts'
import type { Tensor } from './tensor.ts'

export interface RangeOptions<D extends DType> extends DTypeOption<D> {
  readonly step?: number
}

/**
 * The numbers from `start` (0 if only one is given) up to, not including, `stop`, `step` apart. The i-th is
 * start + i·step. Throws for a step of 0.
 *
 * @example
 * arange(3).toArray() // [0, 1, 2]
 * arange(5, 0, { step: -2, dtype: 'int32' }).toArray() // [5, 3, 1]
 */
export function arange<D extends DType = 'float64'>(stop: number, options?: RangeOptions<D>): Tensor<D>
export function arange<D extends DType = 'float64'>(
  start: number,
  stop: number,
  options?: RangeOptions<D>,
): Tensor<D>
export function arange(
  start: number,
  stop?: number | RangeOptions<DType>,
  options?: RangeOptions<DType>,
): Tensor {
  const [from, to, named] = typeof stop === 'number' ? [start, stop, options] : [0, start, stop]
  const { step = 1, dtype = 'float64' } = named ?? {}
  const length = Math.max(0, Math.ceil((to - from) / step))
  if (!Number.isFinite(length))
    fail('arange', `from ${from} to ${to} by ${step} never ends; use finite edges and a step other than 0`)
  const x = full([length], 0, { dtype })
  for (let i = 0; i < length; i++) x.data[i] = from + i * step
  return x
}

/**
 * `count` numbers evenly spaced from `start` to `stop`, both included.
 *
 * @example
 * linspace(0, 1, 5).toArray() // [0, 0.25, 0.5, 0.75, 1]
 */
export function linspace<D extends DType = 'float64'>(
  start: number,
  stop: number,
  count: number,
  options: DTypeOption<D> = {},
): Tensor<D> {
  const x = full([count], 0, options)
  const step = (stop - start) / (count - 1)
  for (let i = 0; i < count; i++) x.data[i] = i === count - 1 && i > 0 ? stop : start + (i > 0 ? i * step : 0)
  return x
}
