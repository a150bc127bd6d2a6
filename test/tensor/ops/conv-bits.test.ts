/**
 * Convolutions large enough for the kernels, against plain loops and against each element computed
 * alone.
 */
import { cast, conv2d, type DType, stream, type Tensor, tensor, vjp } from '@multiview/tensor'
import { withoutWebAssembly } from '@multiview/tensor/kernels'
import { expect, test } from 'vitest'

const draw = (dtype: DType, ...shape: number[]): Tensor =>
  cast(
    tensor(stream(1, ...shape).fillNormal(new Float64Array(shape.reduce((a, b) => a * b, 1)))).reshape(shape),
    dtype,
  )

/** The result, and both gradients for a cotangent. */
const all = (x: Tensor, w: Tensor, options: object): Tensor[] => {
  const [y, pullback] = vjp((a: Tensor, b: Tensor) => conv2d(a, b, options), [x, w])
  return [y, ...pullback(draw(y.dtype, ...y.shape))]
}

const cases: [name: string, x: number[], w: number[], options: object][] = [
  ['a common layer', [3, 6, 14, 14], [12, 6, 3, 3], { padding: 'same' }],
  ['many results of few channels', [2, 2, 12, 13], [24, 2, 3, 5], { padding: [2, 1] }],
  ['strides', [3, 6, 15, 14], [12, 6, 3, 3], { stride: 2, padding: 1 }],
  ['groups and dilation', [2, 8, 14, 14], [12, 4, 3, 3], { groups: 2, dilation: 2 }],
  ['a kernel of one element', [3, 16, 10, 10], [8, 16, 1, 1], {}],
]

test.each(cases)('%s: kernels and plain loops give the same bits, forward and back', (_, s, k, options) => {
  for (const dtype of ['float64', 'float32'] as const) {
    const [x, w] = [draw(dtype, ...s), draw(dtype, ...k)]
    const found = all(x, w, options)
    const expected = withoutWebAssembly(() => all(x, w, options))
    found.forEach((y, i) => {
      expect(y.dtype).toBe(dtype)
      expect(y.values()).toEqual(expected[i].values())
    })
  }
})

test.each(cases)('%s: the gradients are the transposes of the convolution', (_, s, k, options) => {
  const [x, w] = [draw('float64', ...s), draw('float64', ...k)]
  const dot = (a: Tensor, b: Tensor) => {
    const other = b.values()
    return Array.from(a.values()).reduce((total, v, i) => total + v * other[i], 0)
  }
  const [y, dx, dw] = all(x, w, options)
  const g = draw('float64', ...y.shape)
  // Linear in either operand: ⟨conv(x, w), g⟩ = ⟨x, dx⟩ = ⟨w, dw⟩.
  const size = Math.sqrt(dot(y, y) * dot(g, g))
  expect(Math.abs(dot(y, g) - dot(x, dx)) / size).toBeLessThan(1e-13)
  expect(Math.abs(dot(y, g) - dot(w, dw)) / size).toBeLessThan(1e-13)
})
