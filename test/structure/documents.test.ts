/** Files and prose name only documents that are in the repository. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './graph.ts'

const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n')
const documents = new Set(tracked.filter(name => name.endsWith('.md')).map(name => basename(name)))

/** The names of documents in a text that no file of the repository has. */
const strangers = (text: string): string[] =>
  [...text.matchAll(/([\w-]+\.md)\b/g)].map(([, name]) => name).filter(name => !documents.has(name))

describe('documents', () => {
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
