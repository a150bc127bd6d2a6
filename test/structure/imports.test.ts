/** Imports have no cycle, and imports between folders have one direction. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { allowed } from './allowed.ts'
import { cyclesIn, filesBelow, folderOf, forbidden, type Import, importsBelow, root } from './graph.ts'

const sources = importsBelow(
  'packages/tensor/src',
  'packages/network/src',
  'packages/cluster/src',
  'packages/theory/src',
  'bench/src',
)

/** The packages of the workspace that a part may import, by their public names only. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  'packages/tensor': [],
  'packages/network': ['@multiview/tensor'],
  'packages/cluster': [],
  'packages/theory': ['@multiview/network', '@multiview/tensor', '@multiview/cluster'],
  bench: ['@multiview/theory', '@multiview/cluster', '@multiview/network', '@multiview/tensor'],
}

/** The names under which a package can be imported, from its manifest. */
const publicNames = (name: string): string[] => {
  const { exports } = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'))
  return Object.keys(exports).map(key => `@multiview/${name}${key.slice(1)}`)
}
const known = ['tensor', 'network', 'cluster', 'theory'].flatMap(publicNames)

/** Imports from one package to another that are not allowed or not by a public name. */
const crossing = (imports: readonly Import[]): Import[] =>
  imports.filter(({ from, to }) => {
    const part = Object.keys(arrows).find(each => from.startsWith(`${each}/`))
    if (part === undefined) return false
    if (!to.startsWith('@multiview/'))
      return /^(packages|bench|test)\//.test(to) && !to.startsWith(`${part}/`)
    return !known.includes(to) || !arrows[part].includes(to.split('/', 2).join('/'))
  })

describe('imports', () => {
  it('no file is part of an import cycle, type imports included', () => {
    expect(cyclesIn(sources)).toEqual([])
  })

  it('bench, scripts and site do not form a ring, and docs-tools imports none of them', () => {
    const folders = ['docs-tools', 'bench', 'scripts', 'site']
    const nameOf = (path: string): string => path.split('/', 1)[0]
    const between = importsBelow(...folders)
      .map(({ from, to }) => ({ from: nameOf(from), to: nameOf(to) }))
      .filter(({ from, to }) => from !== to && folders.includes(to))
    expect(between).toContainEqual({ from: 'bench', to: 'docs-tools' })
    expect(between.filter(({ from }) => from === 'docs-tools')).toEqual([])
    expect(cyclesIn(between)).toEqual([])
  })

  it('a planted cycle is found', () => {
    const planted = [
      ['a.ts', 'b.ts'],
      ['b.ts', 'c.ts'],
      ['c.ts', 'b.ts'],
      ['c.ts', 'd.ts'],
      ['e.ts', 'e.ts'],
    ].map(([from, to]) => ({ from, to }))
    expect(cyclesIn(planted)).toEqual([['b.ts', 'c.ts'], ['e.ts']])
  })

  it('folders import only from the folders that the table allows', () => {
    expect(forbidden(sources, allowed)).toEqual([])
  })

  it('the table names every folder and no other', () => {
    const folders = ['tensor', 'network', 'cluster', 'theory']
      .flatMap(name => filesBelow(`packages/${name}/src`))
      .map(folderOf)
    expect(Object.keys(allowed).sort()).toEqual([...new Set(folders)].sort())
  })

  it('a planted import from a lower folder to a higher one is found', () => {
    const planted = {
      from: 'packages/tensor/src/array/shape.ts',
      to: 'packages/tensor/src/ops/elementwise/add.ts',
    }
    expect(forbidden([planted], allowed)).toHaveLength(1)
  })

  it('theory imports network, network imports tensor, and none reaches into another package', () => {
    expect(crossing(sources)).toEqual([])
  })

  it('theory loads cluster only when a queue is asked for', () => {
    const loading = filesBelow('packages/theory/src').filter(file =>
      /import (?!type\b)[^(\n]*from '@multiview\/cluster'|^import '@multiview\/cluster'/m.test(
        readFileSync(join(root, file), 'utf8'),
      ),
    )
    expect(loading).toEqual([])
  })

  it('a planted import against the arrows, or past the public names, is found', () => {
    const planted = [
      { from: 'packages/tensor/src/index.ts', to: '@multiview/network' },
      { from: 'packages/network/src/index.ts', to: '@multiview/tensor/ops/add' },
      { from: 'packages/network/src/index.ts', to: 'packages/tensor/src/index.ts' },
    ]
    expect(crossing(planted)).toEqual(planted)
  })
})
