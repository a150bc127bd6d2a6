import { show } from './error.ts'
import type { Nested, Tensor } from './tensor.ts'

/** Nested arrays of the elements. Axes with more than twice `edge` elements and one give that many, `…` in the middle. */
export function nested({ data, dtype, shape, stride, offset }: Tensor, edge: number): Nested {
  const nest = (axis: number, at: number): Nested => {
    if (axis === shape.length) return dtype === 'bool' ? data[at] !== 0 : data[at]
    const rest = shape[axis] - 2 * edge - 1
    return Array.from({ length: rest > 0 ? 2 * edge + 1 : shape[axis] }, (_, i) =>
      rest > 0 && i === edge
        ? ('…' as never)
        : nest(axis + 1, at + (rest > 0 && i > edge ? i + rest : i) * stride[axis]),
    )
  }
  return nest(0, offset)
}

const draw = (x: Nested, line: string): string =>
  Array.isArray(x)
    ? `[${x.map(part => draw(part, `${line} `)).join(Array.isArray(x[0]) ? `,${line}` : ', ')}]`
    : Object.is(x, -0)
      ? '-0'
      : String(typeof x === 'number' && x % 1 ? Number(x.toPrecision(8)) : x)

/** A tensor as people read it: its dtype, its shape and its elements, fractions to 8 digits. */
export const format = (x: Tensor): string =>
  `tensor ${x.dtype} ${show(x.shape)}${x.shape.length > 1 ? '\n' : ' '}` +
  draw(nested(x, x.size > 1000 ? 3 : Infinity), '\n ')
