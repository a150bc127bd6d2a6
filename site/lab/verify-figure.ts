/** Claims of preset quick, each with a button that checks it in this browser. */

import type { Findings } from '@multiview/theory'
import { html } from './dom.ts'
import { figureTools, type Table } from './figure.ts'
import { quickClaims } from './quick-claims.ts'
import type { VerifyMessage, VerifyRequest } from './verify-worker.ts'

type Claim = Findings['claims'][number]

const digits = (value: number | null): string =>
  value === null ? 'none' : String(Number(value.toPrecision(4)))
const interval = ({ low, high }: { low: number | null; high: number | null }): string =>
  low === null
    ? `at most ${digits(high)}`
    : high === null
      ? `at least ${digits(low)}`
      : `${digits(low)} to ${digits(high)}`

interface Row {
  readonly button: HTMLButtonElement
  readonly answer: HTMLElement
}

const rowOf = (id: string, click: () => void): Row => ({
  button: html(
    'button',
    { type: 'button', class: 'check', id: `check-${id}`, 'aria-describedby': `claim-${id}`, click },
    'Check',
  ),
  answer: html('p', { class: 'answer', 'aria-live': 'polite' }),
})

/** What a claim says, with links to its page, its code and its report. */
const nameOf = (id: string, words: string, page: string): HTMLElement =>
  html(
    'p',
    { id: `claim-${id}`, class: 'says' },
    words,
    ' ',
    html('a', { href: `docs/${page}.html` }, html('code', {}, id)),
    ' ',
    html(
      'span',
      { class: 'further' },
      html('a', { href: `docs/code.html#${id}` }, 'code'),
      ', ',
      html('a', { href: 'docs/results.html' }, 'report'),
    ),
  )

const judgementOf = ({ verdict, measured, bound, control, reason }: Claim): (Node | string)[] => [
  html('b', {}, verdict),
  `: measured ${digits(measured.value)}, interval ${interval(measured)}; allowed ${interval(bound)}. Control: ${digits(control.measured.value)}, ${control.verdict}.${reason ? ` ${reason}` : ''}`,
]

const tableOf = (found: ReadonlyMap<string, Claim>): Table => ({
  head: [
    'claim',
    'verdict',
    'measured',
    'low',
    'high',
    'bound low',
    'bound high',
    'control',
    'control verdict',
  ],
  rows: [...found].map(([id, { verdict, measured, bound, control }]) => [
    id,
    verdict,
    ...[measured.value, measured.low, measured.high, bound.low, bound.high, control.measured.value].map(
      value => value ?? '',
    ),
    control.verdict,
  ]),
})

/** @param seedNow the seed of the page. */
export const verifyFigure = (figure: HTMLElement, list: HTMLElement, seedNow: () => number): void => {
  const rows = new Map<string, Row>()
  const found = new Map<string, Claim>()
  let worker: Worker | null = null
  let running: string | null = null

  const rest = (): void => {
    running = null
    for (const { button } of rows.values()) {
      button.textContent = 'Check'
      button.disabled = false
    }
  }
  const stop = (): void => {
    worker?.terminate()
    worker = null
    if (running !== null) say(running, 'Stopped.')
    rest()
  }
  const say = (id: string, ...words: (Node | string)[]): void =>
    rows.get(id)?.answer.replaceChildren(...words)

  const showClaim = (id: string, claim: Claim): void => {
    found.set(id, claim)
    say(id, ...judgementOf(claim))
    refresh()
  }
  const take = ({ data }: MessageEvent<VerifyMessage>): void => {
    if (data.kind === 'progress') {
      if (running === data.id) say(data.id, `${data.done} of ${data.asked} tasks …`)
      return
    }
    if (data.kind === 'failed') say(data.id, `It could not be checked: ${data.why}`)
    else showClaim(data.id, data.findings.claims[0])
    rest()
  }
  const start = (id: string): void => {
    if (running === id) {
      stop()
      return
    }
    if (worker === null) {
      worker = new Worker(new URL('verify-worker.js', import.meta.url), { type: 'module' })
      worker.onmessage = take
      worker.onerror = event => {
        if (running !== null) say(running, `It could not be checked: ${event.message}`)
        rest()
      }
    }
    running = id
    for (const [other, { button }] of rows) {
      button.disabled = other !== id
      if (other === id) button.textContent = 'Stop'
    }
    say(id, 'Loading …')
    const workers = Math.max(1, (navigator.hardwareConcurrency || 2) - 1)
    worker.postMessage({ kind: 'claim', id, seed: seedNow(), chosen: {}, workers } satisfies VerifyRequest)
  }

  for (const [id, words, page] of quickClaims) {
    const row = rowOf(id, () => start(id))
    rows.set(id, row)
    list.append(
      html('li', { class: 'claim' }, row.button, html('div', {}, nameOf(id, words, page), row.answer)),
    )
  }
  const refresh = figureTools(figure, { name: 'claims', table: () => tableOf(found) })
}
