// Markdown to HTML: headings with GitHub's anchors, links between pages, formulas, coloured code.
import { posix } from 'node:path'
import katex from '@vscode/markdown-it-katex'
import MarkdownIt from 'markdown-it'
import { placeOf } from './pages.mjs'

/** Text as HTML. */
export const escaped = text =>
  text.replace(/[&<>"]/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c])

const parts =
  /(?<comment>\/\/.*|#(?= ).*|\/\*[\s\S]*?\*\/)|(?<string>'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|(?<keyword>\b(?:async|await|class|const|export|extends|for|from|function|if|import|in|interface|keyof|let|new|of|readonly|return|type|typeof|while)\b)|(?<number>\b\d[\w.]*)/g

/** Code with its comments, strings, keywords and numbers marked. */
const coloured = (code, language) => {
  if (!['ts', 'js', 'sh', 'json'].includes(language)) return escaped(code)
  let html = ''
  let at = 0
  for (const match of code.matchAll(parts)) {
    const kind = Object.entries(match.groups).find(([, text]) => text !== undefined)[0]
    if (language === 'sh' && kind !== 'comment' && kind !== 'string') continue
    html += `${escaped(code.slice(at, match.index))}<span class="${kind}">${escaped(match[0])}</span>`
    at = match.index + match[0].length
  }
  return html + escaped(code.slice(at))
}

/** The words of a line of Markdown, without marks. */
const wordsOf = token =>
  (token.children ?? [])
    .map(({ type, content }) => (type === 'softbreak' ? ' ' : type === 'html_inline' ? '' : content))
    .join('')

/**
 * Smaller headings, such as "Parameters" of a function, are not sections of the outline or the
 * search.
 */
const lastLevel = 3
const levelOf = ({ tag }) => Number(tag.slice(1))

/** The anchor that GitHub gives to a heading. */
const slugOf = words =>
  words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-')

const markdown = new MarkdownIt({ html: true })
markdown.renderer.rules.fence = (tokens, at) => {
  const { info, content } = tokens[at]
  return `<pre tabindex="0"><code>${coloured(content, info.split(' ')[0])}</code></pre>\n`
}
markdown.use(katex.default ?? katex, { enableFencedBlocks: true, throwOnError: true })

/** Anchors in the text itself count like those of headings. */
const anchorsIn = token =>
  (token.children ?? [])
    .map(({ type, content }) => (type === 'html_inline' ? /^<a id="([^"]+)">/.exec(content)?.[1] : undefined))
    .filter(Boolean)

markdown.core.ruler.push('anchors', ({ tokens, env }) => {
  const seen = new Map()
  const count = slug => {
    const before = seen.get(slug) ?? 0
    seen.set(slug, before + 1)
    return before
  }
  tokens.forEach((token, at) => {
    for (const anchor of anchorsIn(token)) {
      const [, slug] = /^(.*)-\d+$/.exec(anchor) ?? []
      count(seen.has(slug) ? slug : anchor)
    }
    if (token.type !== 'heading_open') return
    const words = wordsOf(tokens[at + 1])
    const slug = slugOf(words)
    const before = count(slug)
    const anchor = before === 0 ? slug : `${slug}-${before}`
    token.attrSet('id', anchor)
    const level = levelOf(token)
    if (level <= lastLevel) env.headings.push({ level, words, anchor, text: '' })
  })
})

/** The text that the search reads below each heading. */
markdown.core.ruler.push('texts', ({ tokens, env }) => {
  let at = -1
  for (const token of tokens) {
    if (token.type === 'heading_open' && levelOf(token) <= lastLevel) at++
    else if (token.type === 'inline' && at >= 0) env.headings[at].text += `${wordsOf(token)} `
  }
})

/** A link to a page leads to its place on the site. A link to any other file becomes plain text. */
markdown.core.ruler.push('links', ({ tokens, env }) => {
  for (const { children } of tokens) {
    if (!children) continue
    const open = []
    for (const token of children) {
      if (token.type === 'image') env.files.add(posix.join(posix.dirname(env.source), token.attrGet('src')))
      if (token.type === 'link_open') {
        open.push(token)
        const href = token.attrGet('href')
        const [target, anchor] = href.split('#')
        if (target === '' || /^\w+:/.test(target)) continue
        const source = posix.join(posix.dirname(env.source), decodeURI(target))
        if (env.places.has(source)) {
          const path = posix.relative(posix.dirname(placeOf(env.source)), env.places.get(source))
          token.attrSet('href', anchor === undefined ? path : `${path}#${anchor}`)
        } else token.tag = 'span'
      }
      if (token.type === 'link_close') token.tag = open.pop().tag
      if (token.tag === 'span') token.attrs = null
    }
  }
})

// A comment in the text is the place of a live figure, which a script fills (site/lab/live.ts).
markdown.renderer.rules.html_block = (tokens, at) =>
  tokens[at].content.replace(/^<!-- live: (\w+) -->$/m, '<figure class="live" data-live="$1"></figure>')

// Wide content scrolls on narrow screens, also by keyboard.
markdown.renderer.rules.table_open = () => '<div class="wide" tabindex="0"><table>\n'
markdown.renderer.rules.table_close = () => '</table></div>\n'

/**
 * @param {import('./pages.mjs').Page} page
 * @param {ReadonlyMap<string, string>} places of all pages by their sources
 * @returns the HTML, its sections with their words, and the files that it shows
 */
export const render = ({ source, text }, places) => {
  const env = { source, places, headings: [], files: new Set() }
  const html = markdown.render(text, env)
  return { html, headings: env.headings, files: env.files }
}
