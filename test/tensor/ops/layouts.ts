import { type DType, Tensor } from '@multiview/tensor'

const reversed = (axes: number[]) => [...axes].reverse()

/**
 * The order in which axes are stored, slowest first, each with its own factor, and the number of
 * elements before them.
 */
const ways: Record<string, (axes: number[]) => [order: number[], factors: number[], lead: number]> = {
  'in C order': axes => [axes, axes.map(() => 1), 0],
  'at an offset': axes => [axes, axes.map(() => 1), 3],
  transposed: axes => [reversed(axes), axes.map(() => 1), 0],
  reversed: axes => [axes, axes.map(() => -1), 0],
  'every second element': axes => [axes, axes.map((_, i) => (i === axes.length - 1 ? 2 : 1)), 1],
  'transposed, reversed and with gaps': axes => [reversed(axes), axes.map((_, i) => (i % 2 ? 3 : -2)), 2],
}

export const layoutNames: readonly string[] = Object.keys(ways)

/** The same values in one memory layout. */
export const inLayout = (x: Tensor, name: string): Tensor =>
  stored(x, ...ways[name](x.shape.map((_, i) => i)))

/** The same values in every memory layout. */
export const layouts = (x: Tensor): Record<string, Tensor> =>
  Object.fromEntries(layoutNames.map(name => [name, inLayout(x, name)]))

/**
 * Stores axes in the given order (slowest first), each with its own factor. The elements between
 * are NaN.
 */
function stored(x: Tensor, order: number[], factors: number[], lead: number): Tensor {
  const { shape } = x
  const stride = shape.map(() => 0)
  let step = 1
  for (const axis of [...order].reverse()) {
    stride[axis] = step * factors[axis]
    step *= Math.max(1, shape[axis]) * Math.abs(factors[axis])
  }
  const offset =
    lead +
    shape.reduce((low, n, axis) => (stride[axis] < 0 ? low - Math.max(0, n - 1) * stride[axis] : low), 0)
  const data = new (x.data.constructor as Float64ArrayConstructor)(lead + step + 1)
  data.fill(x.dtype.startsWith('float') ? Number.NaN : 1)
  const y = new Tensor<DType>(x.dtype, data, shape, stride, offset)
  const visit = (index: number[]) => {
    if (index.length === shape.length)
      data[index.reduce((p, i, axis) => p + i * stride[axis], offset)] = x.get(...index)
    else for (let i = 0; i < shape[index.length]; i++) visit([...index, i])
  }
  visit([])
  return y
}
