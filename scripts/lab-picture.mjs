// Writes docs/figures/lab.svg, the picture of the README, from a run of the lab in headless
// Chromium: the race of the two views, and the error of the ensemble.
//
//   npm run build && node scripts/lab-picture.mjs
//
// The seed and the settings are those of `query`. A test compares the file with the lab's drawing.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeLab } from '../site/build.mjs'
import { serve } from '../site/serve.mjs'
import { executablePath, openBrowser } from '../test/packages/browser.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
export const file = join(root, 'docs/figures/lab.svg')

/** The state of the lab, as its address has it. The race stands at its end. */
const query = '?k=8&seed=1&step=1000000'

const ink = '#20242b'
const headHeight = 34

/** A drawing with its heading, at this height of the picture. */
const placed = (drawing, heading, y) => [
  `<text x="8" y="${y + 20}" font-family="system-ui, sans-serif" font-size="14" fill="${ink}">${heading}</text>`,
  drawing.replace('<svg ', `<svg x="8" y="${y + headHeight}" `),
]
const sizeOf = (drawing, name) => Number(new RegExp(`^<svg [^>]*\\b${name}="(\\d+)"`).exec(drawing)[1])

/**
 * The picture of the lab at an address.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} address of the lab
 */
export const labPicture = async (browser, address) => {
  const context = await browser.newContext({
    colorScheme: 'light',
    reducedMotion: 'reduce',
    viewport: { width: 1280, height: 800 },
  })
  try {
    const page = await context.newPage()
    await page.goto(address + query)
    await page.waitForSelector('body[data-lab="done"]', { timeout: 300_000 })
    const saved = async name => {
      const download = page.waitForEvent('download')
      await page.click(`button[aria-label="Save ${name} as SVG"]`)
      return readFileSync(await (await download).path(), 'utf8')
    }
    const [race, ensemble] = [await saved('race'), await saved('ensemble')]
    const second = headHeight + sizeOf(race, 'height') + 8
    const width = 16 + Math.max(sizeOf(race, 'width'), sizeOf(ensemble, 'width'))
    const height = second + headHeight + sizeOf(ensemble, 'height') + 8
    return `${[
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="A run of the lab">`,
      `<rect width="100%" height="100%" fill="#fff"/>`,
      ...placed(race, 'One network: how strongly it responds to the two views of each class', 0),
      ...placed(
        ensemble,
        'Ten such networks: how often their average is wrong on samples that show one view',
        second,
      ),
      '</svg>',
    ].join('\n')}\n`
  } finally {
    await context.close()
  }
}

if (resolve(process.argv[1] ?? '') === fileURLToPath(import.meta.url)) {
  if (executablePath === undefined) {
    console.error('lab-picture: no Chromium is installed; install one, or set CHROMIUM to its path.')
    process.exit(2)
  }
  const folder = mkdtempSync(join(tmpdir(), 'multiview-lab-'))
  const browser = await openBrowser()
  try {
    mkdirSync(join(folder, 'assets'))
    await writeLab(root, folder)
    writeFileSync(file, await labPicture(browser, await serve(folder, '/', 0)))
  } finally {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  }
  process.exit(0)
}
