import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundle } from '../packages/bundle.ts'
import { executablePath, noChromium, runInPage } from '../packages/chromium.ts'
import { installPacked, type Packed, packageNames } from '../packages/packed.ts'
import { long } from '../robustness/effort.ts'
import type { compute } from './compute.ts'

type Computed = Awaited<ReturnType<typeof compute>>

let packed: Packed
let program: string
let inNode: Computed
beforeAll(() => {
  packed = installPacked(packageNames)
  program = programOf('compute')
  writeFileSync(join(packed.folder, 'compute.mjs'), program)
  inNode = run(process.execPath)
})
afterAll(() => packed?.remove())

/** A bundled program that prints the result of one function of compute.ts. */
const programOf = (what: 'compute' | 'fullSize'): string => {
  const source = readFileSync(new URL('compute.ts', import.meta.url), 'utf8')
  const call = `console.log(JSON.stringify(await ${what}()))\nconsole.log('done')`
  return bundle(packed.folder, `${source}\n${call}`).text
}

const run = (command: string, args: readonly string[] = [], file = 'compute.mjs'): Computed =>
  JSON.parse(outputOf(command, [...args, file]))

const outputOf = (command: string, args: readonly string[]): string =>
  execFileSync(command, args, { cwd: packed.folder, encoding: 'utf8', maxBuffer: 1e9 }).split('\n')[0]

describe('the kernels, training, a reduced run of preset quick and a sweep give the same bits', () => {
  test('in Node, where they use WebAssembly: the fingerprints that were frozen', () => {
    expect(inNode.webAssembly).toBe(true)
    const { float64, float32, quick } = inNode.results
    expect(quick.claims).toHaveLength(8)
    // Only of the kernels, since a regime may change. No engine and no later version may differ.
    // After an intended change run with -u, and say so in the commit.
    expect({ float64, float32 }).toMatchSnapshot()
  })

  test('with the plain loops, without WebAssembly', () => {
    writeFileSync(
      join(packed.folder, 'plain.mjs'),
      "delete globalThis.WebAssembly\nawait import('./compute.mjs')",
    )
    const plain = run(process.execPath, [], 'plain.mjs')
    expect(plain.webAssembly).toBe(false)
    expect(plain.results).toEqual(inNode.results)
  })

  test.skipIf(noChromium).each([
    ['with WebAssembly', "script-src 'self' 'wasm-unsafe-eval'", true],
    ['with the plain twins, where its policy forbids WebAssembly', "script-src 'self'", false],
  ])('in a page of Chromium %s', async (_, policy, webAssembly) => {
    expect(executablePath, 'Chromium must be installed: CI=true runs the browser tests').toBeDefined()
    const [line] = await runInPage(program, `default-src 'none'; ${policy}`)
    const inPage: Computed = JSON.parse(line)
    expect(inPage.webAssembly).toBe(webAssembly)
    expect(inPage.results).toEqual(inNode.results)
  })

  // Other versions of Node are npm packages of 40 MB, so only the long tests download them.
  test.skipIf(!long).each([22, 24])('in Node %i', version => {
    const { status, stdout } = spawnSync('npx', ['--yes', `node@${version}`, '--version'], {
      encoding: 'utf8',
    })
    expect([status, stdout]).toEqual([0, expect.stringMatching(new RegExp(`^v${version}\\.`))])
    expect(run('npx', ['--yes', `node@${version}`]).results).toEqual(inNode.results)
  })

  test.skipIf(!long || noChromium)('at the size of preset quick, in Node, Node 22 and Chromium', async () => {
    const whole = programOf('fullSize')
    writeFileSync(join(packed.folder, 'whole.mjs'), whole)
    const expected = outputOf(process.execPath, ['whole.mjs'])
    expect(JSON.parse(expected)[0].models).toBe(20)
    expect(outputOf('npx', ['--yes', 'node@22', 'whole.mjs'])).toBe(expected)
    const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'"
    expect(await runInPage(whole, policy)).toEqual([expected])
  })
})
