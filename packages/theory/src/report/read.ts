import { join } from 'node:path'
import { readLimited } from '../files/read-limited.ts'
import type { Report } from '../schema/report.ts'
import { reportFromJson } from './json.ts'

/**
 * Reads `report.json` of a folder. Throws an Error of one line if it is missing or is not a report
 * of ours.
 */
export function readReport(folder: string): Report {
  const path = join(folder, 'report.json')
  let text: string
  try {
    text = readLimited(path)
  } catch (error) {
    throw new Error(
      `${path} cannot be read: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`,
    )
  }
  try {
    return reportFromJson(text)
  } catch (error) {
    throw new Error(`${path} is not a report of multiview: ${(error as Error).message}`)
  }
}
