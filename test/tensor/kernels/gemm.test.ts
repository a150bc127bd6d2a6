import { matmul, tensor } from '@multiview/tensor'
import {
  type FloatArray,
  gemm,
  gemmBatched,
  gemmPlain,
  kernelState,
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

const strides = ({ m, n, k, layout }: Product) => ({
  a: layout[0] === 'N' ? ([k, 1] as const) : ([1, m] as const),
  b: layout[1] === 'N' ? ([n, 1] as const) : ([1, k] as const),
})

const run = (
  multiply: typeof gemmPlain | typeof gemm,
  product: Product,
  Type: FloatConstructor,
): FloatArray => {
  const { m, n, k, a, b } = product
  const { a: aStrides, b: bStrides } = strides(product)
  const c = new Type(m * n)
  multiply(m, n, k, a, 0, aStrides[0], aStrides[1], b, 0, bStrides[0], bStrides[1], c, 0, n, 1)
  return c
}

/** The definition, written once more. */
const naive = (product: Product, Type: FloatConstructor): FloatArray => {
  const { m, n, k, a, b } = product
  const {
    a: [ar, ac],
    b: [br, bc],
  } = strides(product)
  const round = Type === Float32Array ? Math.fround : (x: number) => x
  const c = new Type(m * n)
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) {
      let sum = 0
      for (let p = 0; p < k; p++) sum = round(sum + round(a[i * ar + p * ac] * b[p * br + j * bc]))
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
        expect(bits(run(gemm, p, Type)), `${m} ${n} ${k}`).toEqual(bits(run(gemmPlain, p, Type)))
      }
  })

  it.each(layouts)(
    'has the bits of the definition for NaN, zeros of both signs, infinities and subnormals, layout %s',
    layout => {
      for (const k of [1, 5, 40]) {
        const p = product(13, 19, k * 20, layout, special)
        const expected = bits(naive(p, Type))
        expect(bits(run(gemm, p, Type))).toEqual(expected)
        expect(bits(run(gemmPlain, p, Type))).toEqual(expected)
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
        gemm(m, n, k, a, aOffset, ar, ac, b, bOffset, br, bc, c, 2, 2 * n, 2)
        gemmPlain(m, n, k, a, aOffset, ar, ac, b, bOffset, br, bc, d, 2, 2 * n, 2)
        expect(bits(c)).toEqual(bits(d))
      }
  })

  it('blends with what C held, and does not read C when beta is 0', () => {
    const [m, n, k] = [20, 30, 40]
    const a = drawn(Type, m * k, 6)
    const b = drawn(Type, k * n, 7)
    const round = Type === Float32Array ? Math.fround : (x: number) => x
    const ab = run(gemmPlain, { m, n, k, layout: 'NN', a, b }, Type)
    const before = drawn(Type, m * n, 8)
    const c = before.slice()
    gemm(m, n, k, a, 0, k, 1, b, 0, n, 1, c, 0, n, 1, { alpha: -0.7, beta: 0.3 })
    const expected = before.map((x, i) => round(round(round(-0.7) * ab[i]) + round(round(0.3) * x)))
    expect(bits(c)).toEqual(bits(expected))
    const unread = new Type(m * n).fill(NaN)
    gemm(m, n, k, a, 0, k, 1, b, 0, n, 1, unread, 0, n, 1, { alpha: 2, beta: 0 })
    expect(bits(unread)).toEqual(bits(ab.map(x => 2 * x)))
  })

  it('multiplies batches, with one matrix for all where the step is 0', () => {
    const [m, n, k] = [18, 19, 20]
    const a = drawn(Type, 3 * m * k, 9)
    const b = drawn(Type, k * n, 10)
    const c = new Type(3 * m * n)
    gemmBatched(3, [m, n, k], a, m * k, [k, 1], b, 0, [n, 1], c, m * n, [n, 1])
    for (let i = 0; i < 3; i++) {
      const one = run(gemmPlain, { m, n, k, layout: 'NN', a: a.slice(i * m * k, (i + 1) * m * k), b }, Type)
      expect(bits(c.slice(i * m * n, (i + 1) * m * n))).toEqual(bits(one))
    }
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
      gemm(size, size, size, a, 0, size, 1, a, 0, size, 1, c, 0, size, 1)
      return c
    }
    const first = multiply(200)
    const kept = first.slice()
    const { bytes, webAssembly } = kernelState()
    expect(webAssembly).toBe(true)
    for (let i = 0; i < 300; i++) multiply(1 + (i % 200))
    expect(kernelState().bytes).toBe(bytes)
    // What a call returned is the caller's: later calls do not write there.
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
      gemm(m, n, k, a, 0, k, 1, b, 0, n, 1, c, 0, n, 1)
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
