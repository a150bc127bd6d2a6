import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { claims } from '@multiview/theory'
import { describe, expect, test } from 'vitest'

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

  test.each(pages)('%s: its commands name claims that exist', page => {
    const ids = new Set(claims.map(({ id }) => id))
    for (const [, args] of textOf(page).matchAll(/npm run verify -- ([^#\n]*)/g)) {
      const named = args.split(' --')[0].startsWith('--') ? [] : args.split(/ --/)[0].trim().split(' ')
      for (const id of named) expect(ids, args).toContain(id)
    }
  })

  test('tell every claim', () => {
    const all = pages.map(textOf).join('\n')
    for (const { id } of claims) expect(all).toContain(id)
  })

  test('show every figure that lies in docs/figures', () => {
    const readme = readFileSync(join(docs, '..', 'README.md'), 'utf8')
    const named = new Set([...pages.map(textOf), readme].flatMap(shown))
    for (const name of readdirSync(join(docs, 'figures'))) expect(named).toContain(name)
  })
})
