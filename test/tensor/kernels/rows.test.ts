import {
  broadcastTo,
  logSoftmax,
  logsumexp,
  max,
  mean,
  min,
  prod,
  softmax,
  sum,
  type Tensor,
  tensor,
  variance,
} from '@multiview/tensor'
import {
  type FloatArray,
  kernelState,
  type RowOp,
  type RowsShape,
  reduceRows,
  softmaxRows,
  withoutWebAssembly,
} from '@multiview/tensor/kernels'
import { exp, log } from '@multiview/tensor/math'
import { describe, expect, it } from 'vitest'
import { bits, drawn, floatTypes, special } from './floats.ts'

/**
 * The documented order of summation: halves with lengths divisible by eight, and blocks of at most
 * 128 by eight partial sums.
 */
const pairwise = (x: readonly number[]): number => {
  if (x.length < 8) return x.reduce((total, value) => total + value, 0)
  if (x.length > 128) {
    const half = 8 * Math.floor(x.length / 16)
    return pairwise(x.slice(0, half)) + pairwise(x.slice(half))
  }
  const whole = x.length - (x.length % 8)
  const s = x.slice(0, 8)
  for (let i = 8; i < whole; i++) s[i % 8] += x[i]
  const joined = s[0] + s[1] + (s[2] + s[3]) + (s[4] + s[5] + (s[6] + s[7]))
  return x.slice(whole).reduce((total, value) => total + value, joined)
}

const product = (x: readonly number[]) => x.reduce((total, value) => total * value, 1)

const oracles = {
  sum: (x: readonly number[], inner: number) =>
    inner === 1 ? pairwise(x) : x.reduce((total, value) => total + value, 0),
  prod: product,
  max: (x: readonly number[]) => x.reduce((a, b) => Math.max(a, b)),
  min: (x: readonly number[]) => x.reduce((a, b) => Math.min(a, b)),
}

const reduced = (name: keyof typeof oracles, x: FloatArray, { offset, outer, n, inner }: RowsShape) =>
  x.slice(0, outer * inner).map((_, at) => {
    const first = offset + Math.floor(at / inner) * n * inner + (at % inner)
    return oracles[name](
      Array.from({ length: n }, (_, i) => x[first + i * inner]),
      inner,
    )
  })

const tails = Array.from({ length: 34 }, (_, i) => i)
/**
 * [outer, n, inner]: rows and columns with every tail length, rows longer than a block of either
 * size, wide columns.
 */
const shapes: (readonly [number, number, number])[] = [
  ...tails.slice(1).map(n => [300, n, 1] as const),
  ...tails.map(tail => [3, 128 + tail, 1] as const),
  ...tails.map(tail => [1, 16_384 + tail, 1] as const),
  [2, 20_011, 1],
  ...tails.slice(2).map(inner => [2, 140, inner] as const),
  ...tails.map(tail => [1, 3, 1024 + tail] as const),
  [2, 7, 2500],
]

describe.each(floatTypes)('reductions in %s', (_, Type) => {
  it.each(['sum', 'prod', 'max', 'min'] as const)(
    'give the bits of the documented order for %s, for every tail and special values',
    name => {
      for (const draw of [drawn, special])
        for (const [outer, n, inner] of shapes) {
          const shape = { offset: 3, outer, n, inner }
          const x = draw(Type, 3 + outer * n * inner, 1)
          const out = new Type(outer * inner)
          expect(reduceRows(name, x, shape, out)).toBe(true)
          expect(bits(out), `${outer} ${n} ${inner}`).toEqual(bits(reduced(name, x, shape)))
        }
    },
  )

  it('serve the ops, along any axes, with the bits of their plain loops', () => {
    const dtype = Type === Float64Array ? 'float64' : 'float32'
    for (const draw of [drawn, special]) {
      const x = tensor(draw(Type, 9 * 33 * 21, 2), { dtype }).reshape([9, 33, 21])
      for (const op of [sum, max, min, mean] as ((x: Tensor, o: object) => Tensor)[])
        for (const axis of [null, 0, 1, 2, [0, 1], [1, 2], [0, 2]])
          for (const keepDims of [false, true])
            for (const y of [x, x.transpose(), x.slice([1, null], [null, null, 2])]) {
              const run = () => op(y, { axis, keepDims })
              const [fast, plain] = [run(), withoutWebAssembly(run)]
              expect(fast.shape).toEqual(plain.shape)
              expect(bits(fast.data as FloatArray)).toEqual(bits(plain.data as FloatArray))
            }
    }
  })

  it.each([
    [[40, 900]],
    [[3, 20_011]],
    [[2100, 12]],
    [[1, 5, 1]],
    [[31, 1, 67]],
    [[17, 30, 23]],
    [[6, 5, 7, 41]],
  ])('of any view of shape %j have the bits of the plain loops', shape => {
    const size = shape.reduce((total, length) => total * length, 1)
    const axes = [...shape.keys()]
    const orders = [axes, axes.toReversed(), [...axes.slice(1), 0], [axes.at(-1)!, ...axes.slice(0, -1)]]
    const subsets = [null, ...axes, ...axes.flatMap(a => axes.slice(a + 1).map(b => [a, b]))]
    const ops = { sum, prod, max, min, mean, variance, logsumexp } as Record<
      string,
      (x: Tensor, o: object) => Tensor
    >
    for (const draw of [drawn, special]) {
      const x = tensor(draw(Type, size, 7)).reshape(shape)
      for (const order of orders) {
        const turned = x.transpose(order)
        const gaps = turned.slice(...axes.map(() => [null, null, -2] as const))
        const repeated = broadcastTo(turned.slice([0, 1]), turned.shape)
        for (const y of [turned, gaps, repeated])
          for (const axis of subsets)
            for (const [name, op] of Object.entries(ops)) {
              const run = () => op(y, { axis })
              const [fast, plain] = [run(), withoutWebAssembly(run)]
              const found = bits(fast.data as FloatArray)
              expect(found, `${name} ${order} ${axis}`).toEqual(bits(plain.data as FloatArray))
            }
      }
    }
  })

  it('of a turned view have the bits of the documented order', () => {
    const x = drawn(Type, 300 * 70, 8)
    const turned = tensor(x).reshape([300, 70]).transpose()
    const column = (j: number) => Array.from({ length: 300 }, (_, i) => x[70 * i + j])
    const row = (i: number) => [...x.subarray(70 * i, 70 * i + 70)]
    const columns = Array.from({ length: 70 }, (_, j) => column(j))
    const rows = Array.from({ length: 300 }, (_, i) => row(i))
    const results = (y: Tensor) => bits(y.data as FloatArray)
    expect(results(sum(turned))).toEqual(bits(Type.of(pairwise(columns.flat()))))
    expect(results(sum(turned, { axis: 1 }))).toEqual(bits(Type.from(columns.map(pairwise))))
    expect(results(sum(turned, { axis: 0 }))).toEqual(bits(Type.from(rows.map(row => oracles.sum(row, 2)))))
    expect(results(prod(turned, { axis: 0 }))).toEqual(bits(Type.from(rows.map(product))))
    expect(results(prod(turned))).toEqual(bits(Type.of(product(columns.flat()))))
  })
})

const plainRow: Record<RowOp, (x: Tensor) => Tensor> = {
  softmax: x => softmax(x),
  logSoftmax: x => logSoftmax(x),
  logsumexp: x => logsumexp(x, { axis: -1 }),
}

describe.each(floatTypes)('softmax and its kin in %s', (_, Type) => {
  const dtype = Type === Float64Array ? 'float64' : 'float32'
  const rowShapes = [
    ...tails.slice(1).map(n => [40, n]),
    ...tails.map(tail => [2, 128 + tail]),
    [3, 4096],
    [2, 4101],
    [1, 9001],
    [1300, 10],
  ]
  const wide: typeof drawn = (Type, length, seed) => drawn(Type, length, seed).map(x => x * 800)
  /** Rows that are all −∞, have ∞ once or twice, a NaN anywhere, or only zeros of both signs. */
  const odd: typeof drawn = (Type, length) =>
    new Type(length).map((_, i) => {
      const row = Math.floor(i / 5) % 7
      if (row === 0) return -Infinity
      if (row < 3) return i % (row + 2) === 1 ? Infinity : 1
      if (row === 3) return i % 5 === 3 ? Number.NaN : i
      return row === 4 ? (i % 2 === 0 ? -0 : 0) : row === 5 ? 700 * (i % 2) : -1e300
    })

  it.each(['softmax', 'logSoftmax', 'logsumexp'] as const)(
    'have the bits of the plain loop for %s, for every tail and special values',
    name => {
      for (const draw of [drawn, special, wide, odd])
        for (const [rows, n] of rowShapes) {
          const x = draw(Type, rows * n, 3)
          const out = new Type(name === 'logsumexp' ? rows : rows * n)
          if (rows * n < 32) continue
          expect(softmaxRows(name, x, 0, rows, n, out)).toBe(true)
          const y = tensor(x, { dtype }).reshape([rows, n])
          const plain = withoutWebAssembly(() => plainRow[name](y))
          expect(bits(out), `${rows} ${n}`).toEqual(bits(plain.data as FloatArray))
          expect(bits(plainRow[name](y).data as FloatArray)).toEqual(bits(out))
        }
    },
  )

  it('are what their definitions say', () => {
    const [rows, n] = [20, 9]
    const x = drawn(Type, rows * n, 4).map(value => value * 6)
    const y = tensor(x, { dtype }).reshape([rows, n])
    const closeness = Type === Float64Array ? 1e-14 : 1e-6
    const [p, lp, lse] = [softmax(y), logSoftmax(y), logsumexp(y, { axis: 1 })]
    for (let row = 0; row < rows; row++) {
      const total = Array.from({ length: n }, (_, i) => exp(x[row * n + i])).reduce((a, b) => a + b, 0)
      expect(Math.abs(lse.get(row) - log(total))).toBeLessThan(closeness * 10)
      for (let i = 0; i < n; i++) {
        expect(Math.abs(p.get(row, i) - exp(x[row * n + i]) / total)).toBeLessThan(closeness)
        expect(Math.abs(lp.get(row, i) - (x[row * n + i] - log(total)))).toBeLessThan(closeness * 20)
      }
    }
  })
})

it('repeated calls keep the memory of the kernels as large as it was', () => {
  const x = tensor(drawn(Float64Array, 50_000, 5)).reshape([500, 100])
  const all = () => [sum(x), max(x, { axis: 0 }), softmax(x), logsumexp(x, { axis: 1 })]
  all()
  const before = kernelState().bytes
  for (let i = 0; i < 50; i++) all()
  expect(kernelState().bytes).toBe(before)
})
