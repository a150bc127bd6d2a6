import type { Sweep } from '@multiview/theory'
import { sweepFigure } from '@multiview/theory/page'
import { describe, expect, test } from 'vitest'

type Values = Readonly<Record<string, readonly (number | null)[]>>

const windows: Readonly<Record<string, Sweep['measurements'][number]['bound']>> = {
  single: { low: 0.49, high: 0.51 },
  distilled: { low: null, high: 0.001 },
  bothViews: null,
}

/**
 * The results of a sweep over k, one list per measurement. Intervals extend by a tenth to both
 * sides.
 */
const sweepOver = (k: readonly number[], values: Values, members: readonly number[] = []): Sweep => ({
  schema: 'multiview.sweep/1',
  regime: 'theorems',
  settings: {} as Sweep['settings'],
  over: [
    { name: 'classes', values: k },
    ...(members.length === 0 ? [] : [{ name: 'members' as const, values: members }]),
  ],
  seed: 1,
  models: 8,
  version: 'test',
  measurements: Object.keys(values).map(name => ({
    name,
    title: `the ${name}`,
    bound: windows[name] ?? null,
  })),
  cells: k.flatMap((classes, at) =>
    (members.length === 0 ? [0] : members).map(each => ({
      settings: { classes, ...(each === 0 ? {} : { members: each }) },
      models: 8,
      networks: 8,
      measured: Object.fromEntries(
        Object.entries(values).map(([name, list]) => {
          const value = list[at]
          return [
            name,
            value === null
              ? { failure: 'diverged' }
              : { value, low: value * 0.9, high: value * 1.1, level: 0.95, n: 8, unit: 'data set' },
          ]
        }),
      ),
    })),
  ),
})

const many = [10, 20, 50, 100, 200, 500, 1000]
const found = {
  single: [0.44, 0.46, 0.48, 0.49, 0.495, 0.497, 0.498],
  distilled: [0.4, 0.2, 0.0008, 0.0001, 0, 0, 0],
  bothViews: [0.1, 0.5, 0.99, 1, 1, 1, 1],
}

const count = (text: string, part: string | RegExp): number => text.split(part).length - 1
/** The horizontal places of the dots of a panel, in order. */
const places = (svg: string): number[] =>
  [...svg.matchAll(/<circle[^>]* cx="([\d.]+)"/g)].map(([, x]) => Number(x))

describe('the figure of a sweep', () => {
  const svg = sweepFigure(sweepOver(many, found)) ?? ''
  const panels = svg.split('<svg ').slice(2)

  test('is one standalone file, the same bytes each time, with a panel for each measurement', () => {
    expect(svg).toBe(sweepFigure(sweepOver(many, found)))
    expect(svg).not.toMatch(/<style|<script|class=|href|url\(|NaN|undefined|Infinity/)
    expect(panels).toHaveLength(3)
    Object.keys(found).forEach((name, at) => {
      expect(panels[at]).toContain(`>the ${name}<`)
    })
  })

  test('spreads values of more than a decade evenly: twice as many classes are equally far everywhere', () => {
    const [at10, at20, , at100, at200] = places(svg)
    expect(at20 - at10).toBeCloseTo(at200 - at100, 0)
    const [first, second, third] = places(sweepFigure(sweepOver([10, 20, 30], found)) ?? '')
    expect(third - second).toBeCloseTo(second - first, 0)
  })

  test('draws the window of each measurement, and none if no theorem sets one', () => {
    expect(svg).toContain('>0.49 … 0.51<')
    expect(svg).toContain('>≤ 0.001<')
    expect(count(svg, 'fill="#e3f0e8"')).toBe(2)
  })

  test('tells 0.0001 from 0.001 and from 0, which stands open at the lower edge', () => {
    expect(svg).toContain('>10⁻³<')
    expect(count(svg, /<circle[^>]*fill="#ffffff"/)).toBe(0)
    const heights = [...panels[1].matchAll(/<circle[^>]* cy="([\d.]+)"/g)].map(([, y]) => Number(y))
    expect(heights).toHaveLength(7)
    const [, , , small, none] = heights
    expect(heights[2]).toBeLessThan(small - 20)
    expect(small).toBeLessThan(none - 5)
  })

  test('has a scale for each panel: errors near one half fill theirs', () => {
    expect(panels[0]).toContain('>0.45<')
    expect(panels[0]).not.toContain('>0<')
  })

  test('names the lines if there are several, and leaves out what could not be measured', () => {
    const two = sweepFigure(sweepOver([10, 20], { single: [0.4, null] }, [1, 3])) ?? ''
    expect(two).toContain('>● members=1<')
    expect(two).toContain('>● members=3<')
    expect(places(two)).toHaveLength(2)
    expect(sweepFigure(sweepOver([10], { single: [null] }))).toBe(null)
  })
})
