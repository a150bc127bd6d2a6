/** The fingerprint of a build. */

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { kernelState, useFusedMultiplyAdd } from '@multiview/tensor/kernels'
import { afterAll, expect, test } from 'vitest'
import { fingerprint, programName } from '../../../packages/theory/src/plan/build.ts'
import { root } from '../../structure/graph.ts'

const names = ['tensor', 'network', 'cluster', 'theory']
const ours = names.map(name => join(root, 'packages', name))
const parent = mkdtempSync(join(tmpdir(), 'multiview-build-'))
afterAll(() => rmSync(parent, { recursive: true }))

/** Copies the sources of the packages into a new folder, with our libraries. */
const copied = (folder: string): string[] =>
  ours.map((from, at) => {
    const to = join(parent, folder, names[at])
    for (const part of ['package.json', 'src']) cpSync(join(from, part), join(to, part), { recursive: true })
    symlinkSync(join(from, 'node_modules'), join(to, 'node_modules'), 'junction')
    return to
  })

const write = (path: string, text: string): void => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

test('is equal in two folders; one constant that changes or one file more makes it another', () => {
  const [a, b] = [copied('a'), copied('long/way/b')]
  const whole = fingerprint(ours, 'src')
  expect(whole).toMatch(/^[0-9a-f]{64}$/)
  expect([fingerprint(a, 'src'), fingerprint(b, 'src')]).toEqual([whole, whole])

  const file = join(b[0], 'src/random/alea.ts')
  const text = readFileSync(file, 'utf8')
  expect(text).toContain('MULTIPLIER = 2091639')
  write(file, text.replace('MULTIPLIER = 2091639', 'MULTIPLIER = 2091637'))
  const changed = fingerprint(b, 'src')
  write(file, text)
  expect(fingerprint(b, 'src')).toBe(whole)
  write(join(b[1], 'src/one-more.ts'), '')
  const more = fingerprint(b, 'src')
  rmSync(join(b[1], 'src/one-more.ts'))
  expect(new Set([whole, changed, more]).size).toBe(3)
  expect(fingerprint(b, 'src')).toBe(whole)
})

test('of a built package only the code of its sources counts, and the versions of its libraries', () => {
  const folder = join(parent, 'built')
  const manifest = (name: string, more = {}) => JSON.stringify({ name, version: '1.0.0', ...more })
  write(
    join(folder, 'package.json'),
    manifest('@multiview/tensor', { dependencies: { lib: '^1.0.0', '@types/lib': '^1.0.0' } }),
  )
  write(join(folder, 'node_modules/lib/package.json'), manifest('lib'))
  write(join(folder, 'src/sum.ts'), 'export const one: number = 1')
  write(join(folder, 'dist/sum.js'), 'export const one = 1')
  const whole = fingerprint([folder], 'dist')
  const unchanged = ['dist/sum.d.ts', 'dist/sum.js.map', 'dist/left-over.js', 'src/sum.ts', 'README.md']
  for (const name of unchanged) {
    write(join(folder, name), 'other')
    expect([name, fingerprint([folder], 'dist')]).toEqual([name, whole])
  }
  write(join(folder, 'node_modules/lib/package.json'), manifest('lib', { version: '1.0.1' }))
  const library = fingerprint([folder], 'dist')
  write(join(folder, 'dist/sum.js'), 'export const one = 2')
  expect(new Set([whole, library, fingerprint([folder], 'dist')]).size).toBe(3)
})

test('the name of the program has the fingerprint, the flag of fused products and the modules', () => {
  const build = `0.1.0-${fingerprint(ours, 'src').slice(0, 12)}`
  const files = ['a', 'b'].map(path => ({ path, sha256: path.repeat(64), tasks: '' }))
  const plain = programName([])
  expect(plain.replace('-fused', '')).toBe(build)
  expect(programName(files)).toMatch(new RegExp(`^${plain}-[0-9a-f]{12}$`))
  expect(programName(files)).toBe(programName([...files].reverse()))
  expect(programName(files)).not.toBe(programName(files.slice(1)))

  const { fused } = kernelState()
  useFusedMultiplyAdd(false)
  expect(programName([])).toBe(build)
  if (useFusedMultiplyAdd(true)) expect(programName([])).toBe(`${build}-fused`)
  useFusedMultiplyAdd(fused)
})
