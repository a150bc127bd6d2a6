import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkDefinition, trainingSetOf } from '@multiview/network'
import { claims, presets, settingsOf, sizeIn } from '@multiview/theory'
import { describe, expect, test } from 'vitest'
import {
  settingsOfTheorem,
  settingsOfTheorems,
  settingsTogether,
  theoremIds,
} from '../../scripts/theorem-settings.mjs'

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

  const theoremsIn = (preset: 'quick' | 'full') =>
    theoremIds.map(id => {
      const claim = claims.find(each => each.id === id) as (typeof claims)[number]
      const setting = { ...settingsOf(claim, presets[preset], {}) }
      const { regime } = sizeIn(claim, preset)
      return { id, preset, regime, setting, departures: claim.departures?.(setting) ?? [] }
    })

  test('say the settings of preset quick and its departures from the paper, each with a reason', () => {
    const text = textOf('results.md')
    expect(text).toContain(`\n\n${settingsTogether(theoremsIn('quick'))}\n\n`)
    // The terms in which quick departs from Definition 1, as the checker of the definition says.
    const { setting } = theoremsIn('quick')[0]
    const found = checkDefinition(trainingSetOf(setting, { seed: 1, dataset: '0' }), setting)
    expect(found.map(({ property }) => property)).toEqual(['Σz of other classes is at most 0.4, multi-view'])
    expect(text).toContain('- Σz of other classes in multi-view samples is 0.7 to 0.8')
  })

  test('say the settings of each theorem as the claims have them', () => {
    const theorems = theoremsIn('full')
    theorems.forEach((theorem, at) => {
      expect(textOf(`theorem-${at + 1}.md`)).toContain(`\n\n${settingsOfTheorem(theorem)}\n\n`)
    })
    expect(textOf('results.md')).toContain(`\n\n${settingsOfTheorems(theorems)}\n\n`)
  })

  test('say the settings of the claims in R^d as the claims have them', () => {
    const claim = claims.find(({ id }) => id === 'theorem-1-dense') as (typeof claims)[number]
    const { classes, dimension, power, threshold, initialScale, featureNoise } = settingsOf(
      claim,
      presets.full,
      {},
    )
    const text = textOf('real-vectors.md').replaceAll('\n', ' ')
    expect(text).toContain(`at k = ${classes} and d = ${dimension}.`)
    expect(text).toContain(`these claims take q = ${power}, ϱ = ${threshold} and σ₀ = ${initialScale}**`)
    expect(text).toContain(`The claims take ${featureNoise}.`)
    expect(text).toContain(`| ${dimension} | all | ${featureNoise} |`)
  })

  // A number that a run decides goes between marks, where a script writes it. These are those of
  // the theorems themselves, of formulas and of names.
  const ofTheory: Readonly<Record<string, RegExp>> = {
    'theorem-1.md': /Theorem 1\b|0\.49μ|0\.51μ|½|− 1|\(1 −|s\/k\)\^\{k−1|μ\/2k|q = 2|error is 0\b/g,
    'theorem-2.md': /Theorem 2\b|0\.001μ|2\^\{|1−K|Ω~\(1\)/g,
    'theorem-3.md': /Theorem 3\b|0\.001μ|90%|v₂|v₁|t₁|\(4\.4\)|Definition 1/g,
    'theorem-4.md': /Theorem [34]\b|0\.26μ|0\.25μ/g,
  }
  test.each(Object.entries(ofTheory))('%s has no number of a run outside its marks', (page, theory) => {
    const prose = textOf(page)
      .replace(/<!-- ([\w-]+): [\s\S]*?<!-- \/\1 -->/g, '')
      .replace(/^```[\s\S]*?^```/gm, '')
      .replace(/\]\([^)]*\)/g, ']')
      .replace(/`[^`]*`/g, '')
      .replace(theory, '')
    expect([...prose.matchAll(/.*\d.*/g)].map(([line]) => line)).toEqual([])
  })

  test('show every figure that lies in docs/figures', () => {
    const readme = readFileSync(join(docs, '..', 'README.md'), 'utf8')
    const named = new Set([...pages.map(textOf), readme].flatMap(shown))
    for (const name of readdirSync(join(docs, 'figures'))) expect(named).toContain(name)
  })
})
