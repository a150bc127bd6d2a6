/** A report as LaTeX and BibTeX. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Report, writeBibtex, writeLatex } from '@multiview/theory/report'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tex } from '../../../packages/theory/src/report/tex.ts'
import { sampleReport } from './sample.ts'

const report = sampleReport()

const written = async (write: (folder: string) => Promise<void>, file: string): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'multiview-latex-'))
  await write(folder)
  const text = readFileSync(join(folder, file), 'utf8')
  rmSync(folder, { recursive: true })
  return text
}

test.each([
  ['50% of μ & more_or #1', '50\\% of $\\mu$ \\& more\\textsubscript{or} \\#1'],
  ['2^−L and v_{i,1}', '2\\textsuperscript{$-$L} and v\\textsubscript{i,1}'],
  ['1.2 × 10⁻⁶', '1.2 $\\times$ 10$^{-6}$'],
  ['σ₀ ~ \\{x}', '$\\sigma$$_{0}$ \\textasciitilde{} \\textbackslash{}\\{x\\}'],
  ['a “b” – c’s', "a ``b'' -- c's"],
])('the text %s is shown by LaTeX', (text, expected) => expect(tex(text)).toBe(expected))

test('no sign of any text has a meaning for LaTeX', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), text => {
      // What is left of the commands that tex writes has no special sign.
      const rest = tex(text)
        .replace(/\\(textbackslash|textasciicircum|textasciitilde|ldots)\{\}/g, '')
        .replace(/\\text(super|sub)script\{/g, '')
        .replace(/\$[^$]*\$/g, '')
        .replace(/\\[{}$&%#_,]/g, '')
        .replace(/\}/g, '')
      expect(rest).not.toMatch(/[\\{}$&%#^~]/)
    }),
  )
})

test('the table has a row for each claim, and each claim its first figure', async () => {
  const text = await written(folder => writeLatex(folder, report), 'report.tex')
  expect(text.match(/ \\\\$/gm)).toHaveLength(1 + report.claims.length)
  expect(text.match(/\\begin\{figure\}/g)?.length).toBeGreaterThan(0)
  for (const [, name] of text.matchAll(/\\includegraphics\[.*\]\{figures\/(.*)\}/g))
    expect(report.claims.some(({ id }) => name.startsWith(`${id}-`))).toBe(true)
  expect(text.split('{').length).toBe(text.split('}').length)
})

test('the paper is cited once, and a source of the user as it stands', async () => {
  const own = { ...report.claims[0], id: 'own', source: 'Doe 2020, arXiv 2001.00001' }
  const other = { ...own, id: 'other', source: 'our own question' }
  const both: Report = { ...report, claims: [...report.claims, own, other] }
  const text = await written(folder => writeBibtex(folder, both), 'report.bib')
  expect(text.match(/@inproceedings\{allenzhu2023towards,/g)).toHaveLength(1)
  expect(text).toContain('@software{multiview,')
  expect(text).toMatch(
    /@misc\{arxiv-2001\.00001,\n {2}title = \{\{Doe 2020, arXiv 2001\.00001\}\},\n {2}eprint/,
  )
  expect(text).toContain('@misc{other,\n  title = {{our own question}}\n}')
})
