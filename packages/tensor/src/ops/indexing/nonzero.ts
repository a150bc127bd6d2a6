import { compact } from '../../array/convert.ts'
import { allocate, type DType } from '../../array/dtype.ts'
import { fail } from '../../array/error.ts'
import { asTensor } from '../../array/operands.ts'
import { sizeOf } from '../../array/shape.ts'
import { type Arg, Tensor } from '../../array/tensor.ts'
import { apply, type Op } from '../../trace/apply.ts'
import { floorDivide, remainder } from '../elementwise/floor-divide.ts'

export const flatnonzeroOp: Op<undefined> = {
  name: 'flatnonzero',
  forward([x]) {
    const { data, offset, size } = compact(x, 'flatnonzero')
    let count = 0
    for (let i = 0; i < size; i++) if (data[offset + i] !== 0) count++
    const out = allocate('flatnonzero', 'int32', [count])
    for (let i = 0, o = 0; i < size; i++) if (data[offset + i] !== 0) out[o++] = i
    return new Tensor<DType>('int32', out, [count])
  },
  derivative: null,
}

/**
 * The indices of the elements that are not 0, counted in C order. The shape depends on the values.
 * It has no derivative.
 *
 * @example
 * flatnonzero(tensor([[0, 5], [6, 0]])).toArray() // [1, 2]
 */
export function flatnonzero(x: Arg): Tensor<'int32'> {
  return apply(flatnonzeroOp, [asTensor('flatnonzero', x)])
}

/**
 * The indices along each axis of the elements that are not 0, in C order. The shapes depend on the
 * values. Throws for a 0-d tensor.
 *
 * @example
 * nonzero(tensor([[0, 5], [6, 7]])).map(x => x.toArray()) // [[0, 1, 1], [1, 0, 1]]
 */
export function nonzero(x: Arg): Tensor<'int32'>[] {
  const { shape } = asTensor('nonzero', x)
  if (shape.length === 0) fail('nonzero', 'a 0-d tensor has no axes; reshape it to [1]')
  const places: Tensor = flatnonzero(x)
  return shape.map((n, axis) => {
    const inside = sizeOf(shape.slice(axis + 1))
    const along: Tensor = inside === 1 ? places : floorDivide(places, inside)
    return axis === 0 ? along : remainder(along, n)
  }) as Tensor<'int32'>[]
}
