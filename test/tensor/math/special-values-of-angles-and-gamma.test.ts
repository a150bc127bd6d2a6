import * as math from '@multiview/tensor/math'
import { expect, test } from 'vitest'

const SMALLEST = Number.MIN_VALUE
const LARGEST = Number.MAX_VALUE
const ENDS = [
  0,
  -0,
  1,
  -1,
  SMALLEST,
  -SMALLEST,
  2 ** -1022,
  -1e-310,
  0.5,
  -2,
  LARGEST,
  -LARGEST,
  Infinity,
  -Infinity,
  NaN,
]

/**
 * ECMAScript fixes the zeros, infinities and NaNs of these functions, so there Math is an oracle.
 */
const inMath = 'sin cos tan asin acos atan sinh cosh asinh acosh atanh log2 log10 cbrt'.split(' ')
type Unary = (x: number) => number

test.each(inMath)('%s has the zeros, infinities and NaNs that ECMAScript fixes', name => {
  const ours = (math as unknown as Record<string, Unary>)[name]!
  const theirs = (Math as unknown as Record<string, Unary>)[name]!
  for (const x of ENDS) {
    const value = theirs(x)
    if (value === 0 || !Number.isFinite(value)) expect([x, ours(x)]).toStrictEqual([x, value])
    else expect(Math.abs(ours(x) / value - 1), `${name}(${x})`).toBeLessThan(1e-15)
  }
})

test.each(['atan2', 'hypot'])(
  '%s has the table of signs, infinities and NaNs that ECMAScript fixes',
  name => {
    type Binary = (a: number, b: number) => number
    const ours = (math as unknown as Record<string, Binary>)[name]!
    const theirs = (Math as unknown as Record<string, Binary>)[name]!
    for (const a of ENDS)
      for (const b of ENDS) {
        const value = theirs(a, b)
        if (value === 0 || !Number.isFinite(value)) expect([a, b, ours(a, b)]).toStrictEqual([a, b, value])
        else expect(Math.abs(ours(a, b) / value - 1), `${name}(${a}, ${b})`).toBeLessThan(1e-15)
      }
  },
)

const table: [name: string, f: Unary, pairs: [x: number, value: number][]][] = [
  [
    'exp2',
    math.exp2,
    [
      [0, 1],
      [-0, 1],
      [-Infinity, 0],
      [Infinity, Infinity],
      [1024, Infinity],
      [-1074, SMALLEST],
      [-1075, 0],
      [-1074.9, SMALLEST],
      [LARGEST, Infinity],
      [-LARGEST, 0],
    ],
  ],
  [
    'sinh',
    math.sinh,
    [
      [710.4758600739439, 1.7976931348621744e308],
      [710.475860073944, Infinity],
      [-711, -Infinity],
    ],
  ],
  [
    'cosh',
    math.cosh,
    [
      [710.4758600739439, 1.7976931348621744e308],
      [710.475860073944, Infinity],
      [-711, Infinity],
    ],
  ],
  [
    'erf',
    math.erf,
    [
      [0, 0],
      [-0, -0],
      [Infinity, 1],
      [-Infinity, -1],
      [7, 1],
      [-7, -1],
      [SMALLEST, SMALLEST],
      [-SMALLEST, -SMALLEST],
    ],
  ],
  [
    'erfc',
    math.erfc,
    [
      [0, 1],
      [-0, 1],
      [Infinity, 0],
      [-Infinity, 2],
      [28, 0],
      [-7, 2],
      [LARGEST, 0],
      [SMALLEST, 1],
      [27.226017111108362, SMALLEST],
    ],
  ],
  [
    'gelu',
    math.gelu,
    [
      [0, 0],
      [-0, -0],
      [Infinity, Infinity],
      [-Infinity, -0],
      [20, 20],
      [-40, -0],
    ],
  ],
  [
    'silu',
    math.silu,
    [
      [0, 0],
      [-0, -0],
      [Infinity, Infinity],
      [-Infinity, -0],
      [50, 50],
      [-800, -0],
    ],
  ],
  [
    'lgamma',
    math.lgamma,
    [
      [0, Infinity],
      [-0, Infinity],
      [1, 0],
      [2, 0],
      [-1, Infinity],
      [-5e15, Infinity],
      [Infinity, Infinity],
      [-Infinity, Infinity],
      [LARGEST, Infinity],
      [SMALLEST, 744.4400719213812],
      [-SMALLEST, 744.4400719213812],
    ],
  ],
  [
    'digamma',
    math.digamma,
    [
      [0, -Infinity],
      [-0, Infinity],
      [-1, NaN],
      [-30, NaN],
      [Infinity, Infinity],
      [-Infinity, NaN],
      [SMALLEST, -Infinity],
      [2 ** -600, -(2 ** 600)],
    ],
  ],
  [
    'trigamma',
    x => math.polygamma(1, x),
    [
      [0, Infinity],
      [-0, Infinity],
      [-1, Infinity],
      [Infinity, 0],
      [-Infinity, NaN],
      [1e-200, Infinity],
      [1e300, 1e-300],
    ],
  ],
  [
    'polygamma of order 2',
    x => math.polygamma(2, x),
    [
      [0, -Infinity],
      [-0, Infinity],
      [-1, NaN],
      [Infinity, -0],
    ],
  ],
  [
    'nextafter towards 2',
    x => math.nextafter(x, 2),
    [
      [0, SMALLEST],
      [-0, SMALLEST],
      [2, 2],
      [-SMALLEST, -0],
      [Infinity, LARGEST],
      [-Infinity, -LARGEST],
      [1, 1 + 2 ** -52],
      [-1, -1 + 2 ** -53],
      [4, 4 - 2 ** -51],
    ],
  ],
  [
    'nextafter32 towards 2',
    x => math.nextafter32(x, 2),
    [
      [0, 2 ** -149],
      [2, 2],
      [-(2 ** -149), -0],
      [1, 1 + 2 ** -23],
      [-Infinity, -3.4028234663852886e38],
    ],
  ],
]

test.each(table)('%s has its special values', (_, f, pairs) => {
  for (const [x, value] of [...pairs, [NaN, NaN] as const]) expect([x, f(x)]).toStrictEqual([x, value])
})

test('odd functions are odd and even ones even, to the last bit', () => {
  for (let x = 1e-12; x < 1e4; x *= 1.37) {
    for (const f of [math.sin, math.tan, math.atan, math.sinh, math.asinh, math.cbrt, math.erf])
      expect(f(-x)).toBe(-f(x))
    for (const f of [math.cos, math.cosh]) expect(f(-x)).toBe(f(x))
    if (x < 1) for (const f of [math.asin, math.atanh]) expect(f(-x)).toBe(-f(x))
    expect([math.hypot(-x, 3), math.hypot(3, x)]).toEqual([math.hypot(x, 3), math.hypot(x, 3)])
  }
})

test('polygamma refuses orders that are not whole numbers from 0 to 32 by NaN', () => {
  expect(math.polygamma(0, 3)).toBe(math.digamma(3))
  for (const order of [-1, 0.5, 33, Infinity, NaN]) expect(math.polygamma(order, 3)).toBeNaN()
  // By the recurrence ψ₂(x + 1) = ψ₂(x) + 2/x³, from −0.5 up to where the series applies.
  expect(math.polygamma(2, -0.5)).toBeCloseTo(math.polygamma(2, 0.5) + 16, 12)
  expect(math.polygamma(3, -2.25)).toBeCloseTo(
    math.polygamma(3, 0.75) + 6 * (0.25 ** -4 + 1.25 ** -4 + 2.25 ** -4),
    8,
  )
})
