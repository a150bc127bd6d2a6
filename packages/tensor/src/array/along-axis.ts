/** The driver of ops that work along one axis and keep the shape: scans, softmax, sorting. */

import { allocate, type DType } from './dtype.ts'
import { fast } from './fast.ts'
import type { Run } from './loop.ts'
import { checkOptions } from './options.ts'
import { blocks } from './reduce.ts'
import { axisOf } from './shape.ts'
import { Tensor } from './tensor.ts'

export function alongAxis(name: string, x: Tensor, axis: number, dtype: DType, run: Run): Tensor {
  const at = axisOf(name, axis, x.ndim)
  const out = allocate(name, dtype, x.shape)
  if (out.length > 0) {
    const seen = blocks(name, x, [at])
    const { data, offset, outer, n, inner } = seen
    if (!fast.alongAxis?.(name, seen, out))
      for (let i = 0; i < outer; i++)
        for (let j = 0; j < inner; j++) {
          const o = i * n * inner + j
          run(data, offset + o, n, inner, out, o)
        }
  }
  return new Tensor(dtype, out, x.shape)
}

/** Options of an op along one axis. */
export interface AxisOption {
  /** Negative axes count from the end. */
  readonly axis?: number
}

/** Options of an op along one axis or over the flattened elements. */
export interface AxisOrNull {
  /** Negative axes count from the end; null flattens. */
  readonly axis?: number | null
}

/** The axis among options that have no other member. */
export function axisOption<A>(name: string, options: { readonly axis?: A }): A | undefined {
  checkOptions(name, options, { axis: '' })
  return options.axis
}
