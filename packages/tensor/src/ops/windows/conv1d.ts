import type { FloatOf, Promote } from '../../array/dtype.ts'
import type { Arg, DTypeOf, Tensor } from '../../array/tensor.ts'
import type { Op } from '../../trace/apply.ts'
import { type ConvOptions, convolve } from './conv2d.ts'

export const conv1dOp: Op<ConvOptions> = {
  name: 'conv1d',
  dtypes: 'float',
  forward: ([x, kernel], options) => conv1d(x, kernel, options),
  derivative: 'composed',
}

/**
 * The convolution of series: [samples, channels, length] and a kernel [out channels, channels /
 * groups, kernel length] give [samples, out channels, windows]. See {@link conv2d}.
 *
 * @example
 * const x = tensor([[[1, 2, 4, 8]]])
 * conv1d(x, tensor([[[1, 1]]])).toArray() // [[[3, 6, 12]]]
 * conv1d(x, tensor([[[1, 1]]]), { stride: 2, bias: tensor([100]) }).toArray() // [[[103, 112]]]
 */
export function conv1d<A extends Arg, B extends Arg>(
  x: A,
  kernel: B,
  options?: ConvOptions,
): Tensor<FloatOf<Promote<DTypeOf<A>, DTypeOf<B>>>>
export function conv1d(x: Arg, kernel: Arg, options: ConvOptions = {}): Tensor {
  return convolve('conv1d', 1, x, kernel, options)
}
