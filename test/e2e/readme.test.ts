import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { transformSync } from 'esbuild'
import { afterAll, describe, expect, test } from 'vitest'

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
/** Inside this package, where the packages resolve by their public names, to their built code. */
const workshop = fileURLToPath(new URL('../node_modules/.readme/', import.meta.url))
afterAll(() => rmSync(workshop, { recursive: true, force: true }))

const run = (code: string): string => {
  mkdirSync(workshop, { recursive: true })
  const file = `${workshop}example.mjs`
  writeFileSync(file, transformSync(code, { loader: 'ts', format: 'esm' }).code)
  return execFileSync(process.execPath, [file], { encoding: 'utf8' })
}

describe('the README of the package', () => {
  test.each(['tensor', 'network', 'theory'])('%s says what the README says of it', name => {
    const own = readFileSync(new URL(`../../packages/${name}/README.md`, import.meta.url), 'utf8')
    const [title, ...rest] = own.split('\n\n')
    expect(title).toBe(`# @multiview/${name}`)
    expect(readme).toContain(`\n### @multiview/${name}\n\n${rest.join('\n\n')}\n##`)
  })
})

const examples = [...readme.matchAll(/```ts run\n([\s\S]*?)```/g)].map(match => match[1])

describe('the examples of the README', () => {
  test('train a network below the loss that is promised', () => {
    const final = /final loss (\S+)/.exec(run(examples[0]))
    expect(Number(final?.[1])).toBeLessThan(0.001)
  })

  test('draw two lotteries of the same data', () => {
    const [steps, one, other] = run(examples[1]).trimEnd().split('\n')
    expect(steps).toMatch(/^\d+ steps, loss 0\.00\d+, 0 training errors$/)
    expect(one.slice(-19)).toMatch(/^([12] ){9}[12]$/)
    expect(other.slice(-19)).not.toBe(one.slice(-19))
  })

  test('judge an interval', () => {
    expect(run(examples[2])).toBe('holds\n')
  })

  test('are all of them', () => {
    expect(examples).toHaveLength(3)
  })
})
