/** CPU seconds of a teacher and of a student at any k, from the table of docs/finite-size.md. */

import { regimeAt } from '@multiview/network'
import { log, pow } from '@multiview/tensor/math'

export interface TrainingCost {
  /** The largest k of the table. */
  readonly largest: number
  teacher(k: number): number
  student(k: number): number
}

const columns = { teacher: 'teacher: CPU s', student: 'student: CPU s' } as const

const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map(cell => cell.trim())

interface Row {
  readonly k: number
  readonly teacher: number
  readonly student: number
}

/** The rows whose neurons per class are those of regime `theorems`, by k. */
const rowsOf = (page: string): Row[] => {
  const lines = page.split('\n')
  const at = lines.findIndex(line => Object.values(columns).every(each => cellsOf(line).includes(each)))
  if (at < 0)
    throw new Error(`the page has no table with the columns ${Object.values(columns).join(' and ')}`)
  const head = cellsOf(lines[at])
  const rows: Row[] = []
  for (const line of lines.slice(at + 2)) {
    if (!line.startsWith('|')) break
    const cells = cellsOf(line)
    const of = (name: string): number => Number(cells[head.indexOf(name)])
    const k = of('k')
    // Rows of exponents have words there.
    if (Number.isInteger(k) && of('m') === regimeAt('theorems', k).neurons)
      rows.push({ k, teacher: of(columns.teacher), student: of(columns.student) })
  }
  return rows.sort((a, b) => a.k - b.k)
}

/**
 * Between two rows of the table a power of k through both. Beyond the last row in proportion to k,
 * as the work of a step grows; at a small k, the runtime hides a part of this growth.
 *
 * @throws Error for a page without such a table, and for one with fewer than two rows
 */
export const trainingCost = (page: string): TrainingCost => {
  const rows = rowsOf(page)
  if (rows.length < 2 || rows.some(row => !Object.values(row).every(value => value > 0)))
    throw new Error('the table of costs needs two rows or more, whose numbers are positive')
  const last = rows[rows.length - 1]
  const of =
    (who: keyof typeof columns) =>
    (k: number): number => {
      if (k >= last.k) return (last[who] * k) / last.k
      const next = Math.max(
        1,
        rows.findIndex(row => row.k > k),
      )
      const [a, b] = [rows[next - 1], rows[next]]
      return a[who] * pow(b[who] / a[who], log(k / a.k) / log(b.k / a.k))
    }
  return { largest: last.k, teacher: of('teacher'), student: of('student') }
}
