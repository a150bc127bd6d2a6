/** The figures that claims of one's own may use. */
import type { Report } from '@multiview/theory'
import { groupsFigure, linesFigure, scatterFigure, windowFigure } from '@multiview/theory/figures'
import { expect, test } from 'vitest'

type Claim = Report['claims'][number]

const draws = [0.4, 0.45, 0.5, 0.55, 0.6, 0.5, 0.48, 0.52]
const measured = (values: number[], shift: number): Claim['measured'] => ({
  value: 0.5 + shift,
  low: 0.45 + shift,
  high: 0.55 + shift,
  method: 'student-t',
  level: 0.95,
  n: values.length,
  unit: 'network',
  draws: { rule: 'mean', sides: 2, values: values.map(value => value + shift), span: null, tests: null },
})
const series = (
  role: string,
  x: number[],
  value: (number | null)[],
  isBand = false,
): Claim['series'][number] => ({
  role,
  name: role,
  x,
  value,
  low: isBand ? value.map(each => each && 0.8 * each) : null,
  high: isBand ? value.map(each => each && 1.2 * each) : null,
  predicted: null,
})
const k = [10, 100, 1000]
const claim: Claim = {
  id: 'own',
  title: 'T',
  statement: 'S',
  source: 'nobody',
  regime: null,
  setting: {},
  measured: measured(draws, 0),
  predicted: null,
  bound: { low: 0.2, high: 0.7 },
  boundSource: 'chosen',
  conditions: [],
  checks: [],
  series: [
    series('line', k, [1, 0.1, 0.01], true),
    series('control-line', k, [0.9, 0.9, null]),
    series('draws', [0, 1, 2], [0.4, 0.5, 0.6]),
  ],
  verdict: 'holds',
  reason: null,
  control: { id: 'c', statement: 'C', measured: measured(draws, 0.4), verdict: 'breaks' },
}
const count = (svg: string | undefined, pattern: RegExp): number => svg?.match(pattern)?.length ?? 0
const axes = {
  x: { label: 'classes k', isLogarithmic: true },
  y: { label: 'error, Err / μ', isLogarithmic: true },
}
const view = { title: 'A < B', caption: 'C', ...axes }
const lines = [
  { role: 'line', name: 'networks' },
  { role: 'control-line', name: 'one start', isControl: true },
]

test('lines have axes with titles, bands, a key and the bound', () => {
  const figure = linesFigure({ ...view, lines, hasBound: true }).draw(claim)
  expect(figure).toMatchObject({ name: 'own-line', title: 'A < B', caption: 'C' })
  for (const words of ['classes k →', '↑ error, Err / μ', '● networks', '● one start', 'at most 0.7', '10²'])
    expect(figure?.svg).toContain(words)
  // A value that is missing is no dot, and only one line has limits.
  expect(count(figure?.svg, /<circle/g)).toBe(5)
  expect(count(figure?.svg, /fill-opacity="0.16"/g)).toBe(1)
  expect(figure?.svg).not.toMatch(/NaN|undefined|Infinity/)
})

test('a scatter has a dot for each point; one cloud needs no key', () => {
  const figure = scatterFigure({ ...view, clouds: lines.slice(0, 1) }).draw(claim)
  expect(count(figure?.svg, /<circle/g)).toBe(3)
  expect(figure?.svg).not.toContain('●')
  expect(figure?.svg).not.toContain('at most')
})

test('the window has the draws and both intervals, on one axis', () => {
  const figure = windowFigure({ title: 'W', caption: 'C', axis: 'share' }).draw(claim)
  expect(count(figure?.svg, /<circle/g)).toBe(2 * draws.length + 2)
  for (const words of ['the claim', 'its control', 'share →', '>0.2<', '>0.7<'])
    expect(figure?.svg).toContain(words)
})

test('groups are drawn side by side', () => {
  const figure = groupsFigure({
    ...view,
    axis: '↑ share',
    groups: [{ role: 'draws', name: 'networks' }],
  }).draw(claim)
  expect(count(figure?.svg, /<circle/g)).toBe(3)
})

test('a report without what a figure shows has no such figure', () => {
  const empty = { ...claim, series: [] }
  expect(linesFigure({ ...view, lines }).draw(empty)).toBeNull()
  expect(scatterFigure({ ...view, clouds: lines }).draw(empty)).toBeNull()
  expect(groupsFigure({ ...view, groups: lines }).draw(empty)).toBeNull()
  const unmeasured = { ...claim.measured, value: null, low: null, high: null }
  const { draws: _, ...nothing } = unmeasured
  expect(
    windowFigure({ title: 'W', caption: 'C', axis: 'share' }).draw({
      ...claim,
      measured: nothing,
      control: { ...claim.control, measured: nothing },
    }),
  ).toBeNull()
})
