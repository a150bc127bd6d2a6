/** The cases of each suite. */
import type {
  Case,
  ConvWork,
  Dtype,
  ElementwiseWork,
  Layout,
  LinalgWork,
  PoolWork,
  ProgramWork,
  Suite,
} from './workload.ts'

export const SUITES: readonly Suite[] = [
  'programs',
  'loops',
  'gemm',
  'conv',
  'pool',
  'elementwise',
  'linalg',
  'step-dense',
  'step-limit',
]
const DTYPES: readonly Dtype[] = ['float64', 'float32']
const LAYOUTS: readonly Layout[] = ['NN', 'NT', 'TN', 'TT']
const short = (dtype: Dtype): string => (dtype === 'float64' ? 'f64' : 'f32')

const product = (dtype: Dtype, layout: Layout, m: number, n: number, k: number): Case => ({
  suite: 'gemm',
  name:
    m === n && n === k ? `${m} ${short(dtype)} ${layout}` : `${m}x${k}·${k}x${n} ${short(dtype)} ${layout}`,
  work: { kind: 'gemm', dtype, layout, m, n, k },
  withPeers: layout === 'NN' || m !== n,
})

/** Layers of a small network on 32 × 32 images. */
const conv = (
  dtype: Dtype,
  pass: ConvWork['pass'],
  channels: number,
  out: number,
  samples: number,
): Case => ({
  suite: 'conv',
  name: `${channels}→${out} ${short(dtype)} ${pass}`,
  work: { kind: 'conv', dtype, pass, samples, channels, out, size: 32 },
  withPeers: true,
})

/** Windows side by side, and windows that overlap, over planes of 32 × 32. */
const pools = (dtype: Dtype, op: PoolWork['op'], tiny: boolean): Case[] =>
  [
    { window: 2, stride: 2, padding: 'valid' as const },
    { window: 3, stride: 1, padding: 'same' as const },
    { window: 3, stride: 2, padding: 'same' as const },
  ].map(windows => ({
    suite: 'pool',
    name: `${op} ${windows.window}/${windows.stride} ${short(dtype)}`,
    work: { kind: 'pool', dtype, op, samples: tiny ? 1 : 32, channels: tiny ? 2 : 16, size: 32, ...windows },
    withPeers: true,
  }))

const power = (length: number): string => length.toExponential().replace('+', '')

const elementwise = (dtype: Dtype, op: ElementwiseWork['op'], length: number): Case => ({
  suite: 'elementwise',
  name: `${op} ${power(length)} ${short(dtype)}`,
  work: { kind: 'elementwise', dtype, op, length },
  withPeers: true,
})

export const LINALG_OPS = ['solve', 'inv', 'cholesky', 'lu', 'qr', 'eigh', 'svd'] as const
export const LINALG_SIZES = [256, 512]

const linalg = (op: LinalgWork['op'], size: number): Case => ({
  suite: 'linalg',
  name: `${op} ${size} f64`,
  work: { kind: 'linalg', dtype: 'float64', op, size },
  withPeers: true,
})

const steps = {
  XS: { samples: 4, patches: 3, dimension: 8, classes: 2, neurons: 2 },
  M: { samples: 400, patches: 16, dimension: 256, classes: 10, neurons: 8 },
  L: { samples: 2000, patches: 36, dimension: 512, classes: 20, neurons: 10 },
}

const program = (name: string, work: ProgramWork): Case => ({
  suite: 'programs',
  name: `${name} ${short(work.dtype)}`,
  work,
  withPeers: true,
})

const programs = (tiny: boolean): Case[] =>
  each(DTYPES, dtype => {
    const kind = 'program'
    const layers = tiny
      ? { batch: 4, inputs: 9, hidden: 5, classes: 3 }
      : { batch: 128, inputs: 784, hidden: 256, classes: 10 }
    const heads = tiny ? { heads: 2, length: 8, width: 4 } : { heads: 8, length: 128, width: 64 }
    const points = tiny ? 8 : 256
    return [
      program(`MLP step ${Object.values(layers).slice(1).join('-')}`, {
        kind,
        program: 'mlp',
        dtype,
        ...layers,
      }),
      ...(tiny ? [8] : [10, 1000, 1_000_000]).map(length =>
        program(`tanh·exp gradient ${power(length)}`, {
          kind,
          program: 'chain',
          dtype,
          length,
        }),
      ),
      program(`attention ${Object.values(heads).join('x')}`, { kind, program: 'attention', dtype, ...heads }),
      program(`attention ${Object.values(heads).join('x')} gradient`, {
        kind,
        program: 'attention-gradient',
        dtype,
        ...heads,
      }),
      program(`Gaussian process ${points}`, {
        kind,
        program: 'gaussian-process',
        dtype,
        points,
      }),
    ]
  })

const step = (dtype: Dtype, size: keyof typeof steps): Case => ({
  suite: 'step-dense',
  name: `${size} ${short(dtype)}`,
  work: { kind: 'step-dense', dtype, ...steps[size], power: 3, threshold: 0.5 },
  withPeers: true,
})

/** The limit model at the size of a regime for distillation: N = 1200, P = 23, m = 8. */
const limitStep = (dtype: Dtype, classes: number, samples: number): Case => ({
  suite: 'step-limit',
  name: `k=${classes} ${short(dtype)}`,
  work: {
    kind: 'step-limit',
    dtype,
    samples,
    patches: 23,
    classes,
    neurons: 8,
    power: 3,
    threshold: 0.5,
  },
  withPeers: true,
})

const each = <T, U>(items: readonly T[], make: (item: T) => U[]): U[] => items.flatMap(make)

/** `sizes` are those of the square products. Tiny cases only test that the bench works. */
export const casesOf = (suite: Suite, sizes: readonly number[], tiny = false): Case[] => {
  if (suite === 'programs') return programs(tiny)
  if (suite === 'elementwise')
    return each(DTYPES, dtype => [
      ...(['add', 'mul', 'exp', 'tanh', 'sum'] as const).map(op =>
        elementwise(dtype, op, tiny ? 100 : 1_000_000),
      ),
      ...(tiny ? [] : [10_000, 10_000_000].map(length => elementwise(dtype, 'add', length))),
    ])
  if (suite === 'conv')
    return each(DTYPES, dtype =>
      (['forward', 'input', 'kernel'] as const).flatMap(pass => [
        conv(dtype, pass, 3, 16, tiny ? 1 : 32),
        conv(dtype, pass, 16, 32, tiny ? 1 : 32),
      ]),
    )
  if (suite === 'pool')
    return each(DTYPES, dtype => (['max', 'average'] as const).flatMap(op => pools(dtype, op, tiny)))
  if (suite === 'linalg')
    return each(LINALG_OPS, op => (tiny ? [8] : LINALG_SIZES).map(size => linalg(op, size)))
  if (suite === 'step-dense')
    return each(tiny ? (['XS'] as const) : (['M', 'L'] as const), size =>
      DTYPES.map(dtype => step(dtype, size)),
    )
  if (suite === 'step-limit')
    return [
      ...each(tiny ? [2] : [10, 100], classes =>
        DTYPES.map(dtype => limitStep(dtype, classes, tiny ? 12 : 1200)),
      ),
    ]
  if (suite === 'own' || suite === 'loops') return []
  const layoutSize = sizes.includes(512) ? 512 : sizes[sizes.length - 1]
  return [
    ...each(sizes, size => DTYPES.map(dtype => product(dtype, 'NN', size, size, size))),
    ...each(DTYPES, dtype =>
      LAYOUTS.slice(1).map(layout => product(dtype, layout, layoutSize, layoutSize, layoutSize)),
    ),
    // The products of step M: X·Wᵀ and dZᵀ·X.
    ...each(tiny ? [] : DTYPES, dtype => [
      product(dtype, 'NT', 6400, 80, 256),
      product(dtype, 'TN', 80, 256, 6400),
    ]),
  ]
}
