/** Runs every `@example` in the docstrings of the package. */
import * as network from '@multiview/network'
import * as kernels from '@multiview/network/kernels'
import * as mixture from '@multiview/network/mixture'
import * as tensor from '@multiview/tensor'
import { expect, test } from 'vitest'
import { docstringsOf, examplesOf, runExample } from '../docstrings.ts'
import { namesOf } from './public-names.ts'

const docstrings = docstringsOf('network')

test.each(examplesOf(docstrings).map(e => [`${e.file}: ${e.name}`, e] as const))('%s', (_, example) =>
  runExample('network', example, { ...tensor, ...network, ...kernels, ...mixture }),
)

test('every public name has an example or a line of usage in its docstring', () => {
  const documented = new Set(
    docstrings.filter(({ text }) => /@example|Usage/.test(text)).map(({ name }) => name),
  )
  expect(namesOf('index.ts').filter(name => !documented.has(name))).toEqual([])
})
