import { expect, test } from 'vitest'
import { casesOf, SUITES } from '../../bench/src/cases.ts'

test('every suite has its cases, whose data can be drawn', () => {
  const names = SUITES.flatMap(suite => casesOf(suite, [64, 512]).map(({ name }) => `${suite} ${name}`))
  expect(names).toContain('gemm 512 f64 NN')
  expect(names).toContain('step-limit k=100 f64')
  expect(new Set(names).size).toBe(names.length)
})
