/** Limits are at a higher level than 95%: whoever meets it is told why. */

import { readFileSync } from 'node:fs'
import { levelIn, renderReport } from '@multiview/theory'
import { summary } from '@multiview/theory/cli'
import { expect, test } from 'vitest'
import { sampleReport } from './sample.ts'

const sample = sampleReport()
const [claim] = sample.claims
const alone = {
  ...sample,
  preset: 'quick',
  claims: [{ ...claim, measured: { ...claim.measured, level: 0.99375 } }],
}
const why = 'the claims of preset quick share a risk of 5% (Bonferroni)'

test('on the page of a claim that ran alone', async () => {
  const { html } = await renderReport(alone)
  expect(html.replaceAll('\n', ' ')).toContain(
    `Limits are at 99.375%, not at 95%: ${why}, also when one claim runs alone, or one of your own.`,
  )
})

test('in the terminal', () => {
  const words = (text: string): string => text.replace(/\s+/g, ' ')
  expect(words(summary(alone, false))).toContain(`Limits are at 99.375%: ${why}.`)
  const exact = { ...alone, claims: [{ ...claim, measured: { ...claim.measured, level: null } }] }
  expect(summary(exact, false)).not.toContain('Limits')
})

test('where the docs say how to write a claim', () => {
  const page = readFileSync(new URL('../../../docs/write-a-claim.md', import.meta.url), 'utf8')
  expect(levelIn('quick')).toBe(0.99375)
  expect(page).toContain("`level` is the confidence of the claim's interval: 0.99375 in preset `quick`")
  expect(page).toContain('(Bonferroni)')
})
