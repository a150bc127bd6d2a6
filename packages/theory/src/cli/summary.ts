/** The report in a few lines for a terminal, 80 columns wide at most. */

import pc from 'picocolors'
import { whyThatLevel } from '../report/page/honesty.ts'
import { levelInWords } from '../report/page/words.ts'
import type { Report } from '../schema/report.ts'
import type { ReportClaim } from '../schema/types.ts'

type Colours = ReturnType<typeof pc.createColors>

/** Colours are for terminals, unless NO_COLOR is set: https://no-color.org. */
export const wantsColours = (
  stream: { readonly isTTY?: boolean },
  { NO_COLOR = '', TERM = '' }: Readonly<Record<string, string | undefined>>,
): boolean => stream.isTTY === true && NO_COLOR === '' && TERM !== 'dumb'

const width = 80
const indent = ' '.repeat(13)

export const summary = (report: Report, coloured: boolean): string => {
  const colours = pc.createColors(coloured)
  const counts = (['holds', 'fails', 'inconclusive'] as const)
    .map(verdict => [verdict, report.claims.filter(claim => claim.verdict === verdict).length] as const)
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => `${count} ${verdict === 'holds' && count > 1 ? 'hold' : verdict}`)
  return [
    ...report.claims.flatMap(claim => lines(claim, colours)),
    '',
    ...folded(levelLine(report), ''),
    ...folded(
      `${counts.join(', ')} (preset ${report.preset}, seed ${report.seed}, ${report.environment.durationSeconds} s)`,
      '',
    ),
  ].join('\n')
}

/** At which level the limits of the claims are, and why; empty if nothing is random. */
const levelLine = ({ claims, preset }: Report): string => {
  const levels = [...new Set(claims.flatMap(({ measured }) => measured.level ?? []))].sort((a, b) => a - b)
  if (levels.length === 0) return ''
  const [least] = levels
  return `Limits are at ${levelInWords(least)}${levels.length > 1 ? ' or more' : ''}: ${whyThatLevel(preset)}.`
}

const lines = (claim: ReportClaim, colours: Colours): string[] => {
  const name = claim.id.padEnd(24)
  const result = `${shown(claim.measured)} ${bound(claim)}`
  const oneLine = indent.length + name.length + 1 + result.length <= width
  return [
    `${painted(claim.verdict, colours)} ${oneLine ? `${name} ${result}` : claim.id}`,
    ...(oneLine ? [] : folded(result)),
    ...(claim.reason === null ? [] : folded(claim.reason)),
    ...folded(`control ${claim.control.id}: ${claim.control.verdict}`).map(line => colours.dim(line)),
    ...claim.conditions
      .filter(condition => !condition.met)
      .flatMap(({ name, measured, low, high, level, required, decided }) =>
        folded(
          `${decided ? 'not met' : 'undecided'}: ${name} (${short(measured)}${level === null ? '' : ` [${short(low)}, ${short(high)}]`}, required ${short(required)})`,
        ),
      ),
  ]
}

/** Broken between words to the width of a terminal; a word longer than a line is cut. */
const folded = (text: string, margin = indent): string[] => {
  const room = width - margin.length
  const rows: string[] = []
  for (let rest = text; rest !== ''; ) {
    const space = rest.lastIndexOf(' ', room)
    const end = rest.length <= room ? rest.length : space > 0 ? space : room
    rows.push(margin + rest.slice(0, end))
    rest = rest.slice(end).trimStart()
  }
  return rows
}

const painted = (verdict: ReportClaim['verdict'], colours: Colours): string => {
  const word = verdict.padEnd(12)
  return verdict === 'holds'
    ? colours.green(word)
    : verdict === 'fails'
      ? colours.red(word)
      : colours.yellow(word)
}

const shown = ({ value, low, high, level, n }: ReportClaim['measured']): string =>
  level === null
    ? `${short(value)} exact, on ${n} points,`
    : `${short(value)} [${short(low)}, ${short(high)}]`

const bound = ({ bound: { low, high } }: ReportClaim): string =>
  low === null
    ? `at most ${short(high)}`
    : high === null
      ? `at least ${short(low)}`
      : `in [${short(low)}, ${short(high)}]`

const short = (value: number | string | boolean | null): string =>
  typeof value === 'number' ? String(Number(value.toPrecision(4))) : value === null ? '–' : String(value)
