/**
 * The time to start the command is that of loading modules: it loads no more than it needs to read
 * a command line, and libraries that draw only when a report is drawn.
 */
import { expect, test } from 'vitest'
import { importedAtOnce, loadedBy } from './graph.ts'

const main = 'packages/theory/src/cli/main.ts'

/** The packages that draw, by their whole names or as the first part of them. */
const drawing = (names: readonly string[]): string[] =>
  names.filter(name => /^(@observablehq\/plot|linkedom|d3(-[\w-]+)?)(\/|$)/.test(name))

test('imports that run at once are found, those of types and those of functions are not', () => {
  const text = [
    "import type { A } from './types.ts'",
    "export type { B } from './more-types.ts'",
    "import { type C } from './kept.ts'",
    "export * from './again.ts'",
    'export { D }',
    "const later = () => import('./later.ts')",
  ].join('\n')
  expect(importedAtOnce('a.ts', text)).toEqual(['./kept.ts', './again.ts'])
})

test('the entry that draws loads the libraries for it', () => {
  expect(drawing(loadedBy('packages/theory/src/page.ts')).sort()).toEqual(['@observablehq/plot', 'linkedom'])
})

test.each([
  main,
  'packages/theory/src/cli/index.ts',
  'packages/theory/src/index.ts',
  'packages/theory/src/plan/worker.ts',
])('%s loads none of them', entry => {
  expect(drawing(loadedBy(entry))).toEqual([])
})

test('the command reads options without networks, claims and tensors', () => {
  const loaded = loadedBy(main)
  expect(loaded).toContain('packages/network/src/settings.ts')
  const heavy = /^packages\/(network\/src\/index|theory\/src\/claims\/index|tensor\/src\/(index|lite))\.ts$/
  expect(loaded.filter(file => heavy.test(file))).toEqual([])
})
