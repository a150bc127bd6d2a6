/** Files and prose name only documents that are in the repository. */
import { readFileSync } from 'node:fs'
import { basename, join, posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './graph.ts'
import { tracked } from './tracked.ts'

const documents = new Set(tracked.filter(name => name.endsWith('.md')).map(name => basename(name)))

/** The names of documents in a text that no file of the repository has. */
const strangers = (text: string): string[] =>
  [...text.matchAll(/([\w-]+\.md)\b/g)].map(([, name]) => name).filter(name => !documents.has(name))

const files = new Set(tracked)
const folders = new Set(
  tracked.flatMap(name => name.split('/').map((_, at, parts) => parts.slice(0, at).join('/'))),
)

/** The anchors that GitHub gives to the headings of a page. */
const anchorsOf = (text: string): Set<string> => {
  const seen = new Map<string, number>()
  const headings = text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#+ (.*)$/gm)
  return new Set(
    [...headings].map(([, words]) => {
      const slug = words
        .replace(/\]\([^)]*\)/g, '')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-')
      const before = seen.get(slug) ?? 0
      seen.set(slug, before + 1)
      return before === 0 ? slug : `${slug}-${before}`
    }),
  )
}

/** The relative links of a document that lead to no file, folder or heading of the repository. */
const brokenLinks = (name: string, text: string): string[] =>
  [...text.replace(/^```[\s\S]*?^```|`[^`\n]*`(?!\]\()/gm, '').matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target)
    .filter(target => !/^(https?|mailto):/.test(target))
    .filter(target => {
      const [path, anchor] = target.split('#')
      const whole = path === '' ? name : posix.join(posix.dirname(name), path).replace(/\/$/, '')
      if (!files.has(whole) && !folders.has(whole)) return true
      return anchor !== undefined && !anchorsOf(readFileSync(join(root, whole), 'utf8')).has(anchor)
    })

/** Paths of a user's machine, and numbers of an issue tracker. */
const elsewhere = (text: string): string[] =>
  [...text.matchAll(/(?<![\w.])\/(?:home|Users|root|work)\/[\w./-]*|\bissues? #?\d+\b/g)].map(
    ([found]) => found,
  )

describe('documents', () => {
  it('every relative link of a document leads to a file, folder or heading of the repository', () => {
    const found = tracked
      .filter(name => name.endsWith('.md'))
      .flatMap(name =>
        brokenLinks(name, readFileSync(join(root, name), 'utf8')).map(each => `${name}: ${each}`),
      )
    expect(found).toEqual([])
  })

  it('the page of a claim links to its code and to a report', () => {
    const pages = tracked
      .filter(name => /^docs\/[\w-]+\.md$/.test(name))
      .map(name => readFileSync(join(root, name), 'utf8'))
    const claims = tracked.flatMap(
      name => /^packages\/theory\/src\/claims\/[\w-]+\/claim\.ts$/.exec(name) ?? [],
    )
    expect(claims.length).toBeGreaterThan(20)
    for (const claim of claims) {
      const [, after] = pages.join('\n').split(`](../${claim})`)
      expect(after?.slice(0, 200), claim).toMatch(/^(\.| and)[^#]*\nReport: \[/)
    }
  })

  it('a broken link is found', () => {
    const text = '# A b\n[x](#a-b) [y](#c) [z](docs) [u](nothing.txt) [v](CONTRIBUTING.md#style)\n'
    expect(brokenLinks('README.md', `${text}\n`).sort()).toEqual(['#a-b', '#c', 'nothing.txt'])
  })

  it('no document cites what only one machine or one tracker has', () => {
    const found = tracked
      .filter(name => name.endsWith('.md'))
      .flatMap(name => elsewhere(readFileSync(join(root, name), 'utf8')).map(each => `${name}: ${each}`))
    expect(found).toEqual([])
    expect(elsewhere('see /home/me/plan.txt and issue 12')).toEqual(['/home/me/plan.txt', 'issue 12'])
  })

  it('every document that a file names is in the repository', () => {
    const found = tracked
      .filter(name => /\.(ts|mjs|js|md|json|yaml|sh)$|\.ci\/run$/.test(name))
      .filter(name => name !== 'pnpm-lock.yaml' && name !== 'test/structure/documents.test.ts')
      .flatMap(name => strangers(readFileSync(join(root, name), 'utf8')).map(each => `${name}: ${each}`))
    expect(found).toEqual([])
  })

  it('a document that is missing is found', () => {
    expect(strangers('see paper.md §4, docs/README.md and [this](../notes/plan.md)')).toEqual([
      'paper.md',
      'plan.md',
    ])
  })
})
