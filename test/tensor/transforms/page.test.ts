/** The examples of docs/transforms.md run and give the stated results. */
import { readFileSync } from 'node:fs'
import * as mv from '@multiview/tensor'
import { expect, test } from 'vitest'
import { runExample } from '../../docstrings.ts'

const page = readFileSync(new URL('../../../docs/transforms.md', import.meta.url), 'utf8')
const blocks = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code.split('\n'))

test.each(blocks.map((lines, i) => [i, lines] as const))('example %i', (_, lines) =>
  runExample('tensor', { file: 'transforms/index.ts', name: '', text: '', lines }, mv),
)

test('every transform is named', () => {
  expect(blocks.length).toBeGreaterThan(1)
  const transforms =
    'grad valueAndGrad jacrev jacfwd jacobian hessian vjp jvp hvp vmap checkpoint customVjp stopGradient jit ' +
    'treeMap treeLeaves treeFlatten treeUnflatten'
  for (const name of transforms.split(' ')) expect(page).toContain(`\`${name}\``)
})
