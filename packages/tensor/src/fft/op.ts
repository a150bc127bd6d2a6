/**
 * The op of all transforms: a linear map along an axis, whose adjoint has the same form. Its result
 * has a new first axis with the real parts and then the imaginary parts.
 */
import { compact } from '../array/convert.ts'
import { allocate, type DType } from '../array/dtype.ts'
import { sizeOf } from '../array/shape.ts'
import { Tensor } from '../array/tensor.ts'
import { slice } from '../ops/indexing/slice.ts'
import { apply, type Op } from '../trace/apply.ts'
import { planOf } from './plan.ts'
import { complexRow, realPart, realRow } from './rows.ts'

export interface TransformOptions {
  readonly axis: number
  /** The size of the transform. The input is cut to it or padded with zeros. */
  readonly n: number
  /** The number of results to keep. If it is more than n, zeros follow. */
  readonly kept: number
  /** Uses exp(+2πijk/n) instead of exp(−2πijk/n). */
  readonly inverse: boolean
  /** A factor of the results. */
  readonly scale: number
  /** Keeps only the real parts of the results, without the new first axis. */
  readonly real: boolean
}

/**
 * One input is the real parts. Two inputs are the real and the imaginary parts. All are floats of
 * the same dtype.
 */
export const transformOp: Op<TransformOptions> = {
  name: 'fft',
  batch: 'own',
  dtypes: 'float',
  forward(inputs, { axis, n, kept, inverse, scale, real }) {
    const [x, y] = inputs.map(input => compact(input, 'fft'))
    const { dtype, shape } = x
    const length = shape[axis]
    const outer = sizeOf(shape.slice(0, axis))
    const inner = sizeOf(shape.slice(axis + 1))
    const part = [...shape.slice(0, axis), kept, ...shape.slice(axis + 1)]
    const size = sizeOf(part)
    const whole = real ? part : [2, ...part]
    const out = allocate('fft', dtype, whole)
    if (size === 0) return new Tensor<DType>(dtype, out, whole)
    const { re, im } = planOf(n)
    const given = Math.min(length, n)
    const row = { n, length: given, re, im }
    const transform = real ? realPart : y ? complexRow : realRow
    const taken = Math.min(kept, n)
    for (let i = 0; i < outer; i++)
      for (let j = 0; j < inner; j++) {
        const from = i * length * inner + j
        for (let k = 0, at = x.offset + from; k < given; k++, at += inner) re[k] = x.data[at]
        if (y) for (let k = 0, at = y.offset + from; k < given; k++, at += inner) im[k] = y.data[at]
        else im.fill(0)
        re.fill(0, given)
        im.fill(0, given)
        transform(row, inverse)
        const to = i * kept * inner + j
        for (let k = 0, at = to; k < taken; k++, at += inner) out[at] = re[k] * scale
        if (!real) for (let k = 0, at = size + to; k < taken; k++, at += inner) out[at] = im[k] * scale
      }
    return new Tensor<DType>(dtype, out, whole)
  },
  derivative(g, _y, inputs, options) {
    const { kept: _, ...rest } = options
    const parts = options.real ? [g] : [slice(g, 0), slice(g, 1)]
    const adjoint = (real: boolean): Tensor =>
      apply(transformOp, parts, {
        ...rest,
        kept: inputs[0].shape[options.axis],
        inverse: !options.inverse,
        real,
      })
    if (inputs.length === 1) return [() => adjoint(true)]
    let both: Tensor | undefined
    return [0, 1].map(part => () => slice((both ??= adjoint(false)), part))
  },
}
