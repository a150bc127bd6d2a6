import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundle } from '../packages/bundle.ts'
import { executablePath, runInPage } from '../packages/chromium.ts'
import { installPacked, type Packed, packageNames } from '../packages/packed.ts'
import { long } from '../robustness/effort.ts'
import type { compute } from './compute.ts'

type Computed = Awaited<ReturnType<typeof compute>>

// A developer without Chromium can work; the continuous integration may not pass without.
const missing = executablePath === undefined && !process.env.CI

let packed: Packed
let program: string
let inNode: Computed
beforeAll(() => {
  packed = installPacked(packageNames)
  const source = readFileSync(new URL('compute.ts', import.meta.url), 'utf8')
  const { text } = bundle(
    packed.folder,
    `${source}\nconsole.log(JSON.stringify(await compute()))\nconsole.log('done')`,
  )
  program = text
  writeFileSync(join(packed.folder, 'compute.mjs'), program)
  inNode = run(process.execPath)
})
afterAll(() => packed?.remove())

const run = (command: string, args: readonly string[] = [], file = 'compute.mjs'): Computed => {
  const out = execFileSync(command, [...args, file], { cwd: packed.folder, encoding: 'utf8', maxBuffer: 1e9 })
  return JSON.parse(out.split('\n')[0])
}

describe('the kernels, training, a reduced run of preset quick and a sweep give the same bits', () => {
  test('in Node, where they use WebAssembly: the fingerprints that were frozen', () => {
    expect(inNode.webAssembly).toBe(true)
    const { float64, float32, quick } = inNode.results
    expect(quick.claims).toHaveLength(5)
    // Of the kernels alone: a regime may change. No engine and no later version may differ, unless it means to: then run with -u, and say so.
    expect({ float64, float32 }).toMatchSnapshot()
  })

  test('with the plain twins, where there is no WebAssembly', () => {
    writeFileSync(
      join(packed.folder, 'plain.mjs'),
      "delete globalThis.WebAssembly\nawait import('./compute.mjs')",
    )
    const plain = run(process.execPath, [], 'plain.mjs')
    expect(plain.webAssembly).toBe(false)
    expect(plain.results).toEqual(inNode.results)
  })

  test.skipIf(missing).each([
    ['with WebAssembly', "script-src 'self' 'wasm-unsafe-eval'", true],
    ['with the plain twins, where its policy forbids WebAssembly', "script-src 'self'", false],
  ])('in a page of Chromium %s', async (_, policy, webAssembly) => {
    expect(executablePath, 'Chromium must be installed: CI=true runs the browser tests').toBeDefined()
    const [line] = await runInPage(program, `default-src 'none'; ${policy}`)
    const inPage: Computed = JSON.parse(line)
    expect(inPage.webAssembly).toBe(webAssembly)
    expect(inPage.results).toEqual(inNode.results)
  })

  // Another Node is a package of npm: 40 MB that only the long tests fetch.
  test.skipIf(!long).each([22, 24])('in Node %i', version => {
    const { status, stdout } = spawnSync('npx', ['--yes', `node@${version}`, '--version'], {
      encoding: 'utf8',
    })
    expect([status, stdout]).toEqual([0, expect.stringMatching(new RegExp(`^v${version}\\.`))])
    expect(run('npx', ['--yes', `node@${version}`]).results).toEqual(inNode.results)
  })
})
