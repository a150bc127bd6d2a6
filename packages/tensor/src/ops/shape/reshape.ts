import { compact } from '../../array/convert.ts'
import { runs } from '../../array/elementwise.ts'
import { fail, show, told } from '../../array/error.ts'
import { asTensor } from '../../array/operands.ts'
import { type Shape, sameShape, sizeOf } from '../../array/shape.ts'
import { type Arg, type Own, Tensor } from '../../array/tensor.ts'
import { apply, type Op } from '../../trace/apply.ts'

export const reshapeOp: Op<Shape> = {
  name: 'reshape',
  batch: 'own',
  forward([x], shape) {
    const stride = viewStride(x, shape)
    const { data, offset } = stride ? x : compact(x, 'reshape')
    return new Tensor(x.dtype, data, shape, stride, offset)
  },
  derivative: (g, _y, [x]) => [() => reshape(g, x.shape)],
}

/**
 * The strides of a view in another shape, or undefined if it needs a copy. Each new axis must lie
 * within one of the longest runs that the old axes form in memory.
 */
function viewStride({ shape, stride }: Tensor, target: Shape): number[] | undefined {
  if (sizeOf(shape) === 0) return
  const open = runs(shape, [stride])
  const result = [...target]
  let rest = 1
  let step = 1
  for (let axis = target.length - 1; axis >= 0; axis--) {
    const n = target[axis]
    if (rest === 1 && n > 1) [rest, [step]] = open.shift()!
    if (rest % n > 0) return
    result[axis] = step
    step *= n
    rest /= n
  }
  return result
}

/**
 * The same elements in C order, in another shape. The result is a view if the strides allow it. One
 * length may be -1; it is then computed. Throws unless both shapes have the same number of
 * elements.
 *
 * @example
 * reshape(arange(6), [2, -1]).toArray() // [[0, 1, 2], [3, 4, 5]]
 */
export function reshape<A extends Arg>(x: A, shape: Shape): Tensor<Own<A>>
export function reshape(x: Arg, shape: Shape): Tensor {
  const t = asTensor('reshape', x)
  const { size, shape: old } = t
  const target: number[] = Array.isArray(shape) && shape.every(Number.isInteger) ? [...shape] : [-1, -1]
  const open = target.indexOf(-1)
  if (open >= 0) target[open] = size / -sizeOf(target)
  if (target.some(n => n < 0 || n % 1) || sizeOf(target) !== size)
    fail(
      'reshape',
      `shape ${show(old)} has ${size} elements, which do not fit ${told(shape)}; one length may be -1`,
    )
  return sameShape(target, old) ? t : apply(reshapeOp, [t], target)
}
