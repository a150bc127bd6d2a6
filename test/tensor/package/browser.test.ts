import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundle } from '../../packages/bundle.ts'
import { executablePath, noChromium, runInPage } from '../../packages/chromium.ts'
import { installPacked } from '../../packages/packed.ts'
import type { compute } from './portable.ts'

type Computed = ReturnType<typeof compute>

if (noChromium)
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
  // Fingerprints of 5,000 values of each function, and of the streams. No engine and no later
  // version may differ.
  expect(inNode.results).toMatchObject({
    exp: 'de22164',
    expm1: '2e3eee1c',
    log: 'b675f95e',
    log1p: 'aa148a90',
    tanh: 'd1094331',
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
  expect([inNode.results.draws, inNode.results.transforms]).toMatchInlineSnapshot(`
    [
      {
        "beta": "7faaffa8",
        "binomial": "674ccd5",
        "categorical": "e23da084",
        "choice": "b920f53b",
        "exponential": "909936d",
        "gamma": "959f0b2d",
        "integers": "e5dda8e7",
        "multivariateNormal": "d43c1024",
        "normal": "70862b6d",
        "permutation": "98a1d511",
        "poisson": "6510eecc",
        "truncatedNormal": "ce5f6c95",
        "uniform": "7e8f9937",
      },
      [
        "788ac6fd 7cea534d 788ac6fd e2ba14a5 788ac6fd",
        "783e77c7 2ede3edc 783e77c7 c655ff85 d685ca87",
        "35043507 9e3462eb 414c69c9 5f234a31 17abcdce",
        "7ca16cf6 86d493f7 1b8540da 87a8770e c58bc5fd",
        "11bfd2c9 48afaabb 43a6770e ca7e97de c22cb147",
        "4a66e62f 14fe5aec 39cba07c ad0cb8df 39d4e9af",
        "8dc8b954 a2e3f527 ce87397a 6d65255d 2b587dd8",
        "aa137180 72fcfbaf 90d61203 94271ffd e57ce3cd",
      ],
    ]
  `)
  const [double, normal, uniform, integer, bernoulli, permutation, normals] = inNode.results
    .randomStreams as unknown[]
  expect([double, normal, uniform]).toEqual([0.7195056712203461, -0.2479629338371484, 1.0288152646950577])
  expect([integer, bernoulli, permutation]).toEqual([987, false, [1, 6, 3, 0, 7, 2, 8, 4, 9, 5]])
  expect(normals).toBe('f1c6cec8')
})

test.skipIf(noChromium).each([
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
