/** What `multiview compare` does. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { inColumns } from '../files/columns.ts'
import { compareReports } from '../report/compare.ts'
import { pairedDifference } from '../report/paired.ts'
import { readReport } from '../report/read.ts'
import type { Report } from '../schema/report.ts'
import type { Estimate } from '../schema/types.ts'
import { type CellSettings, cellText } from '../sweep/grid.ts'
import { readSweep } from '../sweep/read.ts'
import type { Finding, Sweep } from '../sweep/sweep.ts'
import { InputError } from './complaint.ts'

/** Compares what the folders hold. Returns the exit status. */
export const compare = async (folders: readonly string[]): Promise<number> => {
  const sweeps = folders.filter(folder => existsSync(join(folder, 'sweep.json')))
  if (sweeps.length > 0 && sweeps.length < folders.length)
    throw new InputError(
      `${sweeps[0]} holds a sweep, and ${folders.find(each => !sweeps.includes(each))} does not; compare sweeps with sweeps.`,
    )
  const { lines, differs, sum } =
    sweeps.length > 0
      ? ofSweeps(folders, folders.map(sweepIn))
      : folders.length > 2
        ? ofReports(folders, folders.map(reportIn))
        : ofTwo(...(folders.map(reportIn) as [Report, Report]))
  process.stdout.write(`${[...lines, sum].join('\n')}\n`)
  return differs ? 1 : 0
}

interface Comparison {
  readonly lines: readonly string[]
  readonly differs: boolean
  /** The last line. */
  readonly sum: string
}

const inFolder = <T>(folder: string, read: (folder: string) => T): T => {
  try {
    return read(folder)
  } catch (error) {
    throw new InputError(`${folder}: ${(error as Error).message}; name the folder of a finished run.`)
  }
}

const reportIn = (folder: string): Report => inFolder(folder, readReport)
const sweepIn = (folder: string): Sweep => inFolder(folder, readSweep)

const ofTwo = (a: Report, b: Report): Comparison => {
  const found = compareReports(a, b)
  const lines = found.map(({ claim, place, change }) =>
    [claim ?? 'report', place, change].filter(part => part !== '').join('  '),
  )
  const paired = b.claims.flatMap(({ id }) => {
    const words = pairedWords(a, b, id)
    return words === '' ? [] : [`${id}  ${words}`]
  })
  return {
    lines: [...lines, ...(paired.length > 0 ? ['Draw by draw, the second minus the first:', ...paired] : [])],
    differs: found.length > 0,
    sum:
      found.length === 0
        ? 'The reports are equal.'
        : `${found.length} difference${found.length === 1 ? '' : 's'}.`,
  }
}

/** What each claim measured in each report, and what differs between their settings. */
const ofReports = (folders: readonly string[], reports: readonly Report[]): Comparison => {
  const ids = [...new Set(reports.flatMap(({ claims }) => claims.map(({ id }) => id)))]
  const [first] = reports
  const differs = reports.some(each => compareReports(first, each).length > 0)
  const isPaired = reports.some(each => ids.some(id => pairedWords(first, each, id) !== ''))
  return {
    lines: [
      ...inColumns(folders.map((folder, at) => [folder, ofRun(reports[at], reports)])),
      ...ids.flatMap(id => [
        '',
        id,
        ...inColumns(
          reports.map((report, at) => {
            const claim = report.claims.find(each => each.id === id)
            if (claim === undefined) return [`  ${folders[at]}`, 'not in this report']
            return [
              `  ${folders[at]}`,
              interval(claim.measured),
              claim.verdict,
              pairedWords(first, report, id),
            ]
          }),
        ),
      ]),
      '',
    ],
    differs,
    sum: !differs
      ? 'The reports are equal.'
      : isPaired
        ? `The reports differ. Differences over pairs are draw by draw, to ${folders[0]}.`
        : 'The reports differ.',
  }
}

/** Preset and seed of a report, and those of its settings that are not the same in all reports. */
const ofRun = ({ preset, seed, settings }: Report, all: readonly Report[]): string => {
  const names = Object.keys(settings).filter(
    name => new Set(all.map(each => JSON.stringify(each.settings[name]))).size > 1,
  )
  const others = names.map(name => `${name}=${settings[name]}`)
  return [`preset ${preset}`, `seed ${seed}`, ...others].join(', ')
}

/** The mean difference of a claim's draws, if the seed is the same and something differs. */
const pairedWords = (first: Report, second: Report, id: string): string => {
  const [a, b] = [first, second].map(({ claims }) => claims.find(each => each.id === id)?.measured)
  if (a === undefined || b === undefined || first.seed !== second.seed) return ''
  return differenceWords(pairedDifference(a, b))
}

const differenceWords = (difference: Estimate | null): string =>
  difference === null || difference.low === null || difference.high === null
    ? ''
    : `${signed(difference.value)} [${signed(difference.low)}, ${signed(difference.high)}] over ${difference.n} pairs`

/** Cells are matched by their settings. */
const ofSweeps = (folders: readonly string[], sweeps: readonly Sweep[]): Comparison => {
  const [first] = sweeps
  const key = (cell: CellSettings): string => cellText(cell)
  const cells = [...new Set(sweeps.flatMap(each => each.cells.map(({ settings }) => key(settings))))]
  const findingOf = (sweep: Sweep, cell: string, name: string): Finding | undefined =>
    sweep.cells.find(({ settings }) => key(settings) === cell)?.measured[name]
  const names = [...new Set(sweeps.flatMap(each => each.measurements.map(({ name }) => name)))]
  let differing = 0
  const lines = cells.flatMap(cell =>
    names.flatMap(name => {
      const found = sweeps.map(sweep => findingOf(sweep, cell, name))
      if (found.every(each => JSON.stringify(each) === JSON.stringify(found[0]))) return []
      differing++
      return [
        `${cell === '' ? 'the cell' : cell}: ${name}`,
        ...inColumns(
          found.map((finding, at) => [
            `  ${folders[at]}`,
            ...findingWords(finding, found[0], sweeps[at].seed === first.seed),
          ]),
        ),
      ]
    }),
  )
  return {
    lines,
    differs: differing > 0,
    sum:
      differing === 0
        ? 'All cells are equal.'
        : `${differing} of ${cells.length * names.length} values differ.`,
  }
}

const findingWords = (
  finding: Finding | undefined,
  first: Finding | undefined,
  sameSeed: boolean,
): string[] => {
  if (finding === undefined) return ['not in this sweep']
  if ('failure' in finding) return [`failed: ${finding.failure}`]
  const isPaired = sameSeed && first !== undefined && first !== finding && !('failure' in first)
  return [interval(finding), isPaired ? differenceWords(pairedDifference(first, finding)) : '']
}

const interval = ({ value, low, high }: Pick<Estimate, 'value' | 'low' | 'high'>): string =>
  `${short(value)} [${short(low)}, ${short(high)}]`

const short = (value: number | null): string => (value === null ? '–' : String(Number(value.toPrecision(4))))

const signed = (value: number | null): string =>
  value !== null && value > 0 ? `+${short(value)}` : short(value).replace('-', '−')
