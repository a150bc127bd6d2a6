import type { Promote, SumOf } from '../array/dtype.ts'
import { fail, show, told } from '../array/error.ts'
import { operands } from '../array/operands.ts'
import { checkOptions, type OptionKinds } from '../array/options.ts'
import { axisList, type Shape, sizeOf } from '../array/shape.ts'
import type { Arg, DTypeOf, Tensor } from '../array/tensor.ts'
import { within } from '../array/within.ts'
import { matmul } from '../ops/product/matmul.ts'
import { reshape } from '../ops/shape/reshape.ts'
import { transpose } from '../ops/shape/transpose.ts'
import type { Op } from '../trace/apply.ts'

export interface TensordotOptions {
  /**
   * A number n sums over the last n axes of `a` and the first n axes of `b`, 2 by default. A pair
   * of lists names the axes of `a` and the axes of `b` that are matched.
   */
  readonly axes?: number | readonly [Shape, Shape]
}

const KINDS: OptionKinds = { axes: '' }

export const tensordotOp: Op<TensordotOptions> = {
  name: 'tensordot',
  forward: ([a, b], options) => tensordot(a, b, options),
  derivative: 'composed',
}

/**
 * The sum of products over some axes of `a` and as many of `b`. The result has the other axes of
 * `a`, then those of `b`. Throws if matched axes have different lengths.
 *
 * @example
 * tensordot(tensor([[1, 2], [3, 4]]), tensor([[1, 0], [0, 1]])).item() // 5
 * tensordot(zeros([2, 3, 4]), zeros([4, 5]), { axes: 1 }).shape // [2, 3, 5]
 * tensordot(zeros([2, 3, 4]), zeros([5, 3]), { axes: [[1], [1]] }).shape // [2, 4, 5]
 */
export function tensordot<A extends Arg, B extends Arg>(
  a: A,
  b: B,
  options?: TensordotOptions,
): Tensor<SumOf<Promote<DTypeOf<A>, DTypeOf<B>>>>
export function tensordot(a: Arg, b: Arg, options: TensordotOptions = {}): Tensor {
  checkOptions('tensordot', options, KINDS)
  const { axes = 2 } = options
  const [x, y] = operands('tensordot', a, b)
  const [p, q] = pairs(axes, x, y)
  const lengths = p.map(axis => x.shape[axis])
  if (p.length !== q.length || q.some((axis, i) => y.shape[axis] !== lengths[i]))
    fail(
      'tensordot',
      `axes ${show(p)} of shape ${show(x.shape)} and axes ${show(q)} of shape ${show(y.shape)} do not fit; ` +
        'as many of each are summed together, and their lengths must be equal',
    )
  const [left, right] = [
    [x, p],
    [y, q],
  ].map(([t, summed]) => (t as Tensor).shape.map((_, i) => i).filter(i => !(summed as number[]).includes(i)))
  const [s, t] = [left.map(i => x.shape[i]), right.map(i => y.shape[i])]
  const n = sizeOf(lengths)
  return within('tensordot', () =>
    reshape(
      matmul(
        reshape(transpose(x, [...left, ...p]), [sizeOf(s), n]),
        reshape(transpose(y, [...q, ...right]), [n, sizeOf(t)]),
      ) as Tensor,
      [...s, ...t],
    ),
  )
}

function pairs(axes: number | readonly [Shape, Shape], x: Tensor, y: Tensor): [number[], number[]] {
  if (Array.isArray(axes) && axes.length === 2)
    return [axisList('tensordot', axes[0], x.ndim), axisList('tensordot', axes[1], y.ndim)]
  const n = axes as number
  if (!Number.isInteger(n) || n < 0 || n > x.ndim || n > y.ndim)
    fail(
      'tensordot',
      `axes ${told(axes)} for shapes ${show(x.shape)} and ${show(y.shape)}; give a number that both have, or two lists`,
    )
  const first = Array.from({ length: n }, (_, i) => i)
  return [first.map(i => x.ndim - n + i), first]
}
