import * as Plot from '@observablehq/plot'
import { readable } from '../numbers.ts'
import { draw } from './draw.ts'
import { type Claim, type Figure, present, rangeOf, seriesNamed } from './figure.ts'
import { labelledRule } from './marks.ts'
import { light } from './palette.ts'

/** A group of draws: the series it is in, and its name under the axis. */
interface Group {
  readonly series: string
  readonly name: string
}

/** What each figure of groups compares, by the claim that it belongs to. */
const comparisons: Readonly<Record<string, { title: string; groups: readonly Group[] }>> = {
  'theorem-3-distillation': {
    title: 'Error of a student that was taught by an ensemble, beside one of the labels alone',
    groups: [
      { series: 'error of a student of the labels alone', name: 'labels alone' },
      { series: 'upper limit of each teacher', name: 'the ensemble' },
      { series: 'upper limit of each student', name: 'its student' },
    ],
  },
  'theorem-4-self-distillation': {
    title: 'Error before and after being taught by one other network',
    groups: [
      { series: 'error before', name: 'before' },
      { series: 'error after being taught', name: 'after' },
    ],
  },
  'dark-knowledge': {
    title: 'How well soft labels tell the classes that a sample shows from the others',
    groups: [
      { series: 'shuffled soft labels', name: 'shuffled' },
      { series: 'soft labels of single models', name: 'a single model’s' },
      { series: 'soft labels of ensembles', name: 'an ensemble’s of four' },
    ],
  },
}

/** The draws of a few groups side by side, with the bound of the claim; null for claims that compare no groups. */
export function groupsFigure(claim: Claim): Figure | null {
  const comparison = comparisons[claim.id]
  if (comparison === undefined) return null
  const { title, groups } = comparison
  const rows = groups.flatMap(({ series, name }) =>
    present(seriesNamed(claim, series)?.value ?? []).map((value, at, all) => ({
      // Draws of a group side by side, so that equal ones do not hide each other.
      x: groups.findIndex(group => group.name === name) + (at - (all.length - 1) / 2) * (0.5 / all.length),
      value,
    })),
  )
  if (rows.length === 0) return null
  const { bound } = claim
  const ends = present([bound.low, bound.high])
  const svg = draw(title, {
    height: 320,
    marginLeft: 64,
    x: {
      label: null,
      domain: [-0.6, groups.length - 0.4],
      ticks: groups.map((_, g) => g),
      tickFormat: g => groups[g]?.name ?? '',
    },
    y: {
      label: claim.id === 'dark-knowledge' ? '↑ 2·AUC − 1' : '↑ test error, Err / μ',
      domain: rangeOf([0, ...rows.map(({ value }) => value), ...ends], 0.08),
      ticks: 6,
      grid: true,
    },
    marks: [
      ...ends.flatMap(end =>
        labelledRule(
          end,
          `${end === bound.high ? 'at most' : 'at least'} ${readable(end)}`,
          light.bandEdge,
          '0',
        ),
      ),
      Plot.dot(rows, { x: 'x', y: 'value', r: 4, fill: light.blue }),
    ],
  })
  return {
    name: `${claim.id}-groups`,
    title: comparison.title,
    caption: 'Each dot is one data set with its own networks; the line is the bound of the claim.',
    svg,
  }
}

/** Whether a figure of groups has told a series. */
export const inGroups: RegExp = new RegExp(
  `^(${Object.values(comparisons)
    .flatMap(({ groups }) => groups.map(({ series }) => series))
    .join('|')})$`,
)
