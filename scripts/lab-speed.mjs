// Prints how fast the lab is in headless Chromium: the time to its first picture, frames per second
// of the race at k = 10, memory after 50 experiments, and the size of its scripts.
//
//   npm run build && node scripts/lab-speed.mjs
//
// Other work on the machine makes the times worse.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { writeLab } from '../site/build.mjs'
import { serve } from '../site/serve.mjs'
import { openBrowser } from '../test/packages/browser.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const visits = 5
const runs = 50
const seconds = 5

const median = values => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]
const say = (what, value) => console.log(`${what.padEnd(50)} ${value}`)

/** Milliseconds from the start of the navigation to each drawing, as the page's clock has them. */
const noteDrawings = `
  globalThis.drawn = {}
  const seek = { samples: '#data-figure svg', race: '#race path[d^="M"]', end: 'body[data-lab="done"]' }
  new MutationObserver(() => {
    for (const [name, selector] of Object.entries(seek))
      if (!(name in drawn) && document.querySelector(selector))
        requestAnimationFrame(() => (drawn[name] ??= performance.now()))
  }).observe(document, { subtree: true, childList: true, attributes: true })
`

const visit = async (browser, address) => {
  const context = await browser.newContext()
  await context.addInitScript(noteDrawings)
  const tab = await context.newPage()
  await tab.goto(address)
  await tab.waitForFunction(() => globalThis.drawn.end !== undefined)
  const times = await tab.evaluate(() => ({
    ...globalThis.drawn,
    text: performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
  }))
  await context.close()
  return times
}

/** Frames per second while the race plays, and the longest time between two of them in ms. */
const framesOfRace = async (tab, isDone) => {
  if (isDone) await tab.waitForSelector('body[data-lab="done"]')
  await tab.locator('#race').scrollIntoViewIfNeeded()
  await tab.selectOption('[aria-label="Speed"]', '0.25')
  if ((await tab.textContent('.player .main')) !== 'Pause') await tab.click('.player .main')
  return tab.evaluate(async span => {
    const frame = () => new Promise(requestAnimationFrame)
    const first = await frame()
    let [last, longest, count] = [first, 0, 0]
    while (last - first < span) {
      const now = await frame()
      longest = Math.max(longest, now - last)
      last = now
      count++
    }
    return `${((1000 * count) / (last - first)).toFixed(0)}, longest pause ${longest.toFixed(0)} ms`
  }, 1000 * seconds)
}

/** What the page holds, after its garbage is collected. */
const held = async (devtools, tab) => {
  await devtools.send('HeapProfiler.collectGarbage')
  const { metrics } = await devtools.send('Performance.getMetrics')
  const of = name => metrics.find(each => each.name === name).value
  return `${(of('JSHeapUsedSize') / 2 ** 20).toFixed(1)} MiB, ${of('Nodes')} nodes, ${tab.workers().length} workers`
}

const memory = async (browser, address) => {
  const context = await browser.newContext({ reducedMotion: 'reduce' })
  const tab = await context.newPage()
  const devtools = await context.newCDPSession(tab)
  await devtools.send('Performance.enable')
  await tab.goto(`${address}?k=4&m=5&s=1`)
  for (let run = 1; run <= runs; run++) {
    await tab.waitForSelector('body[data-lab="done"]')
    if (run === 1 || run === runs) say(`memory after ${run} experiments`, await held(devtools, tab))
    await tab.click('#other-start')
  }
  await context.close()
}

const folder = mkdtempSync(join(tmpdir(), 'multiview-lab-'))
mkdirSync(join(folder, 'assets'))
await writeLab(root, folder)
const address = await serve(folder, '/', 0)
const browser = await openBrowser()
try {
  const times = []
  for (let i = 0; i < visits; i++) times.push(await visit(browser, address))
  for (const [name, what] of [
    ['text', 'text'],
    ['samples', 'first picture, the samples'],
    ['race', 'first picture of the race'],
    ['end', 'end of the experiment'],
  ])
    say(`ms to ${what}, median of ${visits}`, median(times.map(each => each[name])).toFixed(0))
  for (const isDone of [false, true]) {
    const context = await browser.newContext()
    const tab = await context.newPage()
    await tab.goto(`${address}?k=10`)
    say(
      `frames per second ${isDone ? 'after' : 'from the start of'} the training, k = 10`,
      await framesOfRace(tab, isDone),
    )
    await context.close()
  }
  await memory(browser, address)
  const scripts = join(folder, 'assets/lab')
  const sizes = readdirSync(scripts).map(name => [name, gzipSync(readFileSync(join(scripts, name))).length])
  for (const [name, size] of sizes) say(`kB of ${name}, gzipped`, (size / 1000).toFixed(1))
} finally {
  await browser.close()
  rmSync(folder, { recursive: true, force: true })
}
process.exit(0)
