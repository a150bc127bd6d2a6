// Writes the site into a folder: the lab and its scripts, pages, figures, styles, formulas' fonts,
// and the index of the search.
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeScripts } from './bundle.mjs'
import { renderLab } from './lab-page.mjs'
import { render } from './markdown.mjs'
import { allPages, documentPage, sectionPlaces } from './pages.mjs'
import { labHtml, missingHtml, pageHtml } from './template.mjs'

const write = (path, text) => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** The part of the text below a heading that the search reads. */
const searched = 600

/** KaTeX's styles and fonts, each font in the one format that all current browsers read. */
const writeKatex = folder => {
  const from = dirname(createRequire(import.meta.url).resolve('katex/dist/katex.min.css'))
  const css = readFileSync(join(from, 'katex.min.css'), 'utf8')
  write(join(folder, 'katex.css'), css.replace(/,url\(fonts\/[\w-]+\.(?:woff|ttf)\) format\("\w+"\)/g, ''))
  for (const font of readdirSync(join(from, 'fonts')).filter(name => name.endsWith('.woff2')))
    cpSync(join(from, 'fonts', font), join(folder, 'fonts', font))
}

/** The styles and scripts of the site's own. */
const writeAssets = async (root, folder) => {
  const assets = fileURLToPath(new URL('assets', import.meta.url))
  for (const name of readdirSync(assets)) cpSync(join(assets, name), join(folder, name))
  await writeScripts(root, join(folder, 'lab'))
}

/**
 * The lab alone, without the other pages.
 *
 * @param {string} root of the repository
 * @param {string} folder that is empty
 */
export const writeLab = async (root, folder) => {
  const page = documentPage(root, 'Start', ['site/lab/page.html', 'The lab'])
  write(join(folder, page.place), labHtml([page], 0, renderLab(page).html))
  await writeAssets(root, join(folder, 'assets'))
}

/**
 * @param {string} root of the repository
 * @param {string} folder that is empty
 * @param {string} base path of the site on its host
 * @returns {Promise<number>} how many pages it has
 */
export const buildSite = async (root, folder, base) => {
  const pages = await allPages(root)
  const places = new Map([...pages.map(({ source, place }) => [source, place]), ...sectionPlaces(root)])
  const index = []
  pages.forEach((page, at) => {
    const isLab = page.source.endsWith('.html')
    const { html, headings, files } = isLab ? renderLab(page) : render(page, places)
    write(join(folder, page.place), isLab ? labHtml(pages, at, html) : pageHtml(pages, at, html, headings))
    for (const file of files) cpSync(join(root, file), join(folder, file))
    for (const { level, words, anchor, text } of headings)
      index.push([
        level === 1 ? page.place : `${page.place}#${anchor}`,
        page.title,
        words,
        text.slice(0, searched),
      ])
  })
  write(join(folder, 'assets/search.json'), JSON.stringify(index))
  write(join(folder, '404.html'), missingHtml(pages, base))
  await writeAssets(root, join(folder, 'assets'))
  writeKatex(join(folder, 'assets/katex'))
  return pages.length
}
