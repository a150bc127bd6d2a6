/** The lab in a browser: opening it, waiting for it, reading what it saves. */

import { readFileSync } from 'node:fs'
import type { Browser, BrowserContext, Download, Page as Tab } from 'playwright-core'

export interface Lab {
  readonly tab: Tab
  readonly context: BrowserContext
  /** Errors and warnings of the page so far. */
  readonly faults: readonly string[]
  text(selector: string): Promise<string>
  /** The experiment has ended. */
  ended(): Promise<void>
  /** The file that the page saves when `press` is called. */
  download(press: () => Promise<void>): Promise<Download>
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

/** Milliseconds that a page may need for one step on a machine with much other work. */
export const patience = 200_000

/** Chromium drops, without a word, what a page saves beyond this number in one second. */
const savedInOneSecond = 10

export const openLab = async (
  browser: Browser,
  address: string,
  { withoutWebAssembly = false, ...options }: Options = {},
): Promise<Lab> => {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  if (withoutWebAssembly) {
    await context.addInitScript(removal)
    // The first import of a worker is evaluated before the others.
    await context.route('**/removal.js', route =>
      route.fulfill({ contentType: 'text/javascript', body: removal }),
    )
    await context.route('**/*worker.js', async route => {
      const response = await route.fetch()
      await route.fulfill({ response, body: `import './removal.js'\n${await response.text()}` })
    })
  }
  const tab = await context.newPage()
  tab.setDefaultTimeout(patience)
  const faults: string[] = []
  tab.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text())
  })
  tab.on('pageerror', error => faults.push(String(error)))
  let saves = 0
  const download: Lab['download'] = async press => {
    if (++saves % savedInOneSecond === 0) await tab.waitForTimeout(1000)
    const [file] = await Promise.all([tab.waitForEvent('download'), press()])
    return file
  }
  const fileOf = async (name: string, kind: string): Promise<string> => {
    const file = await download(() => tab.click(`button[aria-label="Save ${name} as ${kind}"]`))
    return readFileSync(await file.path(), 'utf8')
  }
  await tab.goto(address)
  return {
    tab,
    context,
    faults,
    text: async selector => (await tab.textContent(selector)) ?? '',
    ended: async () => {
      await tab.waitForSelector('body[data-lab="done"]')
    },
    download,
    saved: async name =>
      (await fileOf(name, 'CSV'))
        .trim()
        .split('\n')
        .map(line => line.split(',')),
    savedDrawing: name => fileOf(name, 'SVG'),
  }
}

/** How a test calls a control, whatever its button says at the time. */
const nameOf = `each =>
  each.id || each.getAttribute('aria-label') ||
  [each.closest('figure')?.id ?? '', each.textContent.replace(/Pause|Play again/, 'Play')].join(' ')`

/** What a reader can use by keyboard, in the order of the page. */
export const reachable = 'main button, main input, main select, main summary, main a'
/** The same without links. */
export const controls = 'main button, main input, main select, main summary'

/** The names of what is visible of these. */
export const namesOf = (tab: Tab, selector: string): Promise<string[]> =>
  tab.evaluate(`
    [...document.querySelectorAll('${selector}')]
      .filter(each => each.checkVisibility({ visibilityProperty: true }))
      .map(${nameOf})
  `)

/** The control that has the focus; null outside the text. */
export const focused = (tab: Tab): Promise<string | null> =>
  tab.evaluate(`(() => {
    const each = document.activeElement
    return each && document.querySelector('main').contains(each) ? (${nameOf})(each) : null
  })()`)

/** A way to use controls. */
export interface Way {
  press(selector: string): Promise<void>
  /** Moves a slider to the left. */
  slide(selector: string): Promise<void>
  /** Chooses the second of a list. */
  choose(selector: string): Promise<void>
}

export const ways: Readonly<Record<'mouse' | 'keyboard', (tab: Tab) => Way>> = {
  mouse: tab => ({
    press: selector => tab.click(selector),
    slide: selector => tab.click(selector, { position: { x: 2, y: 8 } }),
    choose: async selector => {
      await tab.selectOption(selector, { index: 1 })
    },
  }),
  keyboard: tab => {
    const keys =
      (...names: string[]) =>
      async (selector: string) => {
        await tab.focus(selector)
        for (const name of names) await tab.keyboard.press(name)
      }
    return { press: keys('Enter'), slide: keys('ArrowLeft'), choose: keys('Home', 'ArrowDown') }
  },
}
