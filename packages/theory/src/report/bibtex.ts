import { claims as ours } from '../claims/index.ts'
import type { Report } from '../schema/report.ts'
import { type Citation, citations, ofTheory } from './citations.ts'
import { tex } from './tex.ts'

/** The program and the papers that a report uses, as BibTeX. */
export const reportToBibtex = ({ claims, version }: Report): string => {
  const used = new Map<string, string>([['multiview', ofProgram(version)]])
  for (const { id, source } of claims) {
    const numbers = [...source.matchAll(/arXiv (\d{4}\.\d{5})/g)].map(([, number]) => number)
    if (ours.some(each => each.id === id)) numbers.unshift(ofTheory)
    for (const number of numbers) used.set(number, ofPaper(number, citations[number], source))
    if (numbers.length === 0) used.set(id, entry('misc', id, { title: `{${tex(source)}}` }))
  }
  return `${[...used.values()].join('\n\n')}\n`
}

const ofProgram = (version: string): string =>
  entry('software', 'multiview', {
    title: '{multiview: the theory of ensembles and distillation, checked by computation}',
    version,
  })

/** A paper that is not in our list has the text that names it. */
const ofPaper = (number: string, citation: Citation | undefined, source: string): string => {
  const eprint = { eprint: number, archiveprefix: 'arXiv' }
  if (citation === undefined)
    return entry('misc', `arxiv-${number}`, { title: `{${tex(source)}}`, ...eprint })
  const { key, title, authors, venue, year } = citation
  return entry(venue === undefined ? 'misc' : 'inproceedings', key, {
    author: authors.join(' and '),
    title: `{${tex(title)}}`,
    ...(venue === undefined ? {} : { booktitle: venue }),
    year: String(year),
    ...eprint,
  })
}

const entry = (kind: string, key: string, fields: Readonly<Record<string, string>>): string =>
  `@${kind}{${key},\n${Object.entries(fields)
    .map(([name, value]) => `  ${name} = {${value}}`)
    .join(',\n')}\n}`
