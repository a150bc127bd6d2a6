import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { transformSync } from 'esbuild'
import { afterAll, describe, expect, test } from 'vitest'

const textOf = (page: string): string => readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8')
const readme = textOf('README.md')
/** A folder in which a file finds the built packages by their public names. */
const workshop = fileURLToPath(new URL('../../node_modules/.readme/', import.meta.url))
afterAll(() => rmSync(workshop, { recursive: true, force: true }))

const run = (code: string): string => {
  mkdirSync(workshop, { recursive: true })
  const file = `${workshop}example.mjs`
  writeFileSync(file, transformSync(code, { loader: 'ts', format: 'esm' }).code)
  return execFileSync(process.execPath, [file], { encoding: 'utf8' })
}

const examplesOf = (text: string): string[] =>
  [...text.matchAll(/```ts run\n([\s\S]*?)```/g)].map(([, code]) => code)
const examples = examplesOf(readme)

describe('the README', () => {
  test('has about 120 lines', () => {
    // The marks of generated lines, which readers do not see, do not count.
    expect(readme.replace(/\n<!--.*-->\n/g, '').split('\n').length).toBeLessThan(130)
  })

  test('has the ratios of the page on speed', () => {
    const cells = textOf('docs/speed.md')
      .split('\n')
      .map(line => line.split('|').map(cell => cell.replaceAll('*', '').trim()))
    const rounded = (ratio: number): string => Number(ratio.toPrecision(2)).toString()
    const words = readme.replace(/\s+/g, ' ')
    const bar = cells.find(([, what]) => /^512 f64 NN: speed over that of .* peer/.test(what ?? ''))
    expect(words).toMatch(`${rounded(Number(bar?.[2]))} times th`)
    // The table of milliseconds, below its header with the names of the libraries.
    const at = cells.findIndex(([, what]) => what === 'M f64')
    const header = cells.slice(0, at).findLast(line => line.includes('numpy'))!
    const ms = (name: string) => Number(cells[at][header.indexOf(name)])
    expect(words).toContain(`${rounded(ms('multiview') / ms('numpy'))} times as long as in NumPy`)
  })

  test('has one example for each package that needs no server', () => {
    expect(examples).toHaveLength(3)
  })
})

describe('the README of the package', () => {
  test.each(['tensor', 'network', 'theory', 'cluster'])(
    '%s has the example of the README, its install and every entry',
    name => {
      const at = ['tensor', 'network', 'theory', 'cluster'].indexOf(name)
      const own = textOf(`packages/${name}/README.md`)
      expect(own.split('\n')[0]).toBe(`# @multiview/${name}`)
      expect(own).toContain(`npm install @multiview/${name}`)
      expect(examplesOf(own)).toEqual(examples.slice(at, at + 1))
      const { exports } = JSON.parse(textOf(`packages/${name}/package.json`))
      const entries = Object.keys(exports).filter(path => path !== './package.json')
      const listed = [...own.matchAll(/^\| `(@multiview\/[^`]+)` \|/gm)].map(([, entry]) => entry)
      expect(listed.sort()).toEqual(entries.map(path => `@multiview/${name}${path.slice(1)}`).sort())
    },
  )
})

describe('the examples of the README', () => {
  test('train a network below the loss that is promised', () => {
    const final = /final loss (\S+)/.exec(run(examples[0]))
    expect(Number(final?.[1])).toBeLessThan(0.001)
  })

  test('draw two lotteries of the same data', () => {
    const lines = run(examples[1]).trimEnd().split('\n')
    const [first, one, second, other] = lines
    for (const line of [first, second]) expect(line).toMatch(/^\d+ steps, 0 training errors$/)
    expect(one.slice(-19)).toMatch(/^([12] ){9}[12]$/)
    expect(other.slice(-19)).not.toBe(one.slice(-19))
  })

  test('judge an interval', () => {
    expect(run(examples[2])).toBe('holds\n')
  })
})

test('the example of the page on mixed samples learns both views of every class', () => {
  const [example] = examplesOf(textOf('docs/mixed-samples.md'))
  expect(run(example)).toMatch(/^\d+ steps; both views learned: true true true true\n$/)
})
