/** Prose wraps at 100 columns, in Markdown and in comments. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './graph.ts'
import { tracked } from './tracked.ts'

const widest = 100

/** The line without what cannot be broken: links, URLs and code. */
const withoutLinks = (line: string): string =>
  line
    .replace(/!?\[[^\]]*\]\([^)]*\)/g, '')
    .replace(/https?:\/\/\S+/g, '')
    .replace(/`[^`]*`/g, '')

const isLong = (line: string): boolean =>
  [...line].length > widest && (withoutLinks(line) === line || [...withoutLinks(line)].length > widest)

/**
 * The lines of prose of a Markdown text that are too long; tables and blocks of code are not prose.
 */
const longInMarkdown = (text: string): string[] =>
  text
    .replace(/^( *)(```|\$\$)[\s\S]*?^\1\2/gm, '')
    .split('\n')
    .filter(line => !line.startsWith('|') && isLong(line))

/** The lines of comments that are too long; what stands behind `@example` is code. */
const longInSource = (text: string): string[] => {
  const blocks = [...text.matchAll(/^[ \t]*\/\*[\s\S]*?\*\//gm)].map(([block]) =>
    block.replace(/@example[\s\S]*?(?=^ *\* @|\*\/)/gm, ''),
  )
  const lines = text.split('\n').filter(line => /^\s*(\/\/|#) /.test(line))
  return [...blocks.flatMap(block => block.split('\n')), ...lines].filter(isLong)
}

const long = (pattern: RegExp, find: (text: string) => string[]): string[] =>
  tracked
    .filter(name => pattern.test(name))
    .flatMap(name => find(readFileSync(join(root, name), 'utf8')).map(line => `${name}: ${line}`))

describe('prose wraps at 100 columns', () => {
  it('in Markdown', () => {
    expect(long(/\.md$/, longInMarkdown)).toEqual([])
  })

  it('in comments', () => {
    expect(long(/\.(ts|mts|mjs|js|py|css)$/, longInSource)).toEqual([])
  })

  it('a long line is found, and one of a table, of code or with a link is not', () => {
    const words = 'word '.repeat(25)
    expect(longInMarkdown(`${words}\n\n| ${words} |\n\n\`\`\`\n${words}\n\`\`\`\n`)).toEqual([words])
    expect(
      longInMarkdown(`see [this](${'x'.repeat(100)})\n[${words}](${'x'.repeat(20)}) ${words}`),
    ).toHaveLength(1)
    expect(
      longInSource(`/** ${words} */\n// ${words}\n/**\n * @example\n * ${words}\n */\nf(${words})`),
    ).toHaveLength(2)
  })
})
