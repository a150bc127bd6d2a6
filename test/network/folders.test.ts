/** The folders of the package are layers: their imports have no cycle. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const source = fileURLToPath(new URL('../../packages/network/src/', import.meta.url))
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'))

/** The imports of each file from the package, including types. */
const imports = new Map(
  files.map(file => [
    file,
    [...readFileSync(join(source, file), 'utf8').matchAll(/from '(\.[^']+)'/g)].map(([, path]) =>
      normalize(join(dirname(file), path)),
    ),
  ]),
)

/** A cycle among the names, if there is one. */
const circle = (graph: ReadonlyMap<string, readonly string[]>): string[] | null => {
  const done = new Set<string>()
  const visit = (node: string, path: readonly string[]): string[] | null => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node]
    if (done.has(node)) return null
    for (const next of graph.get(node) ?? []) {
      const found = visit(next, [...path, node])
      if (found !== null) return found
    }
    done.add(node)
    return null
  }
  for (const node of graph.keys()) {
    const found = visit(node, [])
    if (found !== null) return found
  }
  return null
}

test('a cycle is found', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c']],
    ['c', ['b']],
  ])
  expect(circle(graph)).toEqual(['b', 'c', 'b'])
})

test('no file imports itself through others', () => {
  expect(imports.size).toBeGreaterThan(80)
  expect(circle(imports)).toBeNull()
})

test('no folder imports itself through others', () => {
  const folderOf = (file: string): string => file.split('/')[0]
  const folders = new Map<string, string[]>()
  for (const [file, imported] of imports)
    if (file.includes('/'))
      folders.set(folderOf(file), [
        ...(folders.get(folderOf(file)) ?? []),
        ...imported.map(folderOf).filter(folder => folder !== folderOf(file)),
      ])
  expect([...folders.keys()].sort()).toEqual([
    'activation',
    'data',
    'dense',
    'descent',
    'frozen',
    'limit',
    'lottery',
    'objective',
    'reduced',
    'settings',
    'step-rule',
  ])
  expect(circle(folders)).toBeNull()
})
