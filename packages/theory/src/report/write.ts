import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { ClaimPage } from '../claims/claim.ts'
import { ownFolder } from '../files/own-folder.ts'
import { isFigureOf } from '../files/own-names.ts'
import { readLimited } from '../files/read-limited.ts'
import { writeWhole } from '../files/write-whole.ts'
import type { Report } from '../schema/report.ts'
import { claimsCsv, seriesCsv } from './csv.ts'
import { reportToJson } from './json.ts'
import { readReport } from './read.ts'
import { type RenderedReport, rendererOf } from './render.ts'

/**
 * Writes `report.json`, `report.html` and `figures/*.svg` into a folder, and makes it if it is
 * missing. Each file appears whole or not at all; report.json is written last, so that a folder
 * that holds it is complete. Figures of an earlier report are removed.
 */
export async function writeReport(
  folder: string,
  report: Report,
  known?: readonly ClaimPage[],
): Promise<void> {
  const write = await reportWriter(known)
  write(folder, report)
}

/** Imports what draws reports of these claims. The function that it returns writes at once. */
export async function reportWriter(
  known?: readonly ClaimPage[],
): Promise<(folder: string, report: Report) => void> {
  const render = await rendererOf(known)
  return (folder, report) => {
    const json = reportToJson(report)
    writeRendered(folder, report, render(report))
    writeWhole(join(folder, 'report.json'), json)
  }
}

/** Writes the page and the figures again from the folder's report.json, and returns that report. */
export async function redrawReport(folder: string, known?: readonly ClaimPage[]): Promise<Report> {
  const report = readReport(folder)
  const render = await rendererOf(known)
  writeRendered(folder, report, render(report))
  return report
}

/** The claims of the report in the folder, of any version; none if the folder holds no report. */
function earlierClaims(folder: string): string[] {
  try {
    const { claims } = JSON.parse(readLimited(join(folder, 'report.json'))) as { claims: { id: string }[] }
    return claims.map(({ id }) => id).filter(id => typeof id === 'string' && id !== '')
  } catch {
    return []
  }
}

/** What `writeCsv` writes. */
export const csvFiles = ['claims.csv', 'series.csv'] as const

/** Writes a row for each claim, and a row for each point of a series. */
export function writeCsv(folder: string, report: Report): void {
  writeWhole(join(folder, csvFiles[0]), claimsCsv(report))
  writeWhole(join(folder, csvFiles[1]), seriesCsv(report))
}

/** What `writeLatex` and `writeBibtex` write. */
export const texFiles = ['report.tex', 'report.bib'] as const

/** Writes a table of the claims and their figures for LaTeX. */
export async function writeLatex(
  folder: string,
  report: Report,
  known?: readonly ClaimPage[],
): Promise<void> {
  const { reportToLatex } = await import('./latex.ts')
  writeWhole(join(folder, texFiles[0]), await reportToLatex(report, known))
}

/** Writes what to cite. */
export async function writeBibtex(folder: string, report: Report): Promise<void> {
  const { reportToBibtex } = await import('./bibtex.ts')
  writeWhole(join(folder, texFiles[1]), reportToBibtex(report))
}

function writeRendered(folder: string, report: Report, { html, figures }: RenderedReport): void {
  const gallery = ownFolder(folder, 'figures')
  const names = new Set(figures.map(figure => `${figure.name}.svg`))
  const ids = [...report.claims.map(({ id }) => id), ...earlierClaims(folder)]
  for (const old of readdirSync(gallery))
    if (isFigureOf(ids, old) && !names.has(old)) rmSync(join(gallery, old))
  for (const figure of figures) writeWhole(join(gallery, `${figure.name}.svg`), figure.svg)
  writeWhole(join(folder, 'report.html'), html)
}
