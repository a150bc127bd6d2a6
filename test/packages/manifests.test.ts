import { readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { packageNames, readJson, root } from './packed.ts'
import { thirdParty } from './third-party.ts'

const sources = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : sources(path)
    return entry.name.endsWith('.ts') ? [readFileSync(path, 'utf8')] : []
  })

/** The packages that a text imports, in code or in types. */
const imported = (text: string): string[] =>
  [...text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)'(@?[a-z][\w./-]*)'/g)]
    .map(([, name]) => name)
    .filter(name => !isBuiltin(name))
    .map(name => name.split('/', name.startsWith('@') ? 2 : 1).join('/'))

describe('the dependencies that a package declares', () => {
  test.each(packageNames)('of %s are those that its sources import, no more and no fewer', name => {
    const folder = join(root, 'packages', name)
    const { dependencies } = readJson(join(folder, 'package.json'))
    const used = new Set(sources(join(folder, 'src')).flatMap(imported))
    used.delete(`@multiview/${name}`)
    // Our declarations use its types, and the package does not contain them.
    if (used.has('ndarray')) used.add('@types/ndarray')
    expect([...used].sort()).toEqual(Object.keys(dependencies).sort())
  })

  test('of the tests are used', () => {
    const { dependencies } = readJson(join(root, 'test/package.json'))
    const used = new Set(sources(join(root, 'test')).flatMap(imported))
    for (const name of Object.keys(dependencies))
      if (!name.startsWith('@types/')) expect(used).toContain(name)
  })
})

test('the packages, CITATION.cff and CHANGELOG.md have one version', () => {
  const versions = packageNames.map(name => readJson(join(root, 'packages', name, 'package.json')).version)
  const text = (name: string): string => readFileSync(join(root, name), 'utf8')
  const cited = /^version: (.*)$/m.exec(text('CITATION.cff'))?.[1]
  const changed = /^## (\d[\d.]*)/m.exec(text('CHANGELOG.md'))?.[1]
  expect(new Set([...versions, cited, changed]).size).toBe(1)
})

test('the packages name the repository that CITATION.cff names, and none before it does', () => {
  const cited = /^repository-code: (\S+)$/m.exec(readFileSync(join(root, 'CITATION.cff'), 'utf8'))?.[1]
  for (const name of packageNames) {
    const expected = cited && { type: 'git', url: `git+${cited}.git`, directory: `packages/${name}` }
    expect(readJson(join(root, 'packages', name, 'package.json')).repository, name).toEqual(expected)
  }
})

describe('the lockfile', () => {
  const lock = readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8')

  test('names no registry, so that everyone installs from their own', () => {
    expect(lock).not.toMatch(/:\/\/|tarball|registry|localhost/)
  })

  test('pins every package by its hash', () => {
    const [packages] = lock.slice(lock.indexOf('\npackages:') + 1).split(/\n(?=\w)/, 1)
    const entries = packages.split(/\n {2}(?=\S)/).slice(1)
    expect(entries.length).toBeGreaterThan(100)
    for (const entry of entries) expect(entry).toMatch(/integrity: sha512-/)
  })
})

describe('what is installed with our packages', () => {
  test('runs nothing when it is installed', () => {
    const hooks = ['preinstall', 'install', 'postinstall']
    expect(thirdParty().filter(({ scripts }) => hooks.some(hook => hook in scripts))).toEqual([])
  })

  test('may have these optional packages, which docs/licences.md and SECURITY.md name', () => {
    expect(thirdParty().flatMap(({ name, optional }) => optional.map(other => [name, other]))).toEqual([
      ['msgpackr', 'msgpackr-extract'],
      ['piscina', '@napi-rs/nice'],
    ])
    for (const page of ['docs/licences.md', 'SECURITY.md'])
      expect(readFileSync(join(root, page), 'utf8')).toContain('`msgpackr-extract`')
  })

  test('has a licence that lets anyone use it, and docs/licences.md lists it (after a change: npx vitest run test/packages -u)', async () => {
    const all = thirdParty()
    for (const { name, license } of all)
      expect(
        ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'Unlicense', '0BSD'],
        name,
      ).toContain(license)
    const rows = all.map(
      ({ name, version, license, through }) =>
        `| [${name}](https://www.npmjs.com/package/${name}) | ${version} | ${license} | ${through.join(', ')} |`,
    )
    const page = [
      '# Licences of what our packages bring along',
      '',
      'Written by a test (`test/packages/manifests.test.ts`), which fails where this list is out of date.',
      '',
      '| package | version | licence | through |',
      '| --- | --- | --- | --- |',
      ...rows,
      '',
      'npm installs optional packages as well, which we leave out (`ignoredOptionalDependencies` in',
      '`pnpm-workspace.yaml`): `msgpackr-extract` through msgpackr, and `@napi-rs/nice` through piscina,',
      'each with a binary for the platform. Their licence is MIT. Nothing here needs them. The first one',
      'has an install script, which looks for its binary; `npm install --omit=optional` leaves both out.',
      '',
    ].join('\n')
    await expect(page).toMatchFileSnapshot(join(root, 'docs/licences.md'))
  })
})
