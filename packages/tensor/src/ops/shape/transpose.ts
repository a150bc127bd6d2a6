import { fail, show } from '../../array/error.ts'
import { asTensor } from '../../array/operands.ts'
import { axisList, type Shape } from '../../array/shape.ts'
import type { Arg, Own, Tensor } from '../../array/tensor.ts'
import { transposeView } from '../../array/view.ts'
import { apply, type Op } from '../../trace/apply.ts'

export const transposeOp: Op<Shape> = {
  name: 'transpose',
  batch: 'own',
  forward: ([x], axes) => transposeView(x, axes),
  derivative: (g, _y, _inputs, axes) => [
    () =>
      transpose(
        g,
        axes.map((_, i) => axes.indexOf(i)),
      ),
  ],
}

/**
 * A view with the axes in another order. Axis i of the result is axis `axes[i]` of `x`. Without
 * `axes` the order is reversed: [a,b,c] becomes [c,b,a]. Throws unless `axes` names each axis once.
 *
 * @example
 * transpose(tensor([[1, 2, 3], [4, 5, 6]])).toArray() // [[1, 4], [2, 5], [3, 6]]
 * transpose(zeros([2, 3, 4]), [1, 0, 2]).shape // [3, 2, 4]
 */
export function transpose<A extends Arg>(x: A, axes?: Shape): Tensor<Own<A>>
export function transpose(x: Arg, axes?: Shape): Tensor {
  const t = asTensor('transpose', x)
  const { shape } = t
  const order =
    axes === undefined || axes === null
      ? shape.map((_, i) => shape.length - 1 - i)
      : axisList('transpose', axes, shape.length)
  if (order.length < shape.length)
    fail('transpose', `axes ${show(order)} for shape ${show(shape)}; name each of its axes once`)
  return apply(transposeOp, [t], order)
}
