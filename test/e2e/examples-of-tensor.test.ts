/** Runs the programs of examples/ and compares them with closed forms and known values. */
import { execFile, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { consoleOf, noChromium } from '../packages/chromium.ts'
import { root } from '../packages/packed.ts'

const folder = join(root, 'examples')
const names = readdirSync(folder)
  .filter(name => name.endsWith('.mjs'))
  .map(name => name.slice(0, -4))

/** What an example prints. */
const output = async (name: string): Promise<string> =>
  (await promisify(execFile)(process.execPath, [join(folder, `${name}.mjs`)])).stdout

/** The numbers of the line that begins with these words, without shapes and text in parentheses. */
const numbersAfter = (text: string, start: string): number[] => {
  const line = text.split('\n').find(each => each.startsWith(start))
  if (line === undefined) throw new Error(`no line begins with "${start}":\n${text}`)
  const words = line.slice(start.length).replace(/\(.*?\)|tensor \w+ \[.*?\]/g, '')
  return [...words.matchAll(/(?<=^|[\s[])-?\d+(\.\d+)?(e[+-]?\d+)?(?=[\s,\]]|$)/g)].map(([number]) =>
    Number(number),
  )
}

const near = (found: readonly number[], wanted: readonly number[], tolerance: number) => {
  expect(found).toHaveLength(wanted.length)
  found.forEach((x, i) => {
    expect(Math.abs(x - wanted[i]), `${x}, not ${wanted[i]}`).toBeLessThanOrEqual(tolerance)
  })
}

describe('the examples', () => {
  test('regression: the certified values of NIST', async () => {
    const text = await output('regression')
    near(numbersAfter(text, 'b1'), [238.94212918], 1e-7)
    near(numbersAfter(text, 'b2'), [5.5015643181e-4], 1e-14)
    near(numbersAfter(text, 'sum of squares'), [0.12455138894], 1e-11)
  })

  test.each([
    ['digits-mlp', 0.91],
    ['digits-conv', 0.93],
    ['batch-norm', 0.9],
  ])('%s: more than %d of the held-out digits are known', async (name, bound) => {
    const [accuracy] = numbersAfter(await output(name), 'accuracy on held-out digits')
    expect(accuracy).toBeGreaterThan(bound)
  })

  test('pca: the shares that scikit-learn documents, and the error that the other values have', async () => {
    const text = await output('pca')
    near(numbersAfter(text, 'share of the variance'), [0.14890594, 0.13618771, 0.11794594], 1e-8)
    const [error, expected] = numbersAfter(text, 'left out')
    near([error], [expected], 1e-9 * expected)
  })

  test('gaussian-process: at the maximum yᵀK⁻¹y is n, and the noise and function are found', async () => {
    const text = await output('gaussian-process')
    near(numbersAfter(text, 'yᵀ K⁻¹ y'), [60, 60], 1e-4)
    const [, , noise] = numbersAfter(text, 'length')
    near([noise], [0.1], 0.03)
    expect(numbersAfter(text, 'largest error')[0]).toBeLessThan(0.1)
  })

  test('ode-sensitivities: both modes give the derivatives of the closed form', async () => {
    const text = await output('ode-sensitivities')
    // y(t) = K / (1 + A e^(−rt)) with A = K / y(0) − 1.
    const [r, k, y0, t] = [1.2, 10, 0.5, 5]
    const a = k / y0 - 1
    const decay = Math.exp(-r * t)
    const square = (1 + a * decay) ** 2
    const exact = [
      (k * a * t * decay) / square,
      (1 + a * decay - (k * decay) / y0) / square,
      ((k / y0) ** 2 * decay) / square,
    ]
    for (const line of ['at the end, forward', 'at the end, reverse', 'of the closed form'])
      near(numbersAfter(text, line), exact, 5e-6)
  })

  test('hamiltonian-monte-carlo: the moments of the banana', async () => {
    const text = await output('hamiltonian-monte-carlo')
    expect(numbersAfter(text, 'accepted')[0]).toBeGreaterThan(0.9)
    near(numbersAfter(text, 'means'), [0, 1], 0.05)
    near(numbersAfter(text, 'variances'), [1, 3], 0.2)
  })

  test('per-example-gradients: the closed form, their mean, and the cut', async () => {
    const text = await output('per-example-gradients')
    near(numbersAfter(text, 'largest difference from (σ(w·x) − y) x:'), [0], 1e-15)
    near(numbersAfter(text, 'their mean less the gradient of the mean:'), [0], 1e-14)
    const [share] = numbersAfter(text, 'share with a norm above 1:')
    expect(share).toBeGreaterThan(0.1)
    expect(share).toBeLessThan(0.9)
    near(numbersAfter(text, 'largest norm after the cut:'), [1], 1e-12)
  })

  test('custom-derivative: Lambert’s W at 1 and Kepler’s equation at E = π/2', async () => {
    const text = await output('custom-derivative')
    const w = 0.5671432904097838
    near(numbersAfter(text, 'W(1)'), [w], 1e-13)
    near(numbersAfter(text, 'W′(1)'), [w / (1 + w)], 1e-13)
    near(numbersAfter(text, 'W″(1)'), [-(w ** 2 * (w + 2)) / (1 + w) ** 3], 1e-13)
    near(numbersAfter(text, 'E '), [Math.PI / 2], 1e-13)
    near(numbersAfter(text, 'dE/de'), [1], 1e-13)
    near(numbersAfter(text, 'dE/dM'), [1], 1e-13)
    near(numbersAfter(text, 'd²E/dM²'), [-0.5], 1e-13)
  })

  test('files: what was written comes back', async () => {
    const text = await output('files')
    expect(numbersAfter(text, 'weight.npy')).toEqual([128 + 64 * 32 * 8, 0])
    expect(text).toContain('model.npz holds weight float64[64,32], bias float32[32]\n')
    expect(text).toContain('of epoch 3\n')
    const [error, bound] = numbersAfter(text, 'largest relative error of float16')
    expect(error).toBeGreaterThan(bound / 10)
    expect(error).toBeLessThanOrEqual(bound)
  })

  test.skipIf(noChromium)(
    'page: under its policy the coefficients are those of the modified Bessel functions',
    async () => {
      expect(readFileSync(join(folder, 'page/index.html'), 'utf8')).toContain(
        `http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'"`,
      )
      const server = spawn(process.execPath, [join(folder, 'page.mjs')], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      try {
        let address = ''
        for await (const line of createInterface(server.stdout))
          if ((address = /^open (.*)/.exec(line)?.[1] ?? '') !== '') break
        const lines = await consoleOf(address, () => true)
        expect(lines).toHaveLength(1)
        // I₀(1), 2 I₁(1), 2 I₂(1), …
        const bessel = (k: number): number => {
          let [term, sum] = [0.5 ** k, 0]
          for (let j = 1; j <= k; j++) term /= j
          for (let j = 1; j < 20; j++) {
            sum += term
            term *= 0.25 / (j * (j + k))
          }
          return sum
        }
        near(numbersAfter(lines[0], ''), [bessel(0), ...[1, 2, 3, 4, 5].map(k => 2 * bessel(k))], 1e-4)
      } finally {
        server.kill()
      }
    },
  )

  test('are all named by their page', () => {
    const page = readFileSync(join(folder, 'README.md'), 'utf8')
    const named = [...page.matchAll(/^\| `node examples\/(.*?)\.mjs` \|/gm)].map(([, name]) => name)
    expect(named.sort()).toEqual(names.sort())
    expect(named).toHaveLength(12)
  })
})
