import { type DType, Tensor } from '@multiview/tensor'

/** The same values in every way that memory can hold them. */
export function layouts(x: Tensor): Record<string, Tensor> {
  const { shape } = x
  const axes = shape.map((_, i) => i)
  return {
    'in C order': stored(
      x,
      axes,
      axes.map(() => 1),
      0,
    ),
    'at an offset': stored(
      x,
      axes,
      axes.map(() => 1),
      3,
    ),
    transposed: stored(
      x,
      [...axes].reverse(),
      axes.map(() => 1),
      0,
    ),
    reversed: stored(
      x,
      axes,
      axes.map(() => -1),
      0,
    ),
    'every second element': stored(
      x,
      axes,
      axes.map((_, i) => (i === axes.length - 1 ? 2 : 1)),
      1,
    ),
    'transposed, reversed and with gaps': stored(
      x,
      [...axes].reverse(),
      axes.map((_, i) => (i % 2 ? 3 : -2)),
      2,
    ),
  }
}

/** Stores axes in the order given (slowest first), each with a factor of its own; what lies between is NaN. */
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
