/** The site in Chromium: pages, links, requests, accessibility, search. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { claims } from '@multiview/theory'
import axe from 'axe-core'
import type { Browser, BrowserContext, Locator, Page as Tab } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type LabState, writeAddress } from '../../site/lab/address.ts'
import { experiment } from '../../site/lab/experiment.ts'
import type { Found } from '../../site/lab/found.ts'
import { liveState, pairState, studentState } from '../../site/lab/live-state.ts'
import type { Request } from '../../site/lab/request.ts'
import { reference } from '../../site/outline.mjs'
import { serve } from '../../site/serve.mjs'
import { noChromium, openBrowser } from '../packages/chromium.ts'
import { packageNames, readJson, root } from '../packages/packed.ts'
import { long } from '../robustness/effort.ts'
import { type Built, base, brokenLinks, buildSite, type Page } from './built.ts'

let site: Built
let address: string
let browser: Browser
beforeAll(async () => {
  site = buildSite()
  address = await serve(site.folder, base, 0)
  if (!noChromium) browser = await openBrowser()
}, 600_000)
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

/** The violations that axe-core calls serious or critical. */
const seriousFaults = async (tab: Tab): Promise<string[]> => {
  const { violations } = (await tab.evaluate("axe.run({ resultTypes: ['violations'] })")) as {
    violations: { id: string; impact: string; nodes: { target: string[]; failureSummary: string }[] }[]
  }
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.length} such as ${nodes[0].target} (${nodes[0].failureSummary})`)
}

/**
 * The HTML of what a screen reader cannot name. It is checked on every page, unlike the rules of
 * axe-core.
 */
const nameless = `[...document.querySelectorAll('img, a[href], button, input, select, summary, [role=img]')]
  .filter(each => {
    const text = [each.textContent, each.getAttribute('aria-label'), each.title, each.labels?.[0]?.textContent]
    const inside = '[aria-label], img[alt]:not([alt=""])'
    return each.matches('img')
      ? !each.hasAttribute('alt')
      : !text.some(each => each?.trim()) && each.querySelector(inside) === null
  })
  .map(each => each.outerHTML)`

/** Records the errors of the console and the requests to other hosts, with the path of the page. */
const watch = (tab: Tab, faults: string[]): void => {
  const note = (fault: unknown): void => {
    faults.push(`${tab.url().replace(address, '')}: ${fault}`)
  }
  tab.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') note(message.text())
  })
  tab.on('pageerror', note)
  tab.on('request', request => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(address))
      note(`asks ${request.url()}`)
  })
  tab.on('requestfailed', request => {
    // The next page ends the requests of this one.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') note(`${request.url()} fails`)
  })
}

/** Opens a page of the site in a new tab. */
const open = async (context: BrowserContext, path: string, faults: string[]): Promise<Tab> => {
  const tab = await context.newPage()
  watch(tab, faults)
  await tab.goto(address + path)
  return tab
}

test('every link and every anchor leads somewhere', () => {
  expect(site.pages.length).toBeGreaterThan(40)
  expect(brokenLinks(site.pages, path => existsSync(join(site.folder, path)))).toEqual([])
})

test('a link without a target is found', () => {
  const pages = [
    {
      path: 'docs/a.html',
      html: '<a href="../no.html">x</a> <a href="#gone">y</a> <p id="here"><a href="#here">z</a>',
    },
  ]
  expect(brokenLinks(pages, () => false)).toEqual(['docs/a.html: ../no.html', 'docs/a.html: #gone'])
})

/** axe-core skips pages with longer HTML, since shorter pages are made in the same way. */
const longest = 60_000

/** The kinds of elements of a page: each tag with its classes and the attributes that it has. */
const kindsOn = ({ html }: Page): Set<string> =>
  new Set(
    [...html.replace(/<svg[\s\S]*?<\/svg>/g, '<svg>').matchAll(/<([a-z]\w*)((?:\s[^<>]*)?)>/g)].map(
      ([, tag, rest]) =>
        [
          tag,
          ...[...rest.matchAll(/\s([a-z-]+)(?:="([^"]*)")?/g)]
            .map(([, name, value]) => (name === 'class' || name === 'role' ? `${name}=${value}` : name))
            .sort(),
        ].join(' '),
    ),
  )

/**
 * Short pages on which every kind of element of the short pages occurs, each time the page with the
 * most kinds that no earlier page has; in the long tests all of them.
 */
const readByAxe = (pages: readonly Page[]): Set<Page> => {
  const short = pages.filter(({ html }) => html.length < longest)
  if (long) return new Set(short)
  const kinds = new Map(short.map(page => [page, kindsOn(page)]))
  const open = new Set(short.flatMap(page => [...kinds.get(page)!]))
  const chosen = new Set(short.filter(({ path }) => path === 'index.html'))
  for (const page of chosen) for (const kind of kinds.get(page)!) open.delete(kind)
  while (open.size > 0) {
    const gain = (page: Page): number => [...kinds.get(page)!].filter(kind => open.has(kind)).length
    const best = short.reduce((a, b) => (gain(b) > gain(a) ? b : a))
    chosen.add(best)
    for (const kind of kinds.get(best)!) open.delete(kind)
  }
  return chosen
}

test.each(claims.map(({ id }) => id))('the claim %s leads from its page to its code and its report', id => {
  const paragraphs = site.pages.flatMap(({ html }) => html.match(/<p>Code: [\s\S]*?<\/p>/g) ?? [])
  const ofClaim = paragraphs.filter(text => text.includes(`<a href="code.html#${id}">`))
  expect(ofClaim).toEqual([expect.stringMatching(/Report:\s<a href="/)])
  expect(site.pages.find(({ path }) => path === 'docs/code.html')!.html).toContain(`<h2 id="${id}">`)
})

test('every document of docs/ has a page', () => {
  const documents = readdirSync(join(root, 'docs')).filter(name => name.endsWith('.md'))
  const paths = site.pages.map(({ path }) => path)
  for (const name of documents)
    expect(paths).toContain(`docs/${name === 'README.md' ? 'index' : name.slice(0, -3)}.html`)
})

test('the server gives files of its folder, and the page of what is missing for all else', async () => {
  const statusOf = async (path: string) => (await fetch(address + path)).status
  expect(await statusOf('docs/notation.html')).toBe(200)
  expect(await statusOf('docs/notation')).toBe(200)
  expect(await statusOf('')).toBe(200)
  for (const path of ['no.html', '%', '..%2f..%2fetc/passwd', '%00'])
    expect(await statusOf(path), path).toBe(404)
  const response = await fetch(`${address}deep/er/no.html`)
  expect(await response.text()).toContain(`href="${base}assets/style.css"`)
})

describe('the reference', () => {
  // The names of lite and random are those of the main entry. The entry methods does not export
  // names.
  const without = ['lite', 'random', 'methods'].map(entry => `@multiview/tensor/${entry}`)

  test.each(packageNames)('has every entry of %s and every name that one exports', async name => {
    const { exports } = readJson(join(root, 'packages', name, 'package.json'))
    const entries = Object.keys(exports)
      .filter(path => path !== './package.json')
      .map(path => `@multiview/${name}${path.slice(1)}`)
      .filter(entry => !without.includes(entry))
    for (const entry of entries) {
      const places = reference
        .filter(([, , from]) => from === entry)
        .map(([page]) => `reference/${page.replace(/README$/, 'index')}.html`)
      const text = site.pages.filter(({ path }) => places.includes(path)).map(({ html }) => html)
      expect(text.length, entry).toBeGreaterThan(0)
      expect(text, entry).toHaveLength(places.length)
      const ids = new Set(text.join('').match(/(?<=<h\d id=")[^"]+/g))
      // A namespace has its own page.
      const pages = new Set(site.pages.map(({ path }) => path.replace(/^.*\/namespaces\/|\.html$/g, '')))
      for (const exported of Object.keys(await import(/* @vite-ignore */ entry)))
        expect(ids.has(exported.toLowerCase()) || pages.has(exported), `${entry}: ${exported}`).toBe(true)
    }
  })
})

describe.skipIf(noChromium)('in Chromium', () => {
  test('every page loads without an error, asks no other host and is no wider than a screen; axe-core finds nothing serious', async () => {
    const faults: string[] = []
    const context = await browser.newContext()
    const read = readByAxe(site.pages)
    expect(read.size).toBeGreaterThan(5)
    const tab = await context.newPage()
    watch(tab, faults)
    for (const page of site.pages) {
      const { path } = page
      await tab.goto(address + path)
      for (const each of (await tab.evaluate(nameless)) as string[]) faults.push(`${path}: no name: ${each}`)
      if (read.has(page)) await tab.evaluate(axe.source)
      for (const [screen, [width, height, colorScheme]] of screens.entries()) {
        if (read.has(page)) await tab.emulateMedia({ colorScheme })
        await tab.setViewportSize({ width, height })
        const wide = Number(await tab.evaluate('document.documentElement.scrollWidth - innerWidth'))
        if (wide > 0) faults.push(`${path}: ${wide} pixels wider than ${width}`)
        // The first page on all screens, each further page in both color schemes.
        if (!read.has(page) || (path !== 'index.html' && screen === 2)) continue
        for (const fault of await seriousFaults(tab)) faults.push(`${path} at ${width}: ${fault}`)
      }
    }
    expect(faults).toEqual([])
    await context.close()
  }, 600_000)

  test('the search leads to a function, the menu opens on a narrow screen, and dark stays chosen', async () => {
    const faults: string[] = []
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, colorScheme: 'light' })
    const tab = await open(context, 'docs/notation.html', faults)
    const background = () => tab.evaluate('getComputedStyle(document.body).backgroundColor')
    const light = await background()
    await tab.click('#theme')
    expect(await background()).not.toBe(light)

    expect(await tab.isVisible('#pages')).toBe(false)
    await tab.click('#menu')
    expect(await tab.isVisible('#pages')).toBe(true)
    await tab.keyboard.press('Escape')

    await tab.fill('#search', 'matmul')
    await tab.click('#results a')
    await tab.waitForURL(`${address}reference/tensor-ops.html#matmul`)
    expect(await background()).not.toBe(light)
    expect(faults).toEqual([])
    await context.close()
  })

  describe('the live figures', () => {
    /** Scrolls to a figure and waits for its first drawing. */
    const shown = async (tab: Tab, kind: string) => {
      const figure = tab.locator(`[data-live="${kind}"]`)
      await figure.evaluate(each => each.scrollIntoView())
      await figure.locator('svg').first().waitFor()
      return figure
    }
    const saved = async (tab: Tab, figure: Locator): Promise<string[][]> => {
      const download = tab.waitForEvent('download')
      await figure.getByRole('button', { name: 'CSV' }).click()
      const text = readFileSync(await (await download).path(), 'utf8')
      return text
        .trim()
        .split('\n')
        .map(line => line.split(','))
    }
    test('stand on the pages of the theory, and axe-core finds nothing serious when they are filled', async () => {
      const live = site.pages.flatMap(({ path, html }) =>
        [...html.matchAll(/ data-live="(\w+)"/g)].map(([, kind]) => [path, kind] as const),
      )
      expect(live).toEqual([
        ['docs/mechanism.html', 'growth'],
        ['docs/mechanism.html', 'race'],
        ['docs/mechanism.html', 'labels'],
        ['docs/theorem-1.html', 'networks'],
        ['docs/theorem-2.html', 'ensemble'],
        ['docs/theorem-3.html', 'student'],
        ['docs/theorem-4.html', 'pair'],
      ])
      const faults: string[] = []
      const context = await browser.newContext()
      for (const path of new Set(live.map(([path]) => path))) {
        const tab = await open(context, path, faults)
        for (const [, kind] of live.filter(each => each[0] === path)) {
          const figure = await shown(tab, kind)
          await figure.locator('summary').click()
          await figure.locator('td').first().waitFor()
        }
        await tab.evaluate(axe.source)
        faults.push(...(await seriousFaults(tab)))
        await tab.setViewportSize({ width: 360, height: 740 })
        expect(await tab.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
      }
      expect(faults).toEqual([])
      await context.close()
    }, 300_000)

    test('have the numbers of Node, and their controls change them', async () => {
      const found: Found[] = []
      const { values, seed } = liveState
      experiment({ values, seed, data: 1, start: 1, members: 10, students: [] }, each => found.push(each))
      const faults: string[] = []
      const context = await browser.newContext()
      const tab = await open(context, 'docs/mechanism.html', faults)
      const lemma = await shown(tab, 'growth')
      const before = await lemma.locator('.result').textContent()
      await lemma.getByLabel('q =').press('ArrowLeft')
      await lemma.getByText('At q = 2 both grow by the same factor.').waitFor()
      await lemma.getByLabel('q =').press('ArrowRight')
      await expect.poll(() => lemma.locator('.result').textContent()).toBe(before)

      const race = await shown(tab, 'race')
      const sentence = race.locator('.result', { hasText: 'The network learned' })
      await sentence.waitFor()
      const { step, strength } = found.findLast(each => each.kind === 'race')!
      expect((await saved(tab, race)).slice(1).map(row => row.map(Number))).toEqual(
        step.map((at, row) => [at, ...strength[row]]),
      )
      const first = await sentence.textContent()
      await race.getByRole('button', { name: 'Another start' }).press('Enter')
      await expect.poll(() => sentence.textContent(), { timeout: 60_000 }).not.toBe(first)
      expect(await race.getByText('The same in the lab').getAttribute('href')).toBe(
        '../index.html?k=6&seed=1&start=2',
      )

      await tab.goto(`${address}docs/theorem-2.html`)
      const ensemble = await shown(tab, 'ensemble')
      await ensemble.getByText(/^10 networks: wrong on/).waitFor()
      expect((await saved(tab, ensemble)).slice(1).map(row => Number(row[2]))).toEqual(
        found.filter(each => each.kind === 'member').map(each => each.ensembleError),
      )
      await ensemble.getByLabel('networks:').press('Home')
      await ensemble.getByText(/^One network: wrong on/).waitFor()
      expect(faults).toEqual([])
      await context.close()
    }, 300_000)

    test.each([
      ['docs/theorem-3.html', 'student', studentState, { members: 10, students: ['ensemble'] }],
      ['docs/theorem-4.html', 'pair', pairState, { members: 2, students: ['self'] }],
    ] as [string, string, LabState, Pick<Request, 'members' | 'students'>][])(
      'of students have the numbers of Node: %s',
      async (path, kind, state, parts) => {
        const found: Found[] = []
        const { values, seed } = state
        experiment({ values, seed, data: 1, start: 1, ...parts }, each => found.push(each))
        const members = found.filter(each => each.kind === 'member')
        const students = found.filter(each => each.kind === 'student')
        const faults: string[] = []
        const context = await browser.newContext()
        const tab = await open(context, path, faults)
        const figure = await shown(tab, kind)
        const sentence = figure.locator('.result')
        await figure.locator('.result', { hasText: / is wrong on .*%/ }).waitFor({ timeout: 60_000 })
        expect((await saved(tab, figure)).slice(1).map(row => Number(row[1]))).toEqual(
          kind === 'pair'
            ? [...members, students[1]].map(each => each.error)
            : [members[9].ensembleError, ...students.map(each => each.error)],
        )
        expect(await figure.locator('figcaption').textContent()).toMatch(
          new RegExp(`^Here k = 8, m = ${values.m}, .*N = 96, seed 1:`),
        )
        const first = await sentence.textContent()
        await figure.getByRole('button', { name: 'Other data' }).click()
        await expect.poll(() => sentence.textContent(), { timeout: 60_000 }).not.toBe(first)
        expect(await figure.getByText('The same in the lab').getAttribute('href')).toBe(
          `../index.html${writeAddress({ ...state, data: 2 })}`,
        )
        expect(faults).toEqual([])
        await context.close()
      },
      300_000,
    )

    test('are not there without JavaScript, where the figures of full runs stay', async () => {
      const context = await browser.newContext({ javaScriptEnabled: false })
      const tab = await open(context, 'docs/theorem-2.html', [])
      expect(await tab.locator('main img').isVisible()).toBe(true)
      expect((await tab.locator('[data-live]').boundingBox())!.height).toBeLessThanOrEqual(1)
      await context.close()
    })
  })

  test('formulas are drawn with fonts of the site', async () => {
    const context = await browser.newContext()
    const fonts: string[] = []
    const tab = await context.newPage()
    tab.on('request', request => {
      if (request.resourceType() === 'font') fonts.push(request.url())
    })
    await tab.goto(`${address}docs/notation.html`, { waitUntil: 'networkidle' })
    expect(await tab.locator('.katex').count()).toBeGreaterThan(5)
    expect(await tab.locator('.katex-error').count()).toBe(0)
    expect(fonts.length).toBeGreaterThan(0)
    for (const font of fonts) expect(font).toMatch(`${address}assets/katex/fonts/`)
    await context.close()
  })
})

const command = (...words: string[]) =>
  spawnSync(process.execPath, [join(root, 'site/main.mjs'), ...words], { encoding: 'utf8' })

describe('the command', () => {
  test('says what it can do', () => {
    const { status, stdout } = command('--help')
    expect([status, stdout]).toEqual([0, expect.stringContaining('--build DIR')])
  })

  test('leaves a folder with other files as it is, and names it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'multiview-others-'))
    try {
      writeFileSync(join(folder, 'mine.txt'), 'mine')
      const { status, stderr } = command('--build', folder)
      expect([status, stderr]).toEqual([2, expect.stringContaining(`${folder} holds other files`)])
      expect(readdirSync(folder)).toEqual(['mine.txt'])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test.each([
    [['--biuld', 'x'], "Unknown option '--biuld'"],
    [['--base', 'multiview'], '--base multiview is not a path'],
    [['--port', '70000'], '--port 70000 is not a number from 0 to 65535'],
    [['--build', join(root, 'README.md')], 'is a file'],
    [['--build', join(root, 'README.md', 'site')], 'lies below a file'],
  ])('%j is refused', (words, why) => {
    const { status, stderr } = command(...words)
    expect([status, stderr]).toEqual([2, expect.stringContaining(why)])
  })

  test('replaces the folder that it wrote', () => {
    const mark = join(site.folder, '.multiview-site')
    expect(existsSync(mark)).toBe(true)
    writeFileSync(join(site.folder, 'old.html'), '')
    const { status, stdout } = command('--build', site.folder, '--base', base)
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^wrote \d+ pages to /)])
    expect(existsSync(join(site.folder, 'old.html'))).toBe(false)
  })
})
