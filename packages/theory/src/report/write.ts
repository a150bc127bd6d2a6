import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Figure, figuresOf } from './figures/index.ts'
import { reportToHtml } from './html.ts'
import { reportFromJson, reportToJson } from './json.ts'
import { checkReport, type Report } from './schema.ts'

/** The files of a report, as texts. */
export interface RenderedReport {
  html: string
  figures: Figure[]
}

/** Draws the page and the figures from the report alone: the same report gives the same bytes. */
export function renderReport(report: Report): RenderedReport {
  const checked = checkReport(report)
  const figures = checked.claims.map(figuresOf)
  return { html: reportToHtml(checked, figures), figures: figures.flat() }
}

/**
 * Writes `report.json`, `report.html` and `figures/*.svg` into a folder, which is made if it is not there. Each file appears whole or not at all;
 * report.json comes last, so that a folder with one has the rest too. Figures of an earlier report are removed.
 */
export function writeReport(folder: string, report: Report): void {
  const json = reportToJson(report)
  writeRendered(folder, report)
  writeWhole(join(folder, 'report.json'), json)
}

/** Writes the page and the figures again from the folder's report.json, and returns that report. */
export function redrawReport(folder: string): Report {
  const report = readReport(folder)
  writeRendered(folder, report)
  return report
}

/** Reads `report.json` of a folder. Throws an Error of one line where it is missing or no report of ours. */
export function readReport(folder: string): Report {
  const path = join(folder, 'report.json')
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new Error(
      `${path} cannot be read: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`,
    )
  }
  try {
    return reportFromJson(text)
  } catch (error) {
    throw new Error(`${path} is no report of multiview: ${(error as Error).message}`)
  }
}

function writeRendered(folder: string, report: Report): void {
  const { html, figures } = renderReport(report)
  const gallery = join(folder, 'figures')
  mkdirSync(gallery, { recursive: true })
  const names = new Set(figures.map(figure => `${figure.name}.svg`))
  for (const old of readdirSync(gallery))
    if (old.endsWith('.svg') && !names.has(old)) rmSync(join(gallery, old))
  for (const figure of figures) writeWhole(join(gallery, `${figure.name}.svg`), figure.svg)
  writeWhole(join(folder, 'report.html'), html)
}

/** Writes beside the file and renames, so that nobody ever reads half of it. */
function writeWhole(path: string, text: string): void {
  const draft = `${path}.${process.pid}.tmp`
  try {
    writeFileSync(draft, text)
    renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}
