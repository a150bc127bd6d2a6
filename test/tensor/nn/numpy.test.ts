/**
 * Normalization and cross entropy against NumPy in extended precision; fixtures in
 * test/fixtures/nn.
 */
import { readFileSync } from 'node:fs'
import * as mv from '@multiview/tensor'
import { type Tensor, tensor } from '@multiview/tensor'
import { expect, test } from 'vitest'

type Written = [shape: number[], values: number[]]
type Case = [name: string, inputs: Written[], options: Record<string, unknown>, outputs: Written[]]

const cases: Case[] = JSON.parse(
  readFileSync(new URL('../../fixtures/nn/cases.json', import.meta.url), 'utf8'),
)

const read = ([shape, values]: Written, dtype: mv.DType = 'float64') =>
  tensor(values, { dtype }).reshape(shape) as Tensor

type Calls = Record<string, (inputs: Written[], options: never, dtype: mv.DType) => Tensor[]>
const calls: Calls = {
  layerNorm: ([x], options, dtype) => [mv.layerNorm(read(x, dtype), options)],
  rmsNorm: ([x], options, dtype) => [mv.rmsNorm(read(x, dtype), options)],
  batchNorm([x], options, dtype) {
    const { output, mean, variance } = mv.batchNorm(read(x, dtype), options)
    return [output, mean, variance]
  },
  crossEntropy: ([x, t], options, dtype) => [mv.crossEntropy(read(x, dtype), read(t, dtype), options)],
  'crossEntropy of labels': ([x, t], options, dtype) => [
    mv.crossEntropy(read(x, dtype), read(t, 'int32'), options),
  ],
}

test.each(Object.keys(calls))('%s gives what NumPy gives', name => {
  const rows = cases.filter(([own]) => own === name)
  expect(rows.length).toBeGreaterThan(8)
  for (const [, inputs, written, outputs] of rows) {
    const options = Object.fromEntries(
      Object.entries(written).map(([key, value]) => [
        key,
        /weight|bias|mean|variance/.test(key) ? read(value as Written) : value,
      ]),
    )
    for (const [dtype, tolerance] of [
      ['float64', 3e-15],
      ['float32', 4e-6],
    ] as const) {
      const found = calls[name](inputs, options as never, dtype)
      expect(found.length).toBe(outputs.length)
      found.forEach((y, i) => {
        const [shape, values] = outputs[i]
        expect(y.shape).toEqual(shape)
        expect(y.dtype).toBe(dtype)
        y.reshape([-1])
          .values()
          .forEach((value, at) => {
            const size = Math.max(1, Math.abs(values[at]))
            expect(Math.abs(value - values[at]) / size, `${name} ${JSON.stringify(written)}`).toBeLessThan(
              tolerance,
            )
          })
      })
    }
  }
})
