import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundle } from './bundle.ts'
import { executablePath, noChromium, runInPage } from './chromium.ts'
import { installPacked, type Packed, packageNames } from './packed.ts'

let packed: Packed
beforeAll(() => {
  packed = installPacked(packageNames)
})
afterAll(() => packed?.remove())

/** A first program with three of the packages, and its output. */
const program = `
import { readNpy, writeNpy } from '@multiview/tensor/files'
import { grad, sum, tensor } from '@multiview/tensor'
import { learnedViews, regimes, trainLimitModel } from '@multiview/network'
import { judge, proportionInterval } from '@multiview/theory'
const settings = { ...regimes.limit, classes: 3, otherFeatureRate: 1.5, samples: 24, neurons: 2 }
const run = trainLimitModel(settings, { seed: 1, dataset: 'a', initialization: 'b' })
console.log(JSON.stringify({
  gradient: readNpy(writeNpy(grad(x => sum(x.mul(x)))(tensor([1, 2])))).toArray(),
  steps: run.steps,
  loss: run.loss,
  strength: [...run.finalStrength],
  views: learnedViews(run.finalStrength),
  verdict: judge(proportionInterval(497, 1000, 0.95), { low: 0.4, high: 0.6 }, []),
}))`

const runInNode = (source: string, name = 'program.mjs'): string => {
  writeFileSync(join(packed.folder, name), source)
  return execFileSync(process.execPath, [name], { cwd: packed.folder, encoding: 'utf8' })
}

describe('the packages, packed and installed in a fresh project', () => {
  test.each(packageNames)('%s has every file that its exports name, and real versions', name => {
    const { exports, dependencies } = packed.manifest(name)
    const files = Object.values(exports).flatMap(function paths(entry): string[] {
      return typeof entry === 'string' ? [entry] : Object.values(entry).flatMap(paths)
    })
    for (const file of files)
      expect(existsSync(join(packed.folder, 'node_modules/@multiview', name, file)), file).toBe(true)
    for (const version of Object.values(dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/)
  })

  test('import every entry under Node', () => {
    const entries = packageNames.flatMap(name =>
      Object.keys(packed.manifest(name).exports)
        .filter(path => path !== './package.json')
        .map(path => `@multiview/${name}${path.slice(1)}`),
    )
    const out = runInNode(
      `for (const name of ${JSON.stringify(entries)}) console.log(name, Object.keys(await import(name)).length > 0)`,
    )
    expect(out.trim().split('\n')).toEqual(entries.map(name => `${name} true`))
  })

  test('run under Node, as they are and bundled, with the same result', () => {
    const out = runInNode(program)
    const { gradient, views, verdict } = JSON.parse(out)
    expect(gradient).toEqual([2, 4])
    expect(views).toHaveLength(3)
    expect(verdict).toBe('holds')
    expect(runInNode(bundle(packed.folder, program).text, 'bundle.mjs')).toBe(out)
  })

  test.skipIf(noChromium)('run in a page of Chromium, with the same result', async () => {
    expect(executablePath, 'Chromium must be installed: CI=true runs the browser tests').toBeDefined()
    const page = bundle(packed.folder, `${program}\nconsole.log('done')`).text
    const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'"
    expect(`${await runInPage(page, policy)}\n`).toBe(runInNode(program))
  })

  test('the command runs from where it is installed', () => {
    const { version } = packed.manifest('theory')
    const bin = 'node_modules/@multiview/theory/bin/multiview.js'
    const out = execFileSync(process.execPath, [bin, '--version'], { cwd: packed.folder, encoding: 'utf8' })
    expect(out).toBe(`${version}\n`)
  })

  test('npx runs it by the name of its package', () => {
    const { version } = packed.manifest('theory')
    const words = ['--offline', '--no', '--', '@multiview/theory', '--version']
    expect(execFileSync('npx', words, { cwd: packed.folder, encoding: 'utf8' })).toBe(`${version}\n`)
  })
})

const bytesOf = (name: string): Uint8Array<ArrayBuffer> => Uint8Array.from(readFileSync(packed.tarball[name]))

describe.each(packageNames)('the tarball of %s', name => {
  test('passes publint without an error, a warning or a suggestion', async () => {
    const { messages, pkg } = await publint({ pack: { tarball: bytesOf(name).buffer }, strict: true })
    expect(messages.map(message => formatMessage(message, pkg))).toEqual([])
  })

  test('gives its types to every resolution that knows exports and modules', async () => {
    const analysis = await checkPackage(createPackageFromTarballData(bytesOf(name)))
    if (!analysis.types) throw new Error('no types were found')
    // Its profile "esm-only": TypeScript's resolution before exports, and require, are not
    // supported.
    const ignored = ['node10', 'node16-cjs']
    const problems = analysis.problems.filter(
      problem => !('resolutionKind' in problem && ignored.includes(problem.resolutionKind)),
    )
    expect(problems).toEqual([])
    expect(Object.keys(analysis.entrypoints)).toEqual(Object.keys(packed.manifest(name).exports))
  })

  test('has a licence, a README, no build leftovers, and nothing that runs when it is installed', () => {
    const { scripts = {} } = packed.manifest(name)
    expect(Object.keys(scripts)).toEqual([])
    const files = readdirSync(join(packed.folder, 'node_modules/@multiview', name), {
      recursive: true,
      encoding: 'utf8',
    })
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md']))
    expect(files.filter(file => /tsbuildinfo|\.test\.|node_modules|\.env/.test(file))).toEqual([])
    const allowed =
      /^(LICENSE|README\.md|package\.json|bin(\/multiview\.js)?|(src|dist)(\/[\w-]+)*(\/[\w-]+(\.d)?\.c?(ts|js)(\.map)?)?)$/
    expect(files.filter(file => !allowed.test(file.replaceAll('\\', '/')))).toEqual([])
  })
})
