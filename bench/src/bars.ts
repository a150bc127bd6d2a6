/** The bars: figures that we ask for, each compared with the rows of one run. */
import { LINALG_OPS, LINALG_SIZES } from './cases.ts'
import type { Row } from './measure.ts'

/** A measured figure and its bar. */
export interface Judgement {
  readonly what: string
  readonly value: number
  readonly bar: string
  readonly met: boolean
}

/**
 * What the speed is compared with: the best of the JavaScript and WebAssembly libraries, the
 * machine, our step called by hand, or one thread of our own.
 */
type Rival = 'peers' | 'roofline' | 'multiview' | 'multiview-jit'

interface Bar {
  readonly suite: string
  readonly case: string
  /** Our speed as a multiple of that speed. */
  readonly against: Rival
  /** Whose speed is compared; the default is the kernel or the eager ops. */
  readonly of?: 'multiview-autodiff' | 'multiview-jit' | 'multiview-threads'
  readonly atLeast: number
  /** How the bar is written, if not as a multiple of speed. */
  readonly asTime?: boolean
}

/** Within 15% of the square product's bar, for the other layouts and the skinny products. */
const LENIENCE = 0.85
/** The share of the machine's speed that we ask of a large product. */
const PRODUCT_SHARE = 0.6

const gemmBars = (type: 'f64' | 'f32', peer: number): Bar[] => {
  const suite = 'gemm'
  const square = (layout: string) => `512 ${type} ${layout}`
  const skinny = [`6400x256·256x80 ${type} NT`, `80x6400·6400x256 ${type} TN`]
  return [
    { suite, case: square('NN'), against: 'peers', atLeast: peer },
    { suite, case: square('NN'), against: 'roofline', atLeast: PRODUCT_SHARE },
    ...[...['NT', 'TN', 'TT'].map(square), ...skinny].map(
      (name): Bar => ({ suite, case: name, against: 'roofline', atLeast: LENIENCE * PRODUCT_SHARE }),
    ),
    ...skinny.map((name): Bar => ({ suite, case: name, against: 'peers', atLeast: LENIENCE * peer })),
  ]
}

const peerBar = (suite: string, name: string, atLeast: number, of?: 'multiview-jit'): Bar => ({
  suite,
  case: name,
  against: 'peers',
  atLeast,
  ...(of && { of }),
})

const rooflineBar = (suite: string, name: string, atLeast: number): Bar => ({
  suite,
  case: name,
  against: 'roofline',
  atLeast,
})

/** Training by autodiff against the step called by hand. */
const autodiffBar = (name: string): Bar => ({
  suite: 'step-dense',
  case: name,
  of: 'multiview-autodiff',
  against: 'multiview',
  atLeast: 1 / 1.3,
  asTime: true,
})

/** The network in ten lines of ops, compiled, against the step called by hand. */
const networkBar = (name: string): Bar => ({
  suite: 'step-dense',
  case: name,
  of: 'multiview-jit',
  against: 'multiview',
  atLeast: 0.7,
})

const elementwiseBars: readonly Bar[] = [
  ...['add', 'mul'].flatMap(op => [
    peerBar('elementwise', `${op} 1e6 f64`, 0.6),
    peerBar('elementwise', `${op} 1e6 f32`, 0.35),
    peerBar('elementwise', `${op} 1e6 f64`, 1, 'multiview-jit'),
    peerBar('elementwise', `${op} 1e6 f32`, 1, 'multiview-jit'),
  ]),
  peerBar('elementwise', 'sum 1e6 f64', 1),
  peerBar('elementwise', 'sum 1e6 f32', 1),
  peerBar('elementwise', 'exp 1e6 f64', 2),
  peerBar('elementwise', 'exp 1e6 f32', 1),
  peerBar('elementwise', 'tanh 1e6 f64', 3),
  peerBar('elementwise', 'tanh 1e6 f32', 1),
]

const gradient = 'tanh·exp gradient'

const programBars: readonly Bar[] = [
  ['MLP step 784-256-10 f64', 13] as const,
  ['MLP step 784-256-10 f32', 3.5] as const,
  [`${gradient} 1e1 f64`, 2] as const,
  [`${gradient} 1e1 f32`, 2] as const,
  [`${gradient} 1e6 f64`, 2.5] as const,
  [`${gradient} 1e6 f32`, 3] as const,
].map(([name, atLeast]) => peerBar('programs', name, atLeast, 'multiview-jit'))

/** A call over threads may take this many times as long as on one thread. */
const MOST_OVER_THREADS = 1.1

const threadsBar = (suite: string, name: string, against: 'multiview' | 'multiview-jit'): Bar => ({
  suite,
  case: name,
  of: 'multiview-threads',
  against,
  atLeast: 1 / MOST_OVER_THREADS,
  asTime: true,
})

/** Small and large cases. A program over threads is compared with the compiled one. */
const threadsBars: readonly Bar[] = ['f64', 'f32'].flatMap(type => [
  ...[64, 128, 256, 512, 1024].map(size => threadsBar('gemm', `${size} ${type} NN`, 'multiview')),
  ...['add 1e4', 'add 1e6', 'tanh 1e6', 'sum 1e6'].map(name =>
    threadsBar('elementwise', `${name} ${type}`, 'multiview-jit'),
  ),
  ...['MLP step 784-256-10', `${gradient} 1e1`, `${gradient} 1e3`, `${gradient} 1e6`].map(name =>
    threadsBar('programs', `${name} ${type}`, 'multiview-jit'),
  ),
  ...['M', 'L'].map(name => threadsBar('step-dense', `${name} ${type}`, 'multiview')),
])

/** Work compiled whole against the same work by hand. */
const loopBar = (name: string, atLeast: number, asTime = false): Bar => ({
  suite: 'loops',
  case: name,
  of: 'multiview-jit',
  against: 'multiview',
  atLeast,
  asTime,
})

const loopBars: readonly Bar[] = [
  loopBar('RNN 800x8x64 gradient', 1 / 1.2, true),
  loopBar('Adam step 784-256-10', 1),
  loopBar('16 networks 16-32-4', 4),
]

/** Milliseconds that a compiled function may take to be traced. */
const TRACED: Readonly<Record<string, number>> = {
  'RNN 800x8x64 gradient, traced': 100,
  'Kalman filter 1000 gradient, traced': 100,
}

/** All bars that are ratios. */
export const BARS: readonly Bar[] = [
  ...programBars,
  ...gemmBars('f64', 1.6),
  ...gemmBars('f32', 1.3),
  ...elementwiseBars,
  ...LINALG_OPS.flatMap(op => LINALG_SIZES.map(size => peerBar('linalg', `${op} ${size} f64`, 1))),
  ...['M f64', 'M f32', 'L f64', 'L f32'].map(name => rooflineBar('step-dense', name, 0.5)),
  peerBar('step-dense', 'M f32', 2.5),
  peerBar('step-dense', 'L f32', 2),
  peerBar('step-dense', 'M f64', 10),
  peerBar('step-dense', 'L f64', 10),
  ...['M f64', 'M f32', 'L f64', 'L f32'].flatMap(name => [autodiffBar(name), networkBar(name)]),
  ...['k=100 f64', 'k=100 f32'].map(name => rooflineBar('step-limit', name, 0.25)),
  ...threadsBars,
  ...loopBars,
]

/** Whether a row is of another library that runs in JavaScript engines. */
export const isJavaScript = ({ impl }: Row): boolean =>
  impl === 'numpy-ts' || !/^(multiview|numpy)/.test(impl)

const isRival = {
  peers: isJavaScript,
  multiview: (row: Row) => row.impl === 'multiview',
  'multiview-jit': (row: Row) => row.impl === 'multiview-jit',
}

/**
 * Our speed as a multiple of the rival's, and the rival's name. Null if one of the two was not
 * measured.
 */
const speedOver = (
  against: Rival,
  ours: Row,
  rows: readonly Row[],
): { speed: number; name: string } | null => {
  if (against === 'roofline')
    return ours.roofline === undefined ? null : { speed: ours.roofline, name: "the machine's roofline" }
  const others = rows.filter(isRival[against])
  if (others.length === 0) return null
  const best = others.reduce((x, y) => (x.medianMs <= y.medianMs ? x : y))
  const name =
    ours.impl === 'multiview-threads'
      ? 'that of one thread'
      : against === 'multiview'
        ? ours.suite === 'loops'
          ? 'that of the same work by hand'
          : 'that of the step called by hand'
        : `that of ${best.impl}, the best JavaScript peer here`
  return { speed: best.medianMs / ours.medianMs, name }
}

const waysOf = {
  'multiview-autodiff': ' through autodiff',
  'multiview-jit': ' through jit',
  'multiview-threads': ' over threads',
}

/** The bars whose rows were measured. */
export const judge = (rows: readonly Row[]): Judgement[] => [
  ...BARS.flatMap(bar => {
    const ofCase = rows.filter(row => row.suite === bar.suite && row.case === bar.case)
    const ours = ofCase.find(row => row.impl === (bar.of ?? 'multiview'))
    const found = ours && speedOver(bar.against, ours, ofCase)
    if (!found) return []
    const { speed, name } = found
    const figure = (value: number) => Number(value.toFixed(2))
    const way = bar.of === undefined ? '' : waysOf[bar.of]
    return [
      {
        what: `${bar.case}${way}: ${bar.asTime ? 'time' : 'speed'} over ${name}`,
        value: figure(bar.asTime ? 1 / speed : speed),
        bar: bar.asTime ? `at most ${figure(1 / bar.atLeast)}` : `at least ${figure(bar.atLeast)}`,
        met: speed >= bar.atLeast,
      },
    ]
  }),
  ...rows.flatMap(({ suite, case: name, medianMs }) => {
    const most = TRACED[name]
    if (suite !== 'loops' || most === undefined) return []
    return [{ what: `${name}: ms`, value: medianMs, bar: `at most ${most}`, met: medianMs <= most }]
  }),
]
