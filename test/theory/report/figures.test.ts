import { type Figure, type Report, renderReport } from '@multiview/theory/report'
import { describe, expect, test } from 'vitest'
import { sampleReport } from './sample.ts'

type Series = Report['claims'][number]['series'][number]

/** The figures of the sample after a change of it. */
async function figures(change: (report: Report) => void = () => {}): Promise<Figure[]> {
  const report = sampleReport()
  change(report)
  return (await renderReport(report)).figures
}

/** The figures of the claim of this id when it has these series and no others. */
async function withSeries(id: string, ...series: Series[]): Promise<Figure[]> {
  return figures(report => {
    report.claims = report.claims.filter(claim => claim.id === id).map(claim => ({ ...claim, series }))
  })
}

const plain: Series = {
  role: 'anything',
  name: 'x',
  x: [0, 1, 2],
  value: [1, 2, 3],
  low: null,
  high: null,
  predicted: null,
}
const count = (text: string, part: string) => text.split(part).length - 1

describe('the figures of a report', () => {
  test('are chosen by the roles of the series, whatever these are called', async () => {
    const renamed = await figures(report => {
      for (const claim of report.claims) for (const series of claim.series) series.name = 'renamed'
    })
    expect(renamed.map(figure => figure.name)).toEqual((await figures()).map(figure => figure.name))
    expect((await figures()).map(figure => figure.name)).toEqual([
      'theorem-1-single-models',
      'theorem-2-ensemble-ensembles',
      'theorem-2-ensemble-series-2',
      'ensemble-law-error',
      'lottery-winning-set-race',
      'lottery-winning-set-shares',
      'lemma-tensor-power-growth',
    ])
  })

  test('are the same bytes each time', async () => {
    expect(await figures()).toEqual(await figures())
  })

  test('are standalone SVG files without scripts, styles, classes or references', async () => {
    for (const { svg } of await figures()) {
      expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
      expect(svg).toMatch(/<\/svg>\n$/)
      expect(svg).toMatch(/role="img"/)
      expect(svg).not.toMatch(/<style|<script|class=|href|url\(|NaN|undefined|Infinity/)
    }
  })

  test('have coordinates of at most two decimals', async () => {
    for (const { svg } of await figures())
      expect(svg).not.toMatch(/ (?:[xy][12]?|c[xy]|r|d|transform)="[^"]*\.\d{3}/)
  })

  test('say in words what they show', async () => {
    for (const { title, caption } of await figures()) {
      expect(title.length).toBeGreaterThan(10)
      expect(caption).toMatch(/\.$/)
    }
  })
})

describe('each figure', () => {
  test('the errors of models: one dot per model, those outside the window hollow', async () => {
    const [{ svg, caption }] = await figures(report => {
      report.claims[0].series[0].value[7] = 0.53
    })
    expect(count(svg, '<circle')).toBe(60)
    expect(count(svg, 'fill="#ffffff" stroke') + count(svg, 'stroke="#c94f00" fill="#ffffff"')).toBe(1)
    expect(caption).toContain('59 of 60 lie inside')
  })

  test('the race: one panel for each of the first six classes, the winner by its end', async () => {
    const race = (await figures()).find(figure => figure.name.endsWith('race'))!
    expect(count(race.svg, 'wins')).toBe(6)
    expect(race.svg).toContain('view 1 wins')
    expect(race.svg).toContain('view 2 wins')
  })

  test('the race: a correlation of 0 is left out of the logarithmic axis', async () => {
    const [figure] = await withSeries(
      'lottery-winning-set',
      { ...plain, role: 'race-class-3-view-1', value: [0, 0.001, 1] },
      { ...plain, role: 'race-class-3-view-2', value: [0, 0, 0] },
    )
    expect(figure.svg).toContain('class 3')
    expect(figure.svg).not.toContain('NaN')
  })

  test('the ensemble law: an error of 0 is an open dot at the lower edge', async () => {
    const law = (
      await figures(report => {
        report.claims[2].series[0].value[9] = 0
      })
    ).find(figure => figure.name === 'ensemble-law-error')!
    expect(law.svg).toMatch(/<circle[^>]*fill="#ffffff"/)
    expect(law.svg).not.toContain('NaN')
  })

  test('the lottery: a row for the claim, for every other rule and for the control', async () => {
    const shares = (await figures()).find(figure => figure.name.endsWith('shares'))!
    for (const text of [
      'in the lottery set M',
      'stronger start, all classes',
      'control',
      '98.1%',
      '93.4%',
      '49.7%',
      'at least 95%',
    ])
      expect(shares.svg).toContain(`>${text}<`)
  })

  test('the tensor power method: the caption gives the largest distance', async () => {
    const [figure] = await withSeries('lemma-tensor-power', {
      ...plain,
      role: 'growth',
      value: [1, 2.02, 3],
      predicted: [1, 2, 3],
    })
    expect(figure.caption).toContain('largest distance is 1%')
  })
})

describe('series that are unusual', () => {
  test('an unknown one gets a plain figure', async () => {
    const [figure] = await withSeries('theorem-1-single', {
      ...plain,
      name: 'mutual information',
      low: [0, 1, 2],
      high: [2, 3, 4],
      predicted: [1, 2, 3],
    })
    expect(figure).toMatchObject({ name: 'theorem-1-single-series-1', title: 'mutual information' })
    expect(count(figure.svg, '<circle')).toBe(3)
  })

  test.each<[string, Partial<Series>]>([
    ['empty', { x: [], value: [] }],
    ['one point', { x: [5], value: [5] }],
    ['constant', { value: [0, 0, 0] }],
    ['all null', { value: [null, null, null] }],
    ['partly null', { value: [1, null, 3], low: [null, null, 2], high: [null, null, 4] }],
    ['negative', { value: [-1, -2, -3] }],
    ['tiny and huge', { value: [5e-324, 1, 1e300] }],
    ['as wide as numbers go', { value: [-1.7e308, 0, 1.7e308] }],
  ])('%s values draw without NaN in every role', async (_, values) => {
    for (const [id, role] of [
      ['theorem-1-single', 'anything'],
      ['theorem-1-single', 'model-errors'],
      ['theorem-2-ensemble', 'ensemble-limits'],
      ['ensemble-law', 'error-by-members'],
      ['lottery-winning-set', 'race-class-0-view-1'],
      ['lemma-tensor-power', 'growth'],
      ['lottery-winning-set', 'rule-a'],
    ]) {
      const series = { ...plain, ...values, role, predicted: (values.value ?? plain.value).map(v => v) }
      for (const { svg } of await withSeries(id, series))
        expect(svg, role).not.toMatch(/NaN|Infinity|undefined/)
    }
  })

  test('names are text, never markup, and lose what XML does not allow', async () => {
    const [figure] = await withSeries('theorem-1-single', {
      ...plain,
      name: '<script>alert("&")</script>\u0000\ud800\u00a0end',
    })
    expect(figure.title).toBe('<script>alert("&")</script> end')
    expect(figure.svg).not.toMatch(/<script|&(?!amp;|lt;|gt;|quot;)/)
    expect(figure.svg).not.toMatch(/="[^"]*<[^"]*"/)
  })
})
