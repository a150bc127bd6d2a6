/**
 * The text of tensors, in the layout of NumPy: `String(x)` and Node's console show it. The main
 * entry installs it; `lite` does not.
 */
import { show } from './array/error.ts'
import { element, type Nested, Tensor } from './array/tensor.ts'

/**
 * The elements in nested arrays. Of an axis longer than 2·edge + 1, only the first and last `edge`
 * are shown, with `…` between them.
 */
function nested(x: Tensor, edge: number): Nested {
  const { shape, stride } = x
  const nest = (axis: number, at: number): Nested => {
    if (axis === shape.length) return element(x, at)
    const rest = shape[axis] - 2 * edge - 1
    return Array.from({ length: rest > 0 ? 2 * edge + 1 : shape[axis] }, (_, i) =>
      rest > 0 && i === edge
        ? ('…' as never)
        : nest(axis + 1, at + (rest > 0 && i > edge ? i + rest : i) * stride[axis]),
    )
  }
  return nest(0, x.offset)
}

const draw = (x: Nested, line: string): string =>
  Array.isArray(x)
    ? `[${x.map(part => draw(part, `${line} `)).join(Array.isArray(x[0]) ? `,${line}` : ', ')}]`
    : Object.is(x, -0)
      ? '-0'
      : String(typeof x === 'number' && x % 1 ? Number(x.toPrecision(8)) : x)

function format(this: Tensor): string {
  const { dtype, shape, size } = this
  const elements = draw(nested(this, size > 1000 ? 3 : Infinity), '\n ')
  return `tensor ${dtype} ${show(shape)}${shape.length > 1 ? '\n' : ' '}${elements}`
}

/** Node's console shows the result of `toString`. */
function inspect(this: Tensor): string {
  return this.toString()
}

const shown = { toString: format, [Symbol.for('nodejs.util.inspect.custom')]: inspect }
for (const name of Reflect.ownKeys(shown))
  Object.defineProperty(Tensor.prototype, name, {
    value: shown[name as 'toString'],
    writable: true,
    configurable: true,
  })
