import { readFileSync } from 'node:fs'
import type { DType } from '@multiview/tensor'
import { expect, test } from 'vitest'
import { calls, flat, make, parts } from './calls.ts'
import { epsilons, errorsOf, ulps } from './ulps.ts'

type Written = [dtype: DType, shape: number[], values: (number | boolean | string)[]]
type Case = [op: string, inputs: Written[], options: object, output: Written]

const read = (value: number | boolean | string): number =>
  typeof value === 'string' ? (value === '-0' ? -0 : Number(value.replace('inf', 'Infinity'))) : Number(value)

const tensorOf = ([dtype, shape, values]: Written) => make(dtype, shape, values.map(read))

const worst = new Map<string, number>()

const KINDS = 'elementwise reduce move product math statistics index windows linalg'
for (const kind of KINDS.split(' ')) {
  const url = new URL(`../../fixtures/numpy/ops-${kind}.json`, import.meta.url)
  const { cases } = JSON.parse(readFileSync(url, 'utf8')) as { cases: Case[] }
  const byOp = group(cases)
  for (const [op, rows] of byOp)
    test(`${op} gives what NumPy gives, in ${rows.length} cases`, () => {
      for (const [, inputs, options, output] of rows) {
        const y = (calls[op] ?? parts[op])(inputs.map(tensorOf), options as never)
        const label = `${op} ${JSON.stringify(options)} of ${inputs.map(([d, s]) => `${d}[${s}]`).join(', ')}`
        expect([y.dtype, y.shape], label).toEqual([output[0], output[1]])
        const want = flat(tensorOf(output))
        const single = y.dtype === 'float32'
        const allowed = epsilons[op] ?? ulps[op]?.[single ? 1 : 0] ?? 0
        const values = flat(y)
        errorsOf(op, values, want, single ? 'float32' : 'float64').forEach((off, i) => {
          worst.set(op, Math.max(worst.get(op) ?? 0, off))
          expect(off, `${label} at ${i}: ${values[i]}, NumPy ${want[i]}`).toBeLessThanOrEqual(allowed)
        })
      }
    })
}

test('every allowance is that of an op with fixtures', () => {
  // NumPy lacks an LU factorization.
  for (const op of Object.keys({ ...ulps, ...epsilons }).filter(name => name !== 'lu'))
    expect(worst.has(op), op).toBe(true)
})

function group(cases: Case[]): Map<string, Case[]> {
  const groups = new Map<string, Case[]>()
  for (const row of cases) groups.set(row[0], [...(groups.get(row[0]) ?? []), row])
  return groups
}
