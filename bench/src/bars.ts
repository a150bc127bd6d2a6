/** The numbers this project set itself, each judged on the rows of one run. */
import { LINALG_OPS, LINALG_SIZES } from './cases.ts'
import type { Row } from './measure.ts'

/** A figure and the bar it had. */
export interface Judgement {
  readonly what: string
  readonly value: number
  readonly bar: string
  readonly met: boolean
}

type Rival = 'numpy' | 'best JavaScript or WebAssembly peer' | 'multiview'

interface Bar {
  readonly suite: string
  readonly case: string
  /** Our speed as a multiple of that of the best of these. */
  readonly against: Rival
  /** Whose speed is judged: the kernel's, unless said. */
  readonly of?: 'multiview-autodiff'
  readonly atLeast: number
  /** How the bar reads, if not as a multiple of speed. */
  readonly asTime?: boolean
}

/** Within 15% of the square product's bar, for the other layouts and the skinny products. */
const LENIENCE = 0.85

const gemmBars = (type: 'f64' | 'f32', peer: number): Bar[] => {
  const square = (layout: string) => `512 ${type} ${layout}`
  const skinny = [`6400x256·256x80 ${type} NT`, `80x6400·6400x256 ${type} TN`]
  const against = 'best JavaScript or WebAssembly peer'
  return [
    { suite: 'gemm', case: square('NN'), against, atLeast: peer },
    { suite: 'gemm', case: square('NN'), against: 'numpy', atLeast: 0.36 },
    ...[...['NT', 'TN', 'TT'].map(square), ...skinny].map(
      (name): Bar => ({ suite: 'gemm', case: name, against: 'numpy', atLeast: LENIENCE * 0.36 }),
    ),
    ...skinny.map((name): Bar => ({ suite: 'gemm', case: name, against, atLeast: LENIENCE * peer })),
  ]
}

const stepBar = (name: string, slower: number): Bar => ({
  suite: 'step-dense',
  case: name,
  against: 'numpy',
  atLeast: 1 / slower,
  asTime: true,
})

const stepPeerBar = (name: string, faster: number): Bar => ({
  suite: 'step-dense',
  case: name,
  against: 'best JavaScript or WebAssembly peer',
  atLeast: faster,
})

/** Training through autodiff against the step called by hand. */
const autodiffBar = (name: string): Bar => ({
  suite: 'step-dense',
  case: name,
  of: 'multiview-autodiff',
  against: 'multiview',
  atLeast: 1 / 1.3,
  asTime: true,
})

const BARS: readonly Bar[] = [
  ...gemmBars('f64', 1.6),
  ...gemmBars('f32', 1.3),
  ...LINALG_OPS.flatMap(op =>
    LINALG_SIZES.map(
      (size): Bar => ({
        suite: 'linalg',
        case: `${op} ${size} f64`,
        against: 'best JavaScript or WebAssembly peer',
        atLeast: 1,
      }),
    ),
  ),
  stepBar('M f64', 1.6),
  stepBar('M f32', 1.4),
  stepBar('L f64', 1.9),
  stepBar('L f32', 1.9),
  stepPeerBar('M f32', 2.5),
  stepPeerBar('L f32', 2),
  stepPeerBar('M f64', 10),
  stepPeerBar('L f64', 10),
  ...['M f64', 'M f32', 'L f64', 'L f32'].map(autodiffBar),
  ...['k=100 f64', 'k=100 f32', 'k=100 certified f64'].map(
    (name): Bar => ({ suite: 'step-limit', case: name, against: 'numpy', atLeast: 10 }),
  ),
]

const isJavaScript = (row: Row): boolean =>
  (!row.impl.startsWith('multiview') && !row.impl.startsWith('numpy')) || row.impl === 'numpy-ts'

const rivals: Record<Rival, (row: Row) => boolean> = {
  numpy: row => row.impl === 'numpy',
  multiview: row => row.impl === 'multiview',
  'best JavaScript or WebAssembly peer': isJavaScript,
}

const nameOf = (against: Rival, best: Row): string =>
  against === 'numpy'
    ? 'numpy, 1 thread'
    : against === 'multiview'
      ? 'the step called by hand'
      : `${best.impl}, the best JavaScript peer here`

/** The bars whose rows were measured. */
export const judge = (rows: readonly Row[]): Judgement[] =>
  BARS.flatMap(bar => {
    const ofCase = rows.filter(row => row.suite === bar.suite && row.case === bar.case)
    const ours = ofCase.find(row => row.impl === (bar.of ?? 'multiview'))
    const others = ofCase.filter(rivals[bar.against])
    if (ours === undefined || others.length === 0) return []
    const best = others.reduce((x, y) => (x.medianMs <= y.medianMs ? x : y))
    const speed = best.medianMs / ours.medianMs
    const figure = (value: number) => Number(value.toFixed(2))
    const asTime = bar.asTime === true
    return [
      {
        what: `${bar.case}${bar.of === undefined ? '' : ' through autodiff'}: ${asTime ? 'time' : 'speed'} over that of ${nameOf(bar.against, best)}`,
        value: figure(asTime ? 1 / speed : speed),
        bar: asTime ? `at most ${figure(1 / bar.atLeast)}` : `at least ${figure(bar.atLeast)}`,
        met: speed >= bar.atLeast,
      },
    ]
  })
