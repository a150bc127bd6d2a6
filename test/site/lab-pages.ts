/** The lab in a browser: opening it, waiting for it, reading what it saves. */

import { readFileSync } from 'node:fs'
import type { Browser, BrowserContext, Page as Tab } from 'playwright-core'

export interface Lab {
  readonly tab: Tab
  readonly context: BrowserContext
  /** Errors and warnings of the page so far. */
  readonly faults: readonly string[]
  text(selector: string): Promise<string>
  /** The experiment has ended. */
  ended(): Promise<void>
  /** The numbers of a figure, as its CSV file has them. */
  saved(name: string): Promise<string[][]>
  /** The drawing of a figure, as its SVG file has it. */
  savedDrawing(name: string): Promise<string>
}

interface Options extends NonNullable<Parameters<Browser['newContext']>[0]> {
  /** Whether the page and its worker find no WebAssembly, as in a browser that has none. */
  readonly withoutWebAssembly?: boolean
}

const removal = 'delete globalThis.WebAssembly\n'

export const openLab = async (
  browser: Browser,
  address: string,
  { withoutWebAssembly = false, ...options }: Options = {},
): Promise<Lab> => {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  if (withoutWebAssembly) {
    await context.addInitScript(removal)
    await context.route('**/*worker.js', async route => {
      const response = await route.fetch()
      await route.fulfill({ response, body: removal + (await response.text()) })
    })
  }
  const tab = await context.newPage()
  const faults: string[] = []
  tab.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text())
  })
  tab.on('pageerror', error => faults.push(String(error)))
  const fileOf = async (name: string, kind: string): Promise<string> => {
    const download = tab.waitForEvent('download')
    await tab.click(`button[aria-label="Save ${name} as ${kind}"]`)
    return readFileSync(await (await download).path(), 'utf8')
  }
  await tab.goto(address)
  return {
    tab,
    context,
    faults,
    text: async selector => (await tab.textContent(selector)) ?? '',
    ended: async () => {
      await tab.waitForSelector('body[data-lab="done"]', { timeout: 100_000 })
    },
    saved: async name =>
      (await fileOf(name, 'CSV'))
        .trim()
        .split('\n')
        .map(line => line.split(',')),
    savedDrawing: name => fileOf(name, 'SVG'),
  }
}

/** What a reader can use by keyboard, in the order of the page. */
export const controlsOf = (tab: Tab): Promise<string[]> =>
  tab.evaluate(`
    [...document.querySelectorAll('main button, main input, main select, main summary, main a')]
      .filter(each => each.checkVisibility())
      .map(each => each.id || each.getAttribute('aria-label') || each.textContent)
  `)

/** The control that has the focus, by the same name; null outside the text. */
export const focused = (tab: Tab): Promise<string | null> =>
  tab.evaluate(`(() => {
    const each = document.activeElement
    if (!each || !document.querySelector('main').contains(each)) return null
    return each.id || each.getAttribute('aria-label') || each.textContent
  })()`)
