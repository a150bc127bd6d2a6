/** Which part of a module its tasks run: what an edit outside it leaves as it was. */

import { describe, expect, test } from 'vitest'
import { taskSource } from '../../../packages/theory/src/plan/task-source.ts'

const module = `
import { stream } from '@multiview/tensor'
import { defineClaim } from '@multiview/theory'
import { mean } from './mean.js'
import './side-effect.js'
const bias = 0.5
const flips = 20
function toss(random) { return random.uniform(0, 1) < bias }
const kind = {
  kind: 'own:coin',
  run: ({ seed }) => toss(stream(seed, 'coin')),
  isResult: (_, value) => typeof value === 'boolean',
}
export const tasks = [kind]
const title = 'Coins'
export const claims = [defineClaim({ id: 'coins', title, measure: () => mean(flips) })]
`

const changed = (from: string, to: string): boolean => {
  expect(module).toContain(from)
  return taskSource(module) !== taskSource(module.replace(from, to))
}

describe('an edit', () => {
  test.each([
    ['the kind itself', "kind: 'own:coin'", "kind: 'own:coins'"],
    ['a function that it calls', 'return random', 'return !random'],
    ['a constant that this function reads', 'bias = 0.5', 'bias = 0.6'],
    ['an import that it needs', "'@multiview/tensor'", "'./tensor.js'"],
    ['a module that is loaded for what it does', './side-effect.js', './other.js'],
    ['the list', 'tasks = [kind]', 'tasks = [kind, kind]'],
  ])('of %s changes what tasks run', (_, from, to) => expect(changed(from, to)).toBe(true))

  test.each([
    ['a text', "'Coins'", "'Many coins'"],
    ['a number of draws', 'flips = 20', 'flips = 30'],
    ['a claim', "id: 'coins'", "id: 'heads'"],
    ['an import of a claim', './mean.js', './median.js'],
    ['a comment between declarations', 'const title', '// A comment.\nconst title'],
  ])('of %s does not', (_, from, to) => expect(changed(from, to)).toBe(false))
})

describe('what acts when the module is loaded', () => {
  const withLine = (line: string): string => `${line}\nexport const tasks = []\n`

  test.each([
    'globalThis.bias = 1',
    'for (const each of []) each()',
    'const ready = await fetch("x")',
    'const table = makeTable()',
    'class Table { static rows = makeRows() }',
    'export * from "./more.js"',
    'const text = tag`x`',
    'if (true) run()',
  ])('counts: %s', line => expect(taskSource(withLine(line))).toContain(line))

  test.each([
    'const size = 3',
    'const later = () => makeTable()',
    'function later() { count++ }',
    'class Table { rows() { return makeRows() } }',
    'const claim = defineClaim({ measure: () => run() })',
  ])('does not count: %s', line => expect(taskSource(withLine(line))).not.toContain(line))
})

test('tasks may be exported by a list, under another name', () => {
  const text = taskSource('const size = 3\nconst mine = [size]\nconst other = 4\nexport { mine as tasks }\n')
  expect(text).toBe('const size = 3\nconst mine = [size]\nexport { mine as tasks }')
})

test('names in patterns, defaults and shorthands count; names of properties do not', () => {
  const text = taskSource(
    'const [{ a = b, ...rest }] = []\nconst b = 1\nconst name = 2\nconst x = 3\nexport const tasks = [rest.name, { name: 1, x }]\n',
  )
  expect(text).toContain('const b')
  expect(text).toContain('const x')
  expect(text).not.toContain('const name')
})

test.each([
  ['another language', 'export const tasks: string[] = []'],
  ['no tasks', 'export const claims = []'],
  ['tasks of another module', 'export * from "./tasks.js"'],
])('of a text with %s it is not known', (_, text) => expect(taskSource(text)).toBeUndefined())
