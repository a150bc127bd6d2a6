/** Runs every `@example` in the docstrings of the package. */
import * as mv from '@multiview/tensor'
import * as xp from '@multiview/tensor/array-api'
import * as kernels from '@multiview/tensor/kernels'
import { expect, test } from 'vitest'
import { docstringsOf, examplesOf, runExample } from '../docstrings.ts'

const all = examplesOf(docstringsOf('tensor'))

test.each(all.map(e => [`${e.file}: ${e.name}`, e] as const))('%s', (_, example) =>
  runExample('tensor', example, { ...kernels, ...mv, xp }),
)

test('every exported function has a docstring with an example', () => {
  const documented = new Set(all.map(e => e.name))
  const functions = Object.entries(mv).filter(([, value]) => typeof value === 'function')
  expect(functions.map(([name]) => name).filter(name => !documented.has(name))).toEqual([])
})
