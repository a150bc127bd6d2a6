import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundle } from '../../packages/bundle.ts'
import { executablePath, runInPage } from '../../packages/chromium.ts'
import { installPacked } from '../../packages/packed.ts'
import type { compute } from './portable.ts'

type Computed = ReturnType<typeof compute>

// A developer without Chromium can work; the continuous integration may not pass without.
const missing = executablePath === undefined && !process.env.CI
if (missing)
  console.warn('The browser tests are skipped: no Chromium found; install it, or set CHROMIUM to its path.')

let packed: ReturnType<typeof installPacked>
let page: string
let inNode: Computed

beforeAll(async () => {
  packed = installPacked()
  const portable = readFileSync(new URL('portable.ts', import.meta.url), 'utf8')
  const module = bundle(packed.folder, portable).text
  page = bundle(
    packed.folder,
    `${portable}
     let evaluates = true
     try { new Function('return 1')() } catch { evaluates = false }
     console.log(JSON.stringify({ evaluates, ...compute() }))
     console.log('done')`,
  ).text
  writeFileSync(join(packed.folder, 'portable.mjs'), module)
  const { compute } = await import(/* @vite-ignore */ pathToFileURL(join(packed.folder, 'portable.mjs')).href)
  inNode = JSON.parse(JSON.stringify(compute()))
})
afterAll(() => packed?.remove())

test('Node itself computes with its WebAssembly kernels, to the bits that were frozen', () => {
  expect(inNode.webAssembly).toBe(true)
  // Fingerprints of 5,000 values of each function, and the streams: no engine and no later version may differ.
  expect(inNode.results).toMatchObject({
    exp: 'de22164',
    expm1: '2e3eee1c',
    log: 'b675f95e',
    log1p: 'aa148a90',
    tanh: '27aec673',
    sigmoid: '865319d6',
    softplus: '21df323b',
    pow: '2f624880',
    quantile: '3fd4b135',
    mathematics: {
      sin: '6a68fad0',
      cos: '8a00d317',
      tan: 'acec537e',
      asin: '77f226ca',
      acos: 'be6bdbc',
      atan: '137ca9f0',
      sinh: 'e0b1c6f2',
      cosh: 'c227f96b',
      asinh: '674f1edc',
      acosh: '9335d62',
      atanh: '6091b205',
      log2: 'a2b36bf4',
      log10: '790ec68',
      exp2: 'bc0290a',
      cbrt: 'f97c206b',
      erf: 'a6e0774e',
      erfc: '86a71613',
      gelu: 'c59e457b',
      silu: '76625b31',
      lgamma: 'ce86c535',
      digamma: 'ff039e52',
      sinOfLarge: 'b1fe844c',
      atan2: '99ecbe55',
      hypot: 'd738706c',
      trigamma: 'b2f915b4',
    },
  })
  const [double, normal, uniform, integer, bernoulli, permutation, normals] = inNode.results
    .randomStreams as unknown[]
  expect([double, normal, uniform]).toEqual([0.7195056712203461, -0.2479629338371484, 1.0288152646950577])
  expect([integer, bernoulli, permutation]).toEqual([987, false, [1, 6, 3, 0, 7, 2, 8, 4, 9, 5]])
  expect(normals).toBe('f1c6cec8')
})

test.skipIf(missing).each([
  ["with 'wasm-unsafe-eval' it uses its WebAssembly kernels", "script-src 'self' 'wasm-unsafe-eval'", true],
  ['without it the plain ones', "script-src 'self'", false],
])(
  'under a content-security policy without unsafe-eval Chromium computes the bits of Node: %s',
  async (_, policy, webAssembly) => {
    expect(executablePath, 'Chromium must be installed: CI=true runs the browser tests').toBeDefined()
    const [line] = await runInPage(page, `default-src 'none'; ${policy}`)
    const inPage = JSON.parse(line!)
    expect(inPage.evaluates).toBe(false)
    expect(inPage.results).toEqual(inNode.results)
    expect(inPage.webAssembly).toBe(webAssembly)
  },
)
