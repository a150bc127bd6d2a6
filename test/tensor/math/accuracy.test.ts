import { readFileSync } from 'node:fs'
import * as math from '@multiview/tensor/math'
import { expect, test } from 'vitest'
import { largestError, readReference } from './reference.ts'

type Scalar = (...x: number[]) => number

/**
 * The bounds of the docstrings, in ulps of the true value, or of `smallest` if that is larger. Most
 * functions must stay within 1 ulp. FEATURES.md shows the bounds.
 */
type Bound = [fixture: string, name: string, ulps: number, smallest?: number]
const bounds: Bound[] = JSON.parse(
  readFileSync(new URL('../../fixtures/math/bounds.json', import.meta.url), 'utf8'),
)
const functions = { ...math } as Record<string, unknown> as Record<string, Scalar>

/** Over the points of the file: thousands, or millions if generate.py is told so. */
test.each(bounds)(
  '%s keeps within its stated error of the true value at dense, random and extreme points',
  (fixture, name, ulps, smallest) => {
    const reference = readReference(fixture)
    expect(reference.value.length).toBeGreaterThanOrEqual(2000)
    const worst = largestError(functions[name]!, reference, smallest)
    console.log(
      `${fixture}: ${worst.ulps.toFixed(4)} ulp of ${reference.value.length} points, at ${worst.at.join(', ')}`,
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
  // 6381956970095103·2^797 comes nearest of all doubles. The values are from mpmath.
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
