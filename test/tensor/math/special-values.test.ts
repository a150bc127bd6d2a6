import {
  exp,
  expm1,
  log,
  log1p,
  logaddexp,
  normalQuantile,
  normalQuantileFromCentre,
  pow,
  sigmoid,
  softplus,
  tanh,
} from '@multiview/tensor/math'
import { expect, test } from 'vitest'

const LARGEST = Number.MAX_VALUE
const SMALLEST = Number.MIN_VALUE

const table: [name: string, f: (x: number) => number, pairs: [x: number, value: number][]][] = [
  [
    'exp',
    exp,
    [
      [0, 1],
      [-0, 1],
      [SMALLEST, 1],
      [-Infinity, 0],
      [Infinity, Infinity],
      [709.782712893384, 1.7976931348622732e308],
      [709.7827128933841, Infinity],
      [LARGEST, Infinity],
      [-745.1332191019411, SMALLEST],
      [-745.1332191019412, 0],
      [-LARGEST, 0],
    ],
  ],
  [
    'expm1',
    expm1,
    [
      [0, 0],
      [-0, -0],
      [SMALLEST, SMALLEST],
      [-SMALLEST, -SMALLEST],
      [-Infinity, -1],
      [-LARGEST, -1],
      [Infinity, Infinity],
      [709.7827128933841, Infinity],
    ],
  ],
  [
    'log',
    log,
    [
      [0, -Infinity],
      [-0, -Infinity],
      [1, 0],
      [Infinity, Infinity],
      [-1, NaN],
      [-SMALLEST, NaN],
      [-Infinity, NaN],
      [SMALLEST, -744.4400719213812],
      [LARGEST, 709.782712893384],
    ],
  ],
  [
    'log1p',
    log1p,
    [
      [0, 0],
      [-0, -0],
      [SMALLEST, SMALLEST],
      [-SMALLEST, -SMALLEST],
      [-1, -Infinity],
      [-1.0000000000000002, NaN],
      [-Infinity, NaN],
      [Infinity, Infinity],
      [LARGEST, 709.782712893384],
    ],
  ],
  [
    'tanh',
    tanh,
    [
      [0, 0],
      [-0, -0],
      [SMALLEST, SMALLEST],
      [-SMALLEST, -SMALLEST],
      [Infinity, 1],
      [-Infinity, -1],
      [LARGEST, 1],
      [25, 1],
      [-25, -1],
    ],
  ],
  [
    'sigmoid',
    sigmoid,
    [
      [0, 0.5],
      [-0, 0.5],
      [Infinity, 1],
      [-Infinity, 0],
      [LARGEST, 1],
      [-LARGEST, 0],
      [-745.1332191019411, SMALLEST],
    ],
  ],
  [
    'softplus',
    softplus,
    [
      [0, Math.LN2],
      [Infinity, Infinity],
      [-Infinity, 0],
      [LARGEST, LARGEST],
      [-LARGEST, 0],
      [1000, 1000],
    ],
  ],
  [
    'normalQuantile',
    normalQuantile,
    [
      [0, -Infinity],
      [-0, -Infinity],
      [1, Infinity],
      [0.5, 0],
      [-0.1, NaN],
      [1.1, NaN],
      [Infinity, NaN],
      [-Infinity, NaN],
    ],
  ],
]

test.each(table)('%s has the special values of IEEE 754', (_, f, pairs) => {
  for (const [x, value] of [...pairs, [NaN, NaN] as const]) expect([x, f(x)]).toStrictEqual([x, value])
})

test('pow has the special values of IEEE 754, which differ from Math.pow at 1', () => {
  for (const y of [0, -0, 1, -1.5, Infinity, -Infinity, NaN]) expect(pow(1, y)).toBe(1)
  for (const x of [0, -0, 2, -2, Infinity, -Infinity, NaN]) expect([pow(x, 0), pow(x, -0)]).toEqual([1, 1])
  expect([pow(-1, Infinity), pow(-1, -Infinity)]).toEqual([1, 1])
  const ends = [0, -0, 0.5, -0.5, 2, -2, Infinity, -Infinity, NaN]
  const exponents = [
    1,
    -1,
    3,
    -3,
    2,
    -2,
    0.5,
    -0.5,
    1.5,
    1e20,
    -1e20,
    2 ** 53,
    2 ** 53 - 1,
    Infinity,
    -Infinity,
    NaN,
  ]
  for (const x of ends)
    for (const y of exponents) {
      const value = x ** y
      if (value === 0 || !Number.isFinite(value)) expect([x, y, pow(x, y)]).toStrictEqual([x, y, value])
      else expect(pow(x, y)).toBeCloseTo(value, 14)
    }
})

test('pow overflows, underflows and rounds to subnormal numbers at the right places', () => {
  expect(pow(2, 1023)).toBe(2 ** 1023)
  expect(pow(2, 1024)).toBe(Infinity)
  expect(pow(-2, 1025)).toBe(-Infinity)
  expect(pow(2, -1074)).toBe(SMALLEST)
  expect(pow(2, -1076)).toBe(0)
  expect(pow(-2, -1077)).toBe(-0)
  expect(pow(LARGEST, LARGEST)).toBe(Infinity)
  expect(pow(SMALLEST, SMALLEST)).toBe(1)
  expect(pow(1 + 2 ** -52, 2 ** 64)).toBe(Infinity)
  expect(pow(1 - 2 ** -53, 2 ** 64)).toBe(0)
})

test('whole powers of two and small whole powers are exact', () => {
  for (let k = -1074; k <= 1023; k++) expect(pow(2, k)).toBe(2 ** k)
  for (let n = 1; n <= 100; n++) for (const k of [1, 2, 3, 4, 5, 6, 7]) expect(pow(n, k)).toBe(n ** k)
})

test('odd functions are odd to the last bit', () => {
  for (let x = 1e-12; x < 30; x *= 1.37) {
    expect(tanh(-x)).toBe(-tanh(x))
    if (x < 0.5) expect(normalQuantileFromCentre(-x)).toBe(-normalQuantileFromCentre(x))
  }
})

test('the quantile from the centre is the quantile where both are exact, and finite one half-step from the ends', () => {
  for (let p = 1 / 1024; p < 1; p += 1 / 1024)
    expect(normalQuantileFromCentre(p - 0.5)).toBe(normalQuantile(p))
  expect(normalQuantileFromCentre(2 ** -54 - 0.5)).toBeCloseTo(-8.2924, 3)
})

test('logaddexp has −∞ as neutral element and ∞ as absorbing one', () => {
  for (const a of [-Infinity, -1e308, -1, 0, 3, 1e308]) {
    expect([logaddexp(a, -Infinity), logaddexp(-Infinity, a)]).toEqual([a, a])
    expect([logaddexp(a, Infinity), logaddexp(Infinity, a)]).toEqual([Infinity, Infinity])
    expect([logaddexp(a, NaN), logaddexp(NaN, a)]).toEqual([NaN, NaN])
  }
})
