/** The site as `npm run site -- --build` writes it, and what its pages contain. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, posix } from 'node:path'
import { root } from '../packages/packed.ts'

export const base = '/multiview/'

export interface Page {
  /** Its path on the site, such as `docs/notation.html`. */
  readonly path: string
  readonly html: string
}

export interface Built {
  readonly folder: string
  readonly pages: readonly Page[]
  remove(): void
}

export const buildSite = (): Built => {
  const folder = mkdtempSync(join(tmpdir(), 'multiview-site-'))
  execFileSync(process.execPath, [join(root, 'site/main.mjs'), '--build', folder, '--base', base], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.html') && name !== '404.html')
    .sort()
    .map(name => ({
      path: name.replaceAll('\\', '/'),
      html: readFileSync(join(folder, name), 'utf8'),
    }))
  return { folder, pages, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

const valuesOf = (html: string, attribute: string): string[] =>
  [...html.matchAll(new RegExp(`\\s${attribute}="([^"]*)"`, 'g'))].map(([, value]) =>
    value.replaceAll('&amp;', '&'),
  )

/** The links of the pages that do not lead to a page, a file or an anchor of the site. */
export const brokenLinks = (pages: readonly Page[], hasFile: (path: string) => boolean): string[] => {
  const anchors = new Map(pages.map(({ path, html }) => [path, new Set(valuesOf(html, 'id'))]))
  return pages.flatMap(({ path, html }) =>
    [...new Set(valuesOf(html, 'href'))]
      .filter(href => !/^(https?|mailto|data):/.test(href))
      .filter(href => {
        const [target, anchor = ''] = href.split('#')
        const place = target === '' ? path : posix.join(posix.dirname(path), target)
        const ids = anchors.get(place)
        if (ids === undefined) return !hasFile(place)
        return anchor !== '' && !ids.has(decodeURIComponent(anchor))
      })
      .map(href => `${path}: ${href}`),
  )
}
