import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readReport, redrawReport, renderReport, reportToJson, writeReport } from '@multiview/theory/report'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sampleReport } from './sample.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'multiview-report-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const all = (path: string) => readdirSync(path, { recursive: true }).map(String).sort()

describe('a report on disk', () => {
  test('is report.json, report.html and the figures, and nothing half-written', async () => {
    const target = join(folder, 'new', 'run')
    await writeReport(target, sampleReport())
    const { html, figures } = await renderReport(sampleReport())
    expect(all(target)).toEqual(
      [
        'figures',
        ...figures.map(figure => join('figures', `${figure.name}.svg`)),
        'report.html',
        'report.json',
      ].sort(),
    )
    expect(readFileSync(join(target, 'report.json'), 'utf8')).toBe(reportToJson(sampleReport()))
    expect(readFileSync(join(target, 'report.html'), 'utf8')).toBe(html)
  })

  test('can be drawn again from report.json alone, byte for byte', async () => {
    await writeReport(folder, sampleReport())
    const before = readFileSync(join(folder, 'report.html'))
    const figure = join(folder, 'figures', 'ensemble-law-error.svg')
    const drawn = readFileSync(figure)
    rmSync(join(folder, 'report.html'))
    rmSync(join(folder, 'figures'), { recursive: true })
    expect(await redrawReport(folder)).toEqual(sampleReport())
    expect(readFileSync(join(folder, 'report.html'))).toEqual(before)
    expect(readFileSync(figure)).toEqual(drawn)
  })

  test('drops figures of an earlier report, and touches no other file', async () => {
    await writeReport(folder, sampleReport())
    mkdirSync(join(folder, 'runs'))
    writeFileSync(join(folder, 'runs', 'model'), 'kept')
    writeFileSync(join(folder, 'figures', 'mine.svg'), 'kept')
    const shorter = sampleReport()
    shorter.claims = shorter.claims.slice(0, 1)
    await writeReport(folder, shorter)
    expect(readdirSync(join(folder, 'figures'))).toEqual(['mine.svg', 'theorem-1-single-models.svg'])
    expect(existsSync(join(folder, 'runs', 'model'))).toBe(true)
  })

  test('is not touched by a report that is not in the format', async () => {
    await writeReport(folder, sampleReport())
    const before = all(folder)
    const broken = sampleReport()
    broken.claims = []
    broken.environment.durationSeconds = Number.NaN
    await expect(writeReport(folder, broken)).rejects.toThrow('environment.durationSeconds is NaN')
    expect(all(folder)).toEqual(before)
  })
})

describe('what cannot be read', () => {
  test('a folder without a report is named in one line', () => {
    expect(() => readReport(join(folder, 'none'))).toThrow(/^.*report\.json cannot be read: ENOENT$/)
  })

  test('a file that is not a report is named in one line with the reason', () => {
    writeFileSync(join(folder, 'report.json'), '{"schema":"other"}')
    expect(() => readReport(folder)).toThrow(/^.*report\.json is not a report of multiview: [^\n]+$/)
  })
})
