import type { Report } from '@multiview/theory/report'

type Claim = Report['claims'][number]
type Series = Claim['series'][number]
type Condition = Claim['conditions'][number]

const condition = (
  part: Pick<Condition, 'name' | 'measured' | 'required' | 'met'> & Partial<Condition>,
): Condition => ({
  low: null,
  high: null,
  method: null,
  level: null,
  n: null,
  decided: true,
  ...part,
})

const series = (
  role: string,
  name: string,
  x: number[],
  value: (number | null)[],
  rest: Partial<Omit<Series, 'role'>> = {},
): Series => ({
  role,
  name,
  x,
  value,
  low: null,
  high: null,
  predicted: null,
  ...rest,
})

/** Pseudo-random numbers in [−1, 1] that are the same in every run. */
const wobble = (i: number) => ((i * 7919 + 31) % 201) / 100 - 1

const setting = {
  classes: 10,
  neurons: 5,
  samples: 150,
  singleViewFraction: 0.2,
  otherFeatureRate: 5,
  power: 4,
  threshold: 0.5,
  initialScale: 0.001,
  noiseNorm: 0.5,
  ownWeight: [1, 1.2],
  otherWeight: [0.3, 0.4],
}

const sizes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
const law = (L: number, excess: number) => 2 ** -L * (1 + excess * L * L)
const steps = Array.from({ length: 91 }, (_, i) => i * 10)

/**
 * Two views that start close and grow by the tensor power method, until one of them reaches the
 * threshold.
 */
function race(strong: number, weak: number): [number[], number[]] {
  const a = [strong]
  const b = [weak]
  for (let t = 1; t < steps.length; t++) {
    const rate = 260 + 40 * wobble(t)
    const up = a[t - 1]
    a.push(Math.min(2.1, up + Math.min(0.35 * up, rate * up * up * (up > 0.05 ? 0.002 : 1) + 0.06 * up)))
    b.push(b[t - 1] * (1 + (up < 0.05 ? 0.055 : 0.001)))
  }
  return [a, b]
}

const raceSeries = [0, 1, 2, 3, 4, 5].flatMap(j => {
  const [strong, weak] = race(0.0011 + 0.0002 * (j % 3), 0.0009 + 0.00005 * j)
  const first = j % 2 === 0 ? strong : weak
  const second = j % 2 === 0 ? weak : strong
  return [
    series(`race-class-${j}-view-1`, `race class ${j} view 1`, steps, first),
    series(`race-class-${j}-view-2`, `race class ${j} view 2`, steps, second),
  ]
})

const claims: Claim[] = [
  {
    id: 'theorem-1-single',
    title: 'Theorem 1: a single model',
    statement:
      'Trained to perfect training accuracy, one model errs on half of the single-view data: its test error lies between 0.49μ and 0.51μ.',
    source: 'Allen-Zhu and Li, arXiv 2012.09816, Theorem 1',
    regime: 'limit',
    setting: { ...setting, models: 60 },
    measured: {
      value: 0.4985,
      low: 0.4979,
      high: 0.4991,
      method: 'student-t',
      level: 0.9995,
      n: 60,
      unit: 'data set with its model',
    },
    predicted: 0.499,
    bound: { low: 0.49, high: 0.51 },
    boundSource: 'theorem',
    conditions: [
      condition({ name: 'training accuracy of every model', measured: 1, required: 1, met: true }),
    ],
    checks: [{ name: 'share of models inside the window', measured: 1, required: 'at least 0.9', met: true }],
    series: [
      series(
        'model-errors',
        'error of each model',
        Array.from({ length: 60 }, (_, i) => i),
        Array.from({ length: 60 }, (_, i) => 0.4985 + 0.0024 * wobble(i)),
      ),
    ],
    verdict: 'holds',
    reason: null,
    control: {
      id: 'theorem-1-single-q2',
      statement: 'With q = 2 the lottery is gone: both views are learned and the error vanishes.',
      measured: {
        value: 0.018,
        low: 0.013,
        high: 0.024,
        method: 'student-t',
        level: 0.9995,
        n: 12,
        unit: 'data set with its model',
      },
      verdict: 'breaks',
    },
  },
  {
    id: 'theorem-2-ensemble',
    title: 'Theorem 2: an ensemble',
    statement: 'The average of enough independently trained models errs on at most 0.001μ.',
    source: 'Allen-Zhu and Li, arXiv 2012.09816, Theorem 2',
    regime: 'limit',
    setting: { ...setting, members: 20 },
    measured: {
      value: 0.0000125,
      low: 0,
      high: 0.00062,
      method: 'clopper-pearson',
      level: 0.9995,
      n: 120000,
      unit: 'fresh test point',
    },
    predicted: 0.000001,
    bound: { low: null, high: 0.001 },
    boundSource: 'theorem',
    conditions: [
      condition({ name: 'training accuracy of every ensemble', measured: 1, required: 1, met: true }),
    ],
    checks: [],
    series: [
      series('ensemble-limits', 'upper limit of each ensemble', [0, 1, 2, 3], [0, 0, 0.00005, 0], {
        low: [0, 0, 0, 0],
        high: [0.00046, 0.00046, 0.00062, 0.00046],
      }),
      series('uncovered', 'classes without a view', [0, 1, 2, 3], [0, 0, 0, 0]),
    ],
    verdict: 'holds',
    reason: null,
    control: {
      id: 'theorem-2-ensemble-shared',
      statement:
        'Members that share one initialization draw the same lottery: the ensemble is no better than one of them.',
      measured: {
        value: 0.4981,
        low: 0.4941,
        high: 0.502,
        method: 'student-t',
        level: 0.9995,
        n: 120000,
        unit: 'fresh test point',
      },
      verdict: 'breaks',
    },
  },
  {
    id: 'ensemble-law',
    title: 'The ensemble law: error halves with every member',
    statement: 'An ensemble of L independent models errs on 2^−L of the single-view data.',
    source: 'derived from Allen-Zhu and Li, arXiv 2012.09816, section 3',
    regime: 'limit',
    setting: { ...setting, members: sizes.length },
    measured: {
      value: 0.1284,
      low: 0.1171,
      high: 0.1397,
      method: 'clopper-pearson',
      level: 0.9995,
      n: 8,
      unit: 'data set',
    },
    predicted: 0.1275,
    bound: { low: 0.0956, high: 0.1594 },
    boundSource: 'chosen',
    conditions: [
      condition({ name: 'prediction inside each interval, L = 1 … 5', measured: 5, required: 5, met: true }),
    ],
    checks: [],
    series: [
      series(
        'error-by-members',
        'error against ensemble size',
        sizes,
        sizes.map(L => law(L, 0.0035) * (1 + 0.05 * wobble(L))),
        {
          low: sizes.map(L => (L > 8 ? 0 : law(L, 0.0035) * (1 - 0.03 * L))),
          high: sizes.map(L => law(L, 0.0035) * (1 + 0.035 * L)),
          predicted: sizes.map(L => law(L, 0.0033)),
        },
      ),
      series(
        'two-to-minus-l',
        '2^-L',
        sizes,
        sizes.map(L => 2 ** -L),
      ),
      series(
        'control-error-by-members',
        'control: shared initialization',
        sizes,
        sizes.map(L => 0.498 + 0.003 * wobble(L)),
        {
          low: sizes.map(() => 0.49),
          high: sizes.map(() => 0.506),
        },
      ),
    ],
    verdict: 'holds',
    reason: null,
    control: {
      id: 'ensemble-law-shared',
      statement: 'With one shared initialization the members agree, and the error does not fall.',
      measured: {
        value: 0.498,
        low: 0.492,
        high: 0.504,
        method: 'clopper-pearson',
        level: 0.9995,
        n: 8,
        unit: 'data set',
      },
      verdict: 'breaks',
    },
  },
  {
    id: 'lottery-winning-set',
    title: 'The lottery is drawn at initialization',
    statement: 'A view in the lottery-winning set M at initialization is the view that is learned.',
    source: 'Allen-Zhu and Li, arXiv 2012.09816, section D; M reconstructed',
    regime: 'limit',
    setting,
    measured: {
      value: 0.981,
      low: 0.9603,
      high: 0.9921,
      method: 'clopper-pearson',
      level: 0.9995,
      n: 421,
      unit: 'class of a model',
    },
    predicted: 1,
    bound: { low: 0.95, high: null },
    boundSource: 'chosen',
    conditions: [condition({ name: 'share of classes in M', measured: 0.702, required: 0.5, met: true })],
    checks: [],
    series: [
      ...raceSeries,
      series('rule-stronger-start', 'stronger start, all classes', [0], [0.934], {
        low: [0.911],
        high: [0.952],
      }),
    ],
    verdict: 'holds',
    reason: null,
    control: {
      id: 'lottery-winning-set-other-model',
      statement: 'M computed from the initialization of another model predicts nothing.',
      measured: {
        value: 0.497,
        low: 0.42,
        high: 0.571,
        method: 'clopper-pearson',
        level: 0.9995,
        n: 421,
        unit: 'class of a model',
      },
      verdict: 'breaks',
    },
  },
  {
    id: 'lemma-tensor-power',
    title: 'Lemma D.19: the tensor power method amplifies a small lead',
    statement:
      'If x starts ahead of y by a constant factor, y is still near its start when x has become large.',
    source: 'Allen-Zhu and Li, arXiv 2012.09816, Lemma D.19',
    regime: 'limit',
    setting: { power: [3, 4, 5], stepSize: 0.00001 },
    measured: { value: 1.002, low: 1.002, high: 1.002, method: null, level: null, n: 36, unit: 'grid point' },
    predicted: 1,
    bound: { low: 0.99, high: 1.01 },
    boundSource: 'chosen',
    conditions: [
      condition({
        name: 'largest relative distance to the closed form',
        measured: 0.0043,
        required: '≤ 0.01',
        met: true,
      }),
    ],
    checks: [],
    series: [
      series(
        'growth',
        'iteration against closed form',
        Array.from({ length: 36 }, (_, i) => i),
        Array.from({ length: 36 }, (_, i) => (1 - 0.87 ** (1 + (i % 6))) ** -0.5 * (1 + 0.002 * wobble(i))),
        { predicted: Array.from({ length: 36 }, (_, i) => (1 - 0.87 ** (1 + (i % 6))) ** -0.5) },
      ),
    ],
    verdict: 'inconclusive',
    reason: 'The interval 1 to 1.02 reaches across 1.01, the edge of the bound.',
    control: {
      id: 'lemma-tensor-power-tie',
      statement: 'With x₀ = y₀ and S = 1 neither is ahead, and y grows as far as x.',
      measured: { value: 1000, low: 1000, high: 1000, method: null, level: null, n: 6, unit: 'grid point' },
      verdict: 'breaks',
    },
  },
]

/** A report as a quick run writes it, with numbers of the right size. A new object each time. */
export function sampleReport(): Report {
  return structuredClone({
    schema: 'multiview.report/3',
    preset: 'quick',
    seed: 1,
    version: '0.1.0',
    settings: setting,
    claims,
    environment: {
      node: '20.20.2',
      platform: 'linux x64',
      cpu: 'a processor',
      workers: 2,
      durationSeconds: 84.2,
      kernels: 'plain',
    },
  } satisfies Report)
}
