/** The site in Chromium: pages, links, requests, accessibility, search. */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page as Tab } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serve } from '../../site/serve.mjs'
import { executablePath, openBrowser } from '../packages/chromium.ts'
import { type Built, base, brokenLinks, buildSite } from './built.ts'

// A developer without Chromium can work; the continuous integration may not pass without.
const missing = executablePath === undefined && !process.env.CI
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let site: Built
let address: string
let browser: Browser
beforeAll(async () => {
  site = buildSite()
  address = await serve(site.folder, base, 0)
  if (!missing) browser = await openBrowser()
}, 300_000)
afterAll(async () => {
  await browser?.close()
  site?.remove()
})

/** [width, height, color scheme] */
const screens = [
  [1280, 800, 'light'],
  [768, 1024, 'dark'],
  [360, 740, 'light'],
] as const

/** What axe-core calls serious or critical. */
const seriousFaults = async (tab: Tab): Promise<string[]> => {
  const { violations } = (await tab.evaluate("axe.run({ resultTypes: ['violations'] })")) as {
    violations: { id: string; impact: string; nodes: { target: string[]; failureSummary: string }[] }[]
  }
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.length} such as ${nodes[0].target} (${nodes[0].failureSummary})`)
}

/** Opens a page of the site; notes what the console reports and which other hosts it asks. */
const open = async (context: BrowserContext, path: string, faults: string[]): Promise<Tab> => {
  const tab = await context.newPage()
  tab.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(`${path}: ${message.text()}`)
  })
  tab.on('pageerror', error => faults.push(`${path}: ${error}`))
  tab.on('request', request => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(address))
      faults.push(`${path}: asks ${request.url()}`)
  })
  tab.on('requestfailed', request => faults.push(`${path}: ${request.url()} fails`))
  await tab.goto(address + path, { waitUntil: 'networkidle' })
  return tab
}

test('every link and every anchor leads somewhere', () => {
  expect(site.pages.length).toBeGreaterThan(40)
  expect(brokenLinks(site.pages, path => existsSync(join(site.folder, path)))).toEqual([])
})

test('a link without a target is found', () => {
  const pages = [{ path: 'docs/a.html', html: '<a href="../no.html">x</a> <a href="#gone">y</a> <p id="here"><a href="#here">z</a>' }]
  expect(brokenLinks(pages, () => false)).toEqual(['docs/a.html: ../no.html', 'docs/a.html: #gone'])
})

describe.skipIf(missing)('in Chromium', () => {
  test('every page loads without an error, asks no other host and is no wider than its screen; axe-core finds nothing serious', async () => {
    const faults: string[] = []
    const context = await browser.newContext()
    for (const { path } of site.pages) {
      const started = Date.now()
      const tab = await open(context, path, faults)
      await tab.evaluate(axe)
      for (const [width, height, colorScheme] of screens) {
        await tab.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await tab.setViewportSize({ width, height })
        const wide = Number(await tab.evaluate('document.documentElement.scrollWidth - innerWidth'))
        if (wide > 0) faults.push(`${path}: ${wide} pixels wider than ${width}`)
        for (const fault of await seriousFaults(tab)) faults.push(`${path} at ${width}: ${fault}`)
      }
      await tab.close()
      console.log(path, Date.now() - started)
    }
    await context.close()
    expect(faults).toEqual([])
  })
})
