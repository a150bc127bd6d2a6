import { matmul, tensor } from '@multiview/tensor'
import {
  type FloatArray,
  type Gemm,
  gemm,
  kernelState,
  type MatrixView,
  matrixProduct,
  matrixView,
  transposedView,
  useFusedMultiplyAdd,
  withoutWebAssembly,
} from '@multiview/tensor/kernels'
import { describe, expect, it } from 'vitest'
import { bits, drawn, type FloatConstructor, floatTypes, special } from './floats.ts'

const layouts = ['NN', 'NT', 'TN', 'TT'] as const

interface Product {
  m: number
  n: number
  k: number
  layout: (typeof layouts)[number]
  a: FloatArray
  b: FloatArray
}

const matrices = ({ m, n, k, layout, a, b }: Product) => ({
  a: layout[0] === 'N' ? matrixView(a, m, k) : transposedView(matrixView(a, k, m)),
  b: layout[1] === 'N' ? matrixView(b, k, n) : transposedView(matrixView(b, n, k)),
})

const run = (multiply: Gemm, product: Product, Type: FloatConstructor): FloatArray => {
  const { m, n } = product
  const { a, b } = matrices(product)
  const c = new Type(m * n)
  multiply(a, b, matrixView(c, m, n))
  return c
}

/** The product by its definition. */
const naive = (product: Product, Type: FloatConstructor): FloatArray => {
  const { m, n, k } = product
  const { a, b } = matrices(product)
  const at = (x: MatrixView, row: number, column: number) =>
    x.data[x.offset + row * x.rowStride + column * x.columnStride]
  const round = Type === Float32Array ? Math.fround : (x: number) => x
  const c = new Type(m * n)
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) {
      let sum = 0
      for (let p = 0; p < k; p++) sum = round(sum + round(at(a, i, p) * at(b, p, j)))
      c[i * n + j] = sum
    }
  return c
}

describe.each(floatTypes)('gemm in %s', (_, Type) => {
  const product = (m: number, n: number, k: number, layout: Product['layout'], values = drawn): Product => ({
    m,
    n,
    k,
    layout,
    a: values(Type, m * k, 1),
    b: values(Type, k * n, 2),
  })

  it.each(layouts)('has the bits of the plain twin on every tail from 0 to 33, layout %s', layout => {
    for (let tail = 0; tail <= 33; tail++)
      for (const [m, n, k] of [
        [tail, 37, 130],
        [37, tail, 130],
        [66, 67, tail],
      ]) {
        const p = product(m, n, k, layout)
        expect(bits(run(gemm, p, Type)), `${m} ${n} ${k}`).toEqual(bits(run(matrixProduct, p, Type)))
      }
  })

  it.each(layouts)(
    'has the bits of the definition for NaN, zeros of both signs, infinities and subnormals, layout %s',
    layout => {
      for (const k of [1, 5, 40]) {
        const p = product(13, 19, k * 20, layout, special)
        const expected = bits(naive(p, Type))
        expect(bits(run(gemm, p, Type))).toEqual(expected)
        expect(bits(run(matrixProduct, p, Type))).toEqual(expected)
      }
    },
  )

  it.each(layouts)('keeps one summation order across all its blocks, layout %s', layout => {
    for (const [m, n, k] of [
      [70, 90, 600],
      [900, 40, 20],
      [9, 2070, 258],
      [80, 72, 1300],
      [3, 2100, 20],
      [300, 5, 300],
      [530, 2051, 3],
    ]) {
      const p = product(m, n, k, layout)
      expect(bits(run(gemm, p, Type)), `${m} ${n} ${k}`).toEqual(bits(naive(p, Type)))
    }
  })

  it('takes any strides: steps, reversals and repeats', () => {
    const [m, n, k] = [21, 34, 29]
    const a = drawn(Type, 2 * m * 3 * k, 3)
    const b = drawn(Type, 5 * k * n, 4)
    for (const [aOffset, ar, ac] of [
      [5, 3 * k, 2],
      [m * k - 1, -k, -1],
      [7, 0, 1],
      [7, 1, 0],
      [3, 1, 2 * m],
    ])
      for (const [bOffset, br, bc] of [
        [1, 5 * n, 3],
        [k * n - 1, -n, -1],
        [0, 0, 1],
        [0, 4, 0],
      ]) {
        const [c, d] = [drawn(Type, 4 * m * n, 5), drawn(Type, 4 * m * n, 5)]
        for (const [multiply, data] of [
          [gemm, c],
          [matrixProduct, d],
        ] as const)
          multiply(
            { data: a, rows: m, columns: k, offset: aOffset, rowStride: ar, columnStride: ac },
            { data: b, rows: k, columns: n, offset: bOffset, rowStride: br, columnStride: bc },
            { data, rows: m, columns: n, offset: 2, rowStride: 2 * n, columnStride: 2 },
          )
        expect(bits(c)).toEqual(bits(d))
      }
  })

  it('blends with what C held, and does not read C when beta is 0', () => {
    const [m, n, k] = [20, 30, 40]
    const a = drawn(Type, m * k, 6)
    const b = drawn(Type, k * n, 7)
    const round = Type === Float32Array ? Math.fround : (x: number) => x
    const ab = run(matrixProduct, { m, n, k, layout: 'NN', a, b }, Type)
    const before = drawn(Type, m * n, 8)
    const c = before.slice()
    gemm(matrixView(a, m, k), matrixView(b, k, n), matrixView(c, m, n), { alpha: -0.7, beta: 0.3 })
    const expected = before.map((x, i) => round(round(round(-0.7) * ab[i]) + round(round(0.3) * x)))
    expect(bits(c)).toEqual(bits(expected))
    const unread = new Type(m * n).fill(NaN)
    gemm(matrixView(a, m, k), matrixView(b, k, n), matrixView(unread, m, n), { alpha: 2, beta: 0 })
    expect(bits(unread)).toEqual(bits(ab.map(x => 2 * x)))
  })

  it('refuses shapes that do not fit', () => {
    const [a, c] = [matrixView(new Type(6), 2, 3), matrixView(new Type(4), 2, 2)]
    expect(() => gemm(a, a, c)).toThrow(
      'gemm: A is [2, 3], B is [2, 3] and C is [2, 2]; they must be [m, k], [k, n] and [m, n]',
    )
  })

  it('gives the same bits where WebAssembly is missing', () => {
    const p = product(50, 60, 70, 'TN')
    const expected = bits(run(gemm, p, Type))
    withoutWebAssembly(() => {
      expect(kernelState().webAssembly).toBe(false)
      expect(bits(run(gemm, p, Type))).toEqual(expected)
    })
  })
})

describe('the memory of the kernels', () => {
  it('stays as large as the largest call needed', () => {
    const a = drawn(Float64Array, 200 * 200, 1)
    const multiply = (size: number) => {
      const c = new Float64Array(size * size)
      const x = matrixView(a, size, size)
      gemm(x, x, matrixView(c, size, size))
      return c
    }
    const first = multiply(200)
    const kept = first.slice()
    const { bytes, webAssembly } = kernelState()
    expect(webAssembly).toBe(true)
    for (let i = 0; i < 300; i++) multiply(1 + (i % 200))
    expect(kernelState().bytes).toBe(bytes)
    // The caller owns the result of a call: later calls do not write to it.
    expect(first).toEqual(kept)
  })
})

it('serves matmul, whose plain loop has the same bits', () => {
  const a = tensor([...drawn(Float64Array, 40 * 50, 1)]).reshape([40, 50])
  const b = tensor([...drawn(Float64Array, 50 * 30, 2)]).reshape([50, 30])
  const fast = matmul(a, b).toArray()
  expect(withoutWebAssembly(() => matmul(a, b).toArray())).toEqual(fast)
})

describe('fused multiply-add', () => {
  it('is off unless asked for, and then only where the machine has it', () => {
    expect(kernelState().fused).toBe(false)
    const [m, n, k] = [30, 40, 50]
    const [a, b] = [drawn(Float64Array, m * k, 1), drawn(Float64Array, k * n, 2)]
    const product = () => {
      const c = new Float64Array(m * n)
      gemm(matrixView(a, m, k), matrixView(b, k, n), matrixView(c, m, n))
      return c
    }
    const twiceRounded = product()
    const inForce = useFusedMultiplyAdd(true)
    try {
      expect(kernelState().fused).toBe(inForce)
      product().forEach((value, i) => {
        expect(value).toBeCloseTo(twiceRounded[i], 12)
      })
      if (!inForce) expect(bits(product())).toEqual(bits(twiceRounded))
    } finally {
      expect(useFusedMultiplyAdd(false)).toBe(false)
    }
    expect(bits(product())).toEqual(bits(twiceRounded))
  })
})
