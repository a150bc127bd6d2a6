import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { claims, presets, settingsOf, sizeIn } from '@multiview/theory'
import { describe, expect, test } from 'vitest'
import { settingsOfTheorem, settingsOfTheorems, theoremIds } from '../../scripts/theorem-settings.mjs'

const docs = fileURLToPath(new URL('../../docs/', import.meta.url))
const pages = readdirSync(docs).filter(name => name.endsWith('.md'))
const textOf = (page: string): string => readFileSync(join(docs, page), 'utf8')
const shown = (text: string): string[] =>
  [...text.matchAll(/\]\((?:docs\/)?figures\/([^)]+)\)/g)].map(([, name]) => name)

describe('the pages of docs/', () => {
  test.each(pages)('%s: every figure and every page that it names is there', page => {
    for (const [, target] of textOf(page).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g))
      expect(existsSync(join(docs, target)), target).toBe(true)
  })

  test('tell every claim', () => {
    const all = pages.map(textOf).join('\n')
    for (const { id } of claims) expect(all).toContain(id)
  })

  test('say the settings of each theorem as the claims have them', () => {
    const theorems = theoremIds.map(id => {
      const claim = claims.find(each => each.id === id) as (typeof claims)[number]
      const setting = { ...settingsOf(claim, presets.full, {}) }
      return {
        id,
        preset: 'full',
        regime: sizeIn(claim, 'full').regime,
        setting,
        departures: claim.departures?.(setting) ?? [],
      }
    })
    theorems.forEach((theorem, at) => {
      expect(textOf(`theorem-${at + 1}.md`)).toContain(`\n\n${settingsOfTheorem(theorem)}\n\n`)
    })
    expect(textOf('results.md')).toContain(`\n\n${settingsOfTheorems(theorems)}\n\n`)
  })

  test('say the numbers of the claims in words', () => {
    const sizeOf = (id: string, preset: 'quick' | 'full') =>
      sizeIn(claims.find(each => each.id === id) as (typeof claims)[number], preset)
    const moments = (preset: 'quick' | 'full') =>
      (sizeOf('theorem-3-distillation', preset).draws as { moments: number }).moments
    expect(textOf('theorem-3.md')).toContain(
      `at ${moments('quick')}\nmoments (${moments('full')} in preset full)`,
    )
    const { classes, dimension, power, threshold, initialScale, featureNoise } = settingsOf(
      claims.find(({ id }) => id === 'theorem-1-dense') as (typeof claims)[number],
      presets.full,
      {},
    )
    const page = textOf('real-vectors.md')
    expect(page).toContain(`at k = ${classes} and d = ${dimension}.`)
    expect(page).toContain(`take q = ${power}, ϱ = ${threshold} and σ₀ = ${initialScale}**`)
    expect(page).toContain(`The claims take ${featureNoise}.`)
  })

  test('show every figure that lies in docs/figures', () => {
    const readme = readFileSync(join(docs, '..', 'README.md'), 'utf8')
    const named = new Set([...pages.map(textOf), readme].flatMap(shown))
    for (const name of readdirSync(join(docs, 'figures'))) expect(named).toContain(name)
  })
})
