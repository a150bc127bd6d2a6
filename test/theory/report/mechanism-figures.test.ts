import { type Figure, type Report, renderReport } from '@multiview/theory/report'
import { describe, expect, test } from 'vitest'
import { sampleReport } from './sample.ts'

type Claim = Report['claims'][number]
type Series = Claim['series'][number]

const series = (
  role: string,
  x: readonly number[],
  value: readonly (number | null)[],
  rest: Partial<Series> = {},
): Series => ({
  role,
  name: `the series ${role}`,
  x: [...x],
  value: [...value],
  low: null,
  high: null,
  predicted: null,
  ...rest,
})

/** The figures of a claim with this id and these series. */
const figuresOf = async (
  id: string,
  list: readonly Series[],
  rest: Partial<Claim> = {},
): Promise<Figure[]> => {
  const report = sampleReport()
  report.claims = [{ ...report.claims[0], id, series: [...list], ...rest }]
  return (await renderReport(report)).figures
}

const named = (figures: readonly Figure[], name: string): Figure => {
  const figure = figures.find(each => each.name === name)
  if (figure === undefined) throw new Error(`no ${name} among ${figures.map(each => each.name).join(', ')}`)
  return figure
}

const upTo = (high: number) => ({ bound: { low: null, high } })
const atLeast = (low: number) => ({ bound: { low, high: null } })
const count = (text: string, part: string | RegExp): number => text.split(part).length - 1
const blue = '#0072b2'
const orange = '#c94f00'
const band = '#e3f0e8'

describe('growth-phases', () => {
  const cells = [1e5, 1e7, 1e8, 1e10]
  const setting = { powers: [3, 5], initialScales: [0.0001, 0.001] }
  const rest = { ...upTo(2), setting }
  const all = [
    series('factors', [0, 1, 2, 3], [1.2, 1.3, 1.4, 1.6], {
      low: [1.1, 1.2, 1.3, 1.4],
      high: [1.3, 1.4, 1.5, 1.8],
      predicted: [1, 1, 1, 1],
    }),
    series('control-factors', [0, 1, 2, 3], [2.5, 3, 3.5, 4.1], { low: [2, 2, 2, 3], high: [3, 4, 4, 5] }),
    ...cells.map((time, at) =>
      series(`times-${at}`, [time, 2 * time, 1.5 * time], [1.1 * time, 2.1 * time, 1.7 * time]),
    ),
    ...cells.map((_, at) => series(`median-factor-${at}`, [0], [1.1])),
    series('phase-two', [4, 4.5, 5], [-1, -1.5, -2], {
      predicted: [-1, -1.5, -2],
    }),
  ]

  test('has three figures, which tell all of its series', async () => {
    expect((await figuresOf('growth-phases', all, rest)).map(({ name }) => name)).toEqual([
      'growth-phases-times',
      'growth-phases-factors',
      'growth-phases-decline',
    ])
  })

  test('shows a dot for each class, the cells by name and the band of the bound', async () => {
    const { svg, caption } = named(await figuresOf('growth-phases', all, rest), 'growth-phases-times')
    expect(count(svg, '<circle')).toBe(12)
    for (const text of ['q = 3, σ₀ = 10⁻⁴', 'q = 3, σ₀ = 10⁻³', 'q = 5, σ₀ = 10⁻⁴', 'q = 5, σ₀ = 10⁻³'])
      expect(svg).toContain(`>${text}<`)
    expect(svg).toContain(band)
    expect(caption).toContain('within a factor of 2; the dots span 5 decades')
  })

  test('shows the factor beside that of the control, a panel for each q', async () => {
    const { svg } = named(await figuresOf('growth-phases', all, rest), 'growth-phases-factors')
    for (const text of ['q = 3', 'q = 5', 'at most 2']) expect(svg).toContain(`>${text}<`)
    expect(svg).toContain(orange)
  })

  test('without classes and control, shows the factors and the decline', async () => {
    const older = await figuresOf('growth-phases', [all[0], all.at(-1)!], rest)
    expect(older.map(({ name }) => name)).toEqual(['growth-phases-factors', 'growth-phases-decline'])
    expect(older[0].caption).not.toContain('orange')
  })
})

describe('noise-memorization', () => {
  const kinds = (prefix: string) =>
    ['multi-view', 'learned-view', 'lacks-learned-view'].map((kind, i) =>
      series(`${prefix}noise-${kind}`, [0, 1], i === 2 ? [5, 6] : [0.01, 0.1]),
    )

  test('stands in three columns, each beside the control, with the line of what counts as memorised', async () => {
    const [{ svg, name }, ...others] = await figuresOf('noise-memorization', [
      ...kinds(''),
      ...kinds('control-'),
    ])
    expect(name).toBe('noise-memorization-kinds')
    expect(others).toEqual([])
    for (const text of ['only the', 'other view', 'memorised: at least 1']) expect(svg).toContain(`>${text}<`)
    expect(count(svg, `fill="${orange}"`)).toBeGreaterThanOrEqual(6)
  })

  test('without these kinds is the plain figure of its one series', async () => {
    const older = series('training-samples', [0, 1], [0.1, 6])
    expect((await figuresOf('noise-memorization', [older])).map(({ name }) => name)).toEqual([
      'noise-memorization-series-1',
    ])
  })
})

describe('off-class-correlations', () => {
  const farthest = series('farthest', [0, 1], [0.9, 1.1], { predicted: [1, 1] })
  const others = [
    series('losing-views', [0, 1], [0.5, null]),
    series('learned-views', [0, 1], [2000, 2100]),
    series('control-farthest', [0], [1500]),
    series('most-that-stays', [0], [2]),
  ]

  test('stand beside learned views and the control, over decades', async () => {
    const figures = await figuresOf('off-class-correlations', [farthest, ...others])
    expect(figures.map(({ name }) => name)).toEqual(['off-class-correlations-reach'])
    expect(count(figures[0].svg, '<circle')).toBe(6)
    expect(figures[0].svg).toContain('>at most 2<')
    expect(figures[0].svg).toContain('>10³<')
  })

  test('stand alone if there are no others', async () => {
    const [{ svg, caption }] = await figuresOf('off-class-correlations', [farthest])
    expect(count(svg, '<circle')).toBe(2)
    expect(caption).not.toContain('lost')
  })
})

describe('function-approximation', () => {
  const own = series('outputs', [0, 10, 20], [0.1, 10.2, 19.9])
  const control = series('control-outputs', [0, 0, 20], [0.1, 10.2, 19.9])
  const margin = series('margin', [0], [15])

  test('has a panel for the claim and one for the control, and the band that the bound allows', async () => {
    const [{ svg, caption }] = await figuresOf('function-approximation', [own, control, margin], upTo(0.1))
    expect(count(svg, '<circle')).toBe(6)
    expect(svg).toContain('>Control: another’s Φ<')
    expect(caption).toContain('half the height of the green band')
  })

  test('without a control has one', async () => {
    const [{ svg }] = await figuresOf('function-approximation', [own], upTo(0.1))
    expect(count(svg, '<circle')).toBe(3)
    expect(svg).not.toContain('Control')
  })
})

test('dark-knowledge: what soft labels know against the number of members, with its bound and control', async () => {
  const list = [
    series('knowledge-by-members', [1, 2, 4], [0.5, 0.75, 0.94], {
      low: [0.45, 0.7, 0.9],
      high: [0.55, 0.8, 0.96],
      predicted: [0.5, 0.75, 0.9375],
    }),
    series('single-models', [0, 1], [0.5, 0.5]),
    series('ensembles', [0, 1], [0.94, 0.94]),
    series('shuffled', [0, 1], [0.01, -0.01]),
  ]
  const figures = await figuresOf('dark-knowledge', list, {
    ...atLeast(0.6),
    setting: { measuredMembers: 4 },
  })
  expect(figures.map(({ name }) => name)).toEqual(['dark-knowledge-members'])
  expect(figures[0].svg).toContain('>at L = 4 at least 0.6<')
  expect(count(figures[0].svg, '<circle')).toBe(3)
  expect(figures[0].svg).toContain('control: shuffled')
})

test('dense-to-limit: both slopes stand beside their lines, in the wedge that the bound allows', async () => {
  const measured = { ...sampleReport().claims[0].measured, value: -0.5, low: -0.54, high: -0.46 }
  const figures = await figuresOf(
    'dense-to-limit',
    [
      series('distances', [400, 1600], [0.1, 0.05], {
        low: [0.08, 0.04],
        high: [0.12, 0.06],
        predicted: [0.1, 0.05],
      }),
      series('control-distances', [400, 1600], [0.7, 0.68], { predicted: [0.7, 0.35] }),
    ],
    {
      bound: { low: -0.65, high: -0.35 },
      measured,
      control: { ...sampleReport().claims[0].control, measured: { ...measured, value: -0.02 } },
    },
  )
  expect(figures.map(({ name }) => name)).toEqual(['dense-to-limit-distance'])
  expect(figures[0].svg).toContain('>slope −0.5<')
  expect(figures[0].svg).toContain('>slope −0.02<')
  expect(figures[0].svg).toContain(band)
})

describe('contrasts', () => {
  const three = (prefix: string, [single, ensemble, average]: readonly [number, number, number]) => [
    series(`${prefix}single`, [0, 1], [single, single]),
    series(`${prefix}ensemble`, [0, 1], [ensemble, ensemble]),
    series(`${prefix}average`, [0, 1], [average, average]),
  ]

  test.each(['trained-average', 'kernel-regime'])(
    '%s: errors relative to one model’s, the control below',
    async id => {
      const list = [...three('', [0.5, 0.05, 0.4]), ...three('control-', [0.2, 0.1, 0.08])]
      const figures = await figuresOf(id, list, id === 'kernel-regime' ? atLeast(1) : upTo(0.25))
      expect(figures.map(({ name }) => name)).toEqual([`${id}-contrast`])
      const { svg } = figures[0]
      expect(count(svg, '<circle')).toBe(12)
      const [own, other] =
        id === 'kernel-regime' ? ['Tangent kernel', 'network'] : ['Network', 'tangent kernel']
      for (const text of [own, `Control: ${other}`, '0.8', '0.1', '0.4']) expect(svg).toContain(`>${text}<`)
      expect(count(svg, /<rect[^>]*height="(?!0")[^>]*/)).toBeGreaterThan(2)
    },
  )

  test('gaussian-control: without a trained average there are two columns', async () => {
    const list = [...three('', [0.1, 0.09, 0]).slice(0, 2), ...three('control-', [0.5, 0.03, 0]).slice(0, 2)]
    const [{ svg }, ...others] = await figuresOf('gaussian-control', list, upTo(0.25))
    expect(others).toEqual([])
    expect(count(svg, '<circle')).toBe(8)
    expect(svg).not.toContain('trained as one')
    expect(svg).toContain(blue)
  })

  test('models that do not err at all leave nothing to compare, and the series get plain figures', async () => {
    const figures = await figuresOf('trained-average', three('', [0, 0, 0]), upTo(0.25))
    expect(figures.map(({ name }) => name)).toEqual([
      'trained-average-series-1',
      'trained-average-series-2',
      'trained-average-series-3',
    ])
  })
})

describe('values that are unusual', () => {
  const roles: readonly (readonly [string, string])[] = [
    ['growth-phases', 'times-0'],
    ['growth-phases', 'factors'],
    ['growth-phases', 'phase-two'],
    ['noise-memorization', 'noise-multi-view'],
    ['off-class-correlations', 'farthest'],
    ['function-approximation', 'outputs'],
    ['dark-knowledge', 'knowledge-by-members'],
    ['dense-to-limit', 'distances'],
    ['trained-average', 'single'],
  ]

  test.each<[string, readonly number[], readonly (number | null)[]]>([
    ['none', [], []],
    ['one', [5], [5]],
    ['constant', [0, 1, 2], [0, 0, 0]],
    ['null', [0, 1, 2], [null, null, null]],
    ['partly null', [1, 2, 3], [1, null, 3]],
    ['negative', [-2, -1, 0], [-1, -2, -3]],
    ['tiny and huge', [1e-300, 1, 1e300], [5e-324, 1, 1e300]],
  ])('%s draw without NaN', async (_, x, value) => {
    for (const [id, role] of roles)
      for (const bound of [upTo(2), atLeast(0.5), { bound: { low: -0.65, high: -0.35 } }])
        for (const { svg } of await figuresOf(
          id,
          [series(role, x, value, { low: [...value], high: [...value], predicted: [...value] })],
          { ...bound, setting: { powers: [3], initialScales: [0.001] } },
        ))
          expect(svg, `${id}: ${role}`).not.toMatch(/NaN|Infinity|undefined|url\(/)
  })
})

describe('theorem-4-self-distillation', async () => {
  const draws = (role: string, value: readonly number[]) =>
    series(
      role,
      value.map((_, draw) => draw),
      value,
    )
  const [figure] = await figuresOf(
    'theorem-4-self-distillation',
    [
      draws('errors-before', [0.49, 0.5]),
      draws('errors-after', [0.24, 0.25]),
      draws('errors-of-the-pairs', [0.23, 0.28, 0.21]),
    ],
    { ...upTo(0.26), predicted: 0.25 },
  )

  test('shows the raw error of each taught pair beside the adjusted ones', () => {
    expect(figure.name).toBe('theorem-4-self-distillation-groups')
    expect(count(figure.svg, '<circle')).toBe(7)
    expect(count(figure.svg, /<circle[^>]*c94f00/)).toBe(2)
    for (const words of ['>before, raw<', '>raw<', '>after, adjusted<', '>to all pairs<'])
      expect(figure.svg).toContain(words)
  })

  test('does not call an adjusted error a test error', () => {
    expect(figure.svg).not.toContain('↑ test error')
    expect(figure.svg).toContain('raw test error, or adjusted')
    expect(figure.caption).toContain('judges the mean of the adjusted errors')
  })
})

test('self-distillation-rounds: the axis says that its errors are adjusted', async () => {
  const [{ svg, caption }] = await figuresOf('self-distillation-rounds', [
    series('error-by-rounds', [0, 1, 2], [0.5, 0.25, 0.12]),
  ])
  expect(svg).toContain('↑ adjusted mean of test errors, Err / μ')
  expect(caption).toContain('less what the views of its networks lead to expect')
})
