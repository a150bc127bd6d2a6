// The HTML around the text of a page.
import { posix } from 'node:path'
import { escaped } from './markdown.mjs'

const icon =
  "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><circle cx='6' cy='8' r='5' fill='%231f5fa8'/><circle cx='10' cy='8' r='5' fill='%23d9761a' fill-opacity='.8'/></svg>"

// A page may not load anything from another host.
const policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"

const sidebar = (pages, current, up) =>
  [...new Set(pages.map(({ group }) => group))]
    .map(group => {
      const items = pages
        .filter(page => page.group === group)
        .map(({ place, title }) => {
          const here = place === current ? ' aria-current="page"' : ''
          return `<li><a href="${up}${place}"${here}>${escaped(title)}</a></li>`
        })
      return `<h2>${group}</h2>\n<ul>${items.join('\n')}</ul>`
    })
    .join('\n')

/** A page with fewer headings than this has no list of them. */
const fewHeadings = 3

const outline = headings => {
  const shown = headings.filter(({ level }) => level > 1)
  if (shown.length < fewHeadings) return ''
  const items = shown.map(
    ({ level, words, anchor }) =>
      `<li class="level-${level}"><a href="#${encodeURIComponent(anchor)}">${escaped(words)}</a></li>`,
  )
  return `<nav class="outline" aria-label="On this page" tabindex="0"><h2>On this page</h2><ul>${items.join('\n')}</ul></nav>`
}

const neighbour = (page, words, up) =>
  page === undefined ? '<span></span>' : `<a href="${up}${page.place}">${words}: ${escaped(page.title)}</a>`

/** The styles of formulas. */
const formulas = up => `<link rel="stylesheet" href="${up}assets/katex/katex.css">`

/** The styles and the script of live figures. */
const live = up => `<link rel="stylesheet" href="${up}assets/lab.css">
<script src="${up}assets/lab/live.js" type="module"></script>`

/** The whole page. `up` leads from it to the root of the site. */
const around = ({ title, up, pages, place, body, side, foot, head, kind = 'page' }) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escaped(title)} · multiview</title>
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="${up}assets/style.css">
<script src="${up}assets/site.js" defer data-up="${up}"></script>
<script src="${up}assets/theme.js"></script>
${head}
</head>
<body class="${kind}">
<a class="skip" href="#text">To the text</a>
<header>
<button id="menu" aria-expanded="false" aria-controls="pages">Menu</button>
<a class="home" href="${up}index.html">multiview</a>
<div class="search">
<input id="search" type="search" placeholder="Search" aria-label="Search all pages" autocomplete="off">
<div id="results" class="results" role="region" aria-label="Found" hidden></div>
</div>
<button id="theme" aria-label="Light or dark">◐</button>
</header>
<div class="columns">
<nav id="pages" class="pages" aria-label="Pages" tabindex="-1">
${sidebar(pages, place, up)}
</nav>
<main id="text" tabindex="-1">
${body}
${foot}
</main>
${side}
</div>
</body>
</html>
`

/**
 * @param {import('./pages.mjs').Page[]} pages
 * @param {number} at of the page among all
 * @param {string} html
 * @param {{ level: number, words: string, anchor: string }[]} headings
 */
export const pageHtml = (pages, at, html, headings) => {
  const { place, title } = pages[at]
  const up = posix.relative(posix.dirname(place), '.').replace(/.$/, '$&/')
  const foot = `<footer>${neighbour(pages[at - 1], 'Before', up)}${neighbour(pages[at + 1], 'Next', up)}</footer>`
  const head = html.includes(' data-live="') ? `${formulas(up)}\n${live(up)}` : formulas(up)
  return around({ title, up, pages, place, body: html, side: outline(headings), foot, head })
}

/** The lab: the text alone, with the pages of the site behind the menu. */
export const labHtml = (pages, at, html) => {
  const { place, title } = pages[at]
  const head = `<link rel="stylesheet" href="assets/lab.css">
<script src="assets/lab/main.js" type="module"></script>`
  const foot = `<footer><span></span>${neighbour(pages[at + 1], 'Next', '')}</footer>`
  return around({ title, up: '', pages, place, body: html, side: '', foot, head, kind: 'lab' })
}

/** The page for a missing address. It may be at any depth, so its links begin at `base`. */
export const missingHtml = (pages, base) =>
  around({
    title: 'Not found',
    up: base,
    pages,
    place: '',
    body: '<h1>Not found</h1><p>There is no such page. The search and the list of pages may help.</p>',
    side: '',
    foot: '',
    head: '',
  })
