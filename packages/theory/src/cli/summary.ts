/** The report in a few lines for a terminal, 80 columns wide at most. */

import colors from 'picocolors'
import type { Report } from '../report/schema.ts'

type Claim = Report['claims'][number]

export const summary = (report: Report): string => {
  const counts = (['holds', 'fails', 'inconclusive'] as const)
    .map(verdict => [verdict, report.claims.filter(claim => claim.verdict === verdict).length] as const)
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => `${count} ${verdict === 'holds' && count > 1 ? 'hold' : verdict}`)
  return [
    ...report.claims.flatMap(lines),
    '',
    `${counts.join(', ')} (preset ${report.preset}, seed ${report.seed}, ${report.environment.durationSeconds} s)`,
  ].join('\n')
}

const lines = (claim: Claim): string[] => [
  `${paint(claim.verdict)} ${claim.id.padEnd(24)} ${shown(claim.measured)} ${bound(claim)}`,
  `${' '.repeat(13)}${colors.dim(`control ${claim.control.id}: ${claim.control.verdict}`)}`,
  ...claim.conditions
    .filter(condition => !condition.met)
    .map(
      ({ name, measured, required }) =>
        `${' '.repeat(13)}not met: ${name} (${short(measured)}, required ${short(required)})`,
    ),
]

const paint = (verdict: Claim['verdict']): string => {
  const word = verdict.padEnd(12)
  return verdict === 'holds'
    ? colors.green(word)
    : verdict === 'fails'
      ? colors.red(word)
      : colors.yellow(word)
}

const shown = ({ value, low, high }: Claim['measured']): string =>
  `${short(value)} [${short(low)}, ${short(high)}]`

const bound = ({ bound: { low, high } }: Claim): string =>
  low === null
    ? `at most ${short(high)}`
    : high === null
      ? `at least ${short(low)}`
      : `in [${short(low)}, ${short(high)}]`

const short = (value: number | string | boolean | null): string =>
  typeof value === 'number' ? String(Number(value.toPrecision(4))) : value === null ? '–' : String(value)
