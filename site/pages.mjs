// All pages of the site as Markdown (the lab as HTML), with their places in the repository and on
// the site.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { groups, reference } from './outline.mjs'
import { writeReference } from './reference.mjs'

/** @typedef {{ source: string, place: string, title: string, group: string, text: string }} Page */

/** Files of the repository whose place on the site does not follow from their name. */
const places = { 'site/lab/page.html': 'index.html', 'README.md': 'about.html' }

/** The place on the site of a file of the repository or the reference. */
export const placeOf = source =>
  places[source] ?? source.replace(/(^|\/)README\.md$/, '$1index.html').replace(/\.md$/, '.html')

/** A hash of the sources of the reference. */
const sourcesOf = root => {
  const hash = createHash('sha256')
  const files = ['tensor', 'network', 'cluster', 'theory'].flatMap(name =>
    readdirSync(join(root, 'packages', name, 'src'), { recursive: true, encoding: 'utf8' })
      .filter(file => file.endsWith('.ts'))
      .sort()
      .map(file => join('packages', name, 'src', file)),
  )
  for (const file of [...files, 'site/reference.mjs', 'site/outline.mjs', 'pnpm-lock.yaml'])
    hash.update(file).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

/** The folder of the reference. It is written again only if the sources have changed. */
const referenceFolder = async root => {
  const folder = join(root, 'node_modules/.cache/multiview-reference')
  const stamp = join(folder, 'sources')
  const wanted = sourcesOf(root)
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    rmSync(folder, { recursive: true, force: true })
    await writeReference(root, folder)
    writeFileSync(stamp, wanted)
  }
  return folder
}

/** The pages of docs/ that the outline does not name, by their first heading. */
const unnamedDocuments = root => {
  const named = new Set(groups.flatMap(([, pages]) => pages.map(([source]) => source)))
  return readdirSync(join(root, 'docs'))
    .filter(name => name.endsWith('.md') && !named.has(`docs/${name}`))
    .map(name => {
      const [, heading = name] = /^# (.*)$/m.exec(readFileSync(join(root, 'docs', name), 'utf8')) ?? []
      return [`docs/${name}`, heading]
    })
}

const claims = 'packages/theory/src/claims'
const claimFile = name => `${claims}/${name}/claim.ts`
const claimNames = root =>
  readdirSync(join(root, claims)).filter(name => existsSync(join(root, claimFile(name))))

/** The page with the code of all claims. A link to the file of a claim leads to its section. */
const codePage = 'docs/code.html'

/** The places of files that are sections of a page: [source, place]. */
export const sectionPlaces = root => claimNames(root).map(name => [claimFile(name), `${codePage}#${name}`])

/** @returns {Page} */
const claimCode = root => ({
  source: claims,
  place: codePage,
  title: 'Claims in code',
  group: 'The theory',
  text: `# Claims in code\n\nThe definition of each claim, as the repository has it.\n\n${claimNames(root)
    .map(name => `## ${name}\n\n~~~~ts\n${readFileSync(join(root, claimFile(name)), 'utf8')}~~~~\n`)
    .join('\n')}`,
})

/** @returns {Page} */
export const documentPage = (root, group, [source, title]) => ({
  source,
  place: placeOf(source),
  title,
  group,
  text: readFileSync(join(root, source), 'utf8'),
})

/**
 * @param {string} root of the repository
 * @returns {Promise<Page[]>} in the order of the sidebar
 */
export const allPages = async root => {
  const documents = [...groups, ['More', unnamedDocuments(root)]].flatMap(([group, pages]) =>
    pages.map(page => documentPage(root, group, page)),
  )
  const lastOfTheory = documents.findLastIndex(({ group }) => group === 'The theory')
  documents.splice(lastOfTheory + 1, 0, claimCode(root))
  const folder = await referenceFolder(root)
  const titles = new Map(reference.map(([page, title]) => [`${page}.md`, title]))
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => name.replaceAll('\\', '/'))
    .filter(name => name.endsWith('.md'))
  const order = [...titles.keys(), ...found.filter(name => !titles.has(name)).sort()]
  return [
    ...documents,
    ...order.map(name => ({
      source: `reference/${name}`,
      place: placeOf(`reference/${name}`),
      title: titles.get(name) ?? `Array API: ${name.replace(/^.*\/|\.md$/g, '')}`,
      group: 'Reference',
      text: readFileSync(join(folder, name), 'utf8'),
    })),
  ]
}
