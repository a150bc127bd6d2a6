/** Functions that create evenly spaced numbers. */
import { type DTypeOption, element } from './create.ts'
import { allocate, type DType } from './dtype.ts'
import { fail, told, unfit } from './error.ts'
import { dtypeOption } from './options.ts'
import { checkShape } from './shape.ts'
import { Tensor } from './tensor.ts'

export interface RangeOptions<D extends DType> extends DTypeOption<D> {
  readonly step?: number
}

/**
 * The numbers from `start` up to `stop`, which is not included, `step` apart. The i-th is start +
 * i·step. A single argument is `stop`, and `start` is 0. Throws for a step of 0.
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
  const one = typeof stop !== 'number'
  if (one && options !== undefined) unfit('arange', 'stop', stop, 'a number')
  const [from, to, given = {}] = one ? [0, start, stop] : [start, stop, options]
  const dtype = dtypeOption('arange', given, { step: 'number' })
  const { step = 1 } = given
  const length = typeof start === 'number' ? Math.max(0, Math.ceil((to - from) / step)) : Number.NaN
  if (!Number.isFinite(length))
    fail(
      'arange',
      `from ${told(from)} to ${told(to)} by ${step} never ends; give finite numbers and a step other than 0`,
    )
  return spaced('arange', length, dtype, i => from + i * step)
}

/** The values of a function of the index. */
function spaced(
  operation: string,
  length: number,
  dtype: DType = 'float64',
  value: (i: number) => number,
): Tensor {
  const shape = [length]
  const data = allocate(operation, dtype, shape)
  for (let i = 0; i < length; i++) data[i] = element(operation, value(i), dtype, shape, i)
  return new Tensor(dtype, data, shape)
}

export interface LinspaceOptions<D extends DType = DType> extends DTypeOption<D> {
  /** Whether `stop` is the last number (the default) or is not included. */
  readonly endpoint?: boolean
}

/**
 * `count` evenly spaced numbers from `start` to `stop`, both included.
 *
 * @example
 * linspace(0, 1, 5).toArray() // [0, 0.25, 0.5, 0.75, 1]
 * linspace(0, 1, 4, { endpoint: false }).toArray() // [0, 0.25, 0.5, 0.75]
 */
export function linspace<D extends DType = 'float64'>(
  start: number,
  stop: number,
  count: number,
  options: LinspaceOptions<D> = {},
): Tensor<D> {
  for (const edge of [start, stop])
    if (!Number.isFinite(edge)) unfit('linspace', 'an edge', edge, 'a finite number')
  checkShape('linspace', [count])
  const dtype = dtypeOption('linspace', options, { endpoint: 'boolean' })
  const { endpoint = true } = options
  const last = endpoint ? count - 1 : count
  const step = (stop - start) / last
  return spaced('linspace', count, dtype, i =>
    i === 0 ? start : i === last ? stop : start + i * step,
  ) as Tensor as Tensor<D>
}
