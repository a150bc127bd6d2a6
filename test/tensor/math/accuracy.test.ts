import * as math from '@multiview/tensor/math'
import { expect, test } from 'vitest'
import { largestError, readReference } from './reference.ts'

type Scalar = (...x: number[]) => number

/**
 * Bounds are what each docstring states, in ulps of the true value, or of `smallest` if that is larger; the required
 * bound of most is 1 ulp.
 */
const bounds: [name: string, f: Scalar, ulps: number, smallest?: number][] = [
  ['exp', math.exp, 0.8],
  ['expm1', math.expm1, 0.56],
  ['log', math.log, 0.7],
  ['log1p', math.log1p, 0.7],
  ['tanh', math.tanh, 0.52],
  ['sigmoid', math.sigmoid, 0.8],
  ['softplus', math.softplus, 2],
  ['pow', math.pow, 0.8],
  ['sin', math.sin, 0.6],
  ['cos', math.cos, 0.6],
  ['tan', math.tan, 0.65],
  ['asin', math.asin, 0.51],
  ['acos', math.acos, 0.51],
  ['atan', math.atan, 0.51],
  ['atan2', math.atan2, 0.8],
  ['sinh', math.sinh, 0.53],
  ['cosh', math.cosh, 0.53],
  ['asinh', math.asinh, 0.65],
  ['acosh', math.acosh, 0.65],
  ['atanh', math.atanh, 0.65],
  ['log2', math.log2, 0.51],
  ['log10', math.log10, 0.51],
  ['exp2', math.exp2, 0.8],
  ['cbrt', math.cbrt, 0.51],
  ['hypot', math.hypot, 0.8],
  ['erf', math.erf, 0.8],
  ['erfc', math.erfc, 0.9],
  ['gelu', math.gelu, 1],
  ['silu', math.silu, 1.6],
  ['lgamma', math.lgamma, 0.8],
  ['lgamma-of-negative', math.lgamma, 1, 1],
  ['digamma', math.digamma, 1, 0.125],
  ['digamma-of-negative', math.digamma, 1, 2],
  ['trigamma', math.polygamma, 4],
]

/** Of the points that the file holds: thousands, or millions as generate.py is told. */
test.each(bounds)(
  '%s keeps within its stated error of the true value at dense, random and extreme points',
  (name, f, ulps, smallest) => {
    const reference = readReference(name)
    expect(reference.value.length).toBeGreaterThanOrEqual(2000)
    const worst = largestError(f, reference, smallest)
    console.log(
      `${name}: ${worst.ulps.toFixed(4)} ulp of ${reference.value.length} points, at ${worst.at.join(', ')}`,
    )
    expect(worst.ulps).toBeLessThanOrEqual(ulps)
  },
)

test('polygamma of higher orders keeps within 4 + 2·order ulp', () => {
  const reference = readReference('polygamma')
  const scaled: Scalar = (order, x) => math.polygamma(order!, x!)
  for (const order of new Set(reference.columns[0])) {
    const chosen = [...reference.value.keys()].filter(i => reference.columns[0]![i] === order)
    const worst = largestError(scaled, {
      columns: reference.columns.map(column => Float64Array.from(chosen, i => column[i]!)),
      value: Float64Array.from(chosen, i => reference.value[i]!),
      lost: Float64Array.from(chosen, i => reference.lost[i]!),
    })
    console.log(`polygamma of order ${order}: ${worst.ulps.toFixed(2)} ulp of ${chosen.length} points`)
    expect(worst.ulps).toBeLessThanOrEqual(4 + 2 * order)
  }
})

test('whole results are exact: powers of 2 and 10, cubes, Pythagorean triples', () => {
  for (let k = -1074; k <= 1023; k++) {
    expect(math.log2(2 ** k)).toBe(k)
    expect(math.exp2(k)).toBe(2 ** k)
  }
  for (let k = 0; k <= 22; k++) expect(math.log10(Number(`1e${k}`))).toBe(k)
  for (let n = 1; n <= 2000; n++) expect(math.cbrt(n ** 3)).toBe(n)
  for (let m = 2; m <= 60; m++)
    for (let n = 1; n < m; n++) {
      expect(math.hypot(m * m - n * n, 2 * m * n)).toBe(m * m + n * n)
      expect(math.hypot((m * m - n * n) * 2 ** 1000, 2 ** 1001 * m * n)).toBe((m * m + n * n) * 2 ** 1000)
    }
})

test('the nearest doubles to multiples of π/2 keep the last bit of their tiny sine or cosine', () => {
  // 6381956970095103·2^797 comes nearest of all; the values are mpmath's.
  expect(math.cos(6381956970095103 * 2 ** 797)).toBe(-4.687165924254628e-19)
  expect(math.sin(Math.PI)).toBe(1.2246467991473532e-16)
  expect(math.cos(Math.PI / 2)).toBe(6.123233995736766e-17)
  expect(math.tan(Math.PI / 2)).toBe(16331239353195370)
  expect(math.sin(1e22)).toBe(-0.8522008497671888)
  expect(math.sin(Number.MAX_VALUE)).toBe(0.004961954789184062)
})

test('the normal quantile keeps within 8 ulp, from the smallest double to the largest below 1', () => {
  const worst = largestError(math.normalQuantile, readReference('normal-quantile'))
  console.log(`normalQuantile: ${worst.ulps.toFixed(4)} ulp at ${worst.at}`)
  expect(worst.ulps).toBeLessThanOrEqual(8)
})

test('logaddexp keeps within 2 ulp of the true value where nothing cancels', () => {
  const { columns, value, lost } = readReference('softplus')
  // log(e^x + e^0) is softplus(x).
  const worst = largestError(x => math.logaddexp(x!, 0), { columns, value, lost })
  expect(worst.ulps).toBeLessThanOrEqual(2)
  expect(math.logaddexp(1000, 1000)).toBe(1000.6931471805599)
})
