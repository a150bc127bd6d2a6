/**
 * The bench of the lab: kernels and compiled programs on this machine, in plain loops, in
 * WebAssembly and with relaxed SIMD, beside the machine's roofline.
 */

import { kernelState, useFusedMultiplyAdd, withoutWebAssembly } from '@multiview/tensor/kernels'
import { elementwise, limit, product } from '../../bench/src/calls.ts'
import { compiled, eagerly, multiviewProgram } from '../../bench/src/programs/multiview.ts'
import { boundMs } from '../../bench/src/roofline/bound.ts'
import { leastMs } from '../../bench/src/roofline/least-ms.ts'
import { measurePeak, measureRoofline, type Roofline } from '../../bench/src/roofline/roofline.ts'
import type {
  Dtype,
  ElementwiseWork,
  GemmWork,
  LimitStepWork,
  ProgramWork,
} from '../../bench/src/workload.ts'

/** Programs run compiled with relaxed SIMD as well. */
export type Way = 'plain' | 'wasm' | 'compiled' | 'relaxed'

/** A measured case in one way. */
export interface BenchRow {
  readonly kind: 'row'
  readonly name: string
  readonly way: Way
  /** Milliseconds of a call, and the least that the roofline allows; null without a roofline. */
  readonly ms: number
  readonly boundMs: number | null
}

export interface BenchMachine {
  readonly kind: 'machine'
  /** Null without WebAssembly. */
  readonly roofline: Roofline | null
  /** With relaxed SIMD; null without it. */
  readonly relaxedPeak: Roofline['peak'] | null
}

export interface BenchProgress {
  readonly kind: 'progress'
  readonly done: number
  readonly of: number
}

export type BenchFound = BenchMachine | BenchRow | BenchProgress | { readonly kind: 'done' }

type Work = GemmWork | ElementwiseWork | LimitStepWork | ProgramWork

interface BenchCase {
  readonly name: string
  readonly work: Work
  readonly ways: readonly Way[]
}

const kernel = ['plain', 'wasm'] as const
const products = ['plain', 'wasm', 'relaxed'] as const
const programs = ['plain', 'wasm', 'compiled', 'relaxed'] as const

const square = (size: number, dtype: Dtype): BenchCase => ({
  name: `product of ${size} × ${size} matrices in ${dtype}`,
  work: { kind: 'gemm', dtype, layout: 'NN', m: size, n: size, k: size },
  ways: products,
})

/** Tiny cases only test that the bench works. */
export const benchCases = (tiny = false): readonly BenchCase[] => [
  square(tiny ? 8 : 256, 'float64'),
  square(tiny ? 8 : 256, 'float32'),
  {
    name: 'sum of two vectors in float64',
    work: { kind: 'elementwise', dtype: 'float64', op: 'add', length: tiny ? 100 : 1_000_000 },
    ways: kernel,
  },
  {
    name: 'training step of the limit model in float64',
    work: {
      kind: 'step-limit',
      dtype: 'float64',
      samples: tiny ? 4 : 1200,
      patches: 23,
      classes: 10,
      neurons: 8,
      power: 3,
      threshold: 0.5,
    },
    ways: kernel,
  },
  {
    name: 'training step of a perceptron in float32',
    work: {
      kind: 'program',
      program: 'mlp',
      dtype: 'float32',
      batch: tiny ? 4 : 128,
      inputs: tiny ? 9 : 784,
      hidden: tiny ? 5 : 256,
      classes: 10,
    },
    ways: programs,
  },
  {
    name: 'attention in float32',
    work: {
      kind: 'program',
      program: 'attention',
      dtype: 'float32',
      heads: 8,
      length: tiny ? 8 : 128,
      width: tiny ? 4 : 64,
    },
    ways: programs,
  },
  {
    name: 'gradient of Σ tanh(2x + y)·exp(−x²) in float64',
    work: { kind: 'program', program: 'chain', dtype: 'float64', length: tiny ? 10 : 100_000 },
    ways: ['plain', 'wasm', 'compiled'],
  },
]

const callOf = (work: Work, way: Way): (() => unknown) => {
  if (work.kind === 'gemm') return product(work)
  if (work.kind === 'elementwise') return elementwise(work)
  if (work.kind === 'step-limit') return limit(work)
  return multiviewProgram(work, way === 'compiled' || way === 'relaxed' ? compiled : eagerly).run
}

const measured = (work: Work, way: Way, sampleMs: number): number => {
  const call = callOf(work, way)
  return leastMs(times => {
    for (let i = 0; i < times; i++) call()
  }, sampleMs)
}

/** Runs `use` with products that round once. */
const relaxed = <T>(use: () => T): T => {
  useFusedMultiplyAdd(true)
  try {
    return use()
  } finally {
    useFusedMultiplyAdd(false)
  }
}

/** Sizes of the arrays for the bandwidth, in bytes. */
const sets = [2 ** 14, 2 ** 18, 2 ** 22, 2 ** 25]

/** Which ways this machine has. */
const waysHere = (): ReadonlySet<Way> => {
  if (!kernelState().webAssembly) return new Set(['plain'])
  const fuses = useFusedMultiplyAdd(true)
  useFusedMultiplyAdd(false)
  return new Set(fuses ? ['plain', 'wasm', 'compiled', 'relaxed'] : ['plain', 'wasm', 'compiled'])
}

/**
 * Measures all cases, in seconds.
 *
 * @param sampleMs least milliseconds of a sample
 */
export const bench = (
  found: (what: BenchFound) => void,
  cases: readonly BenchCase[] = benchCases(),
  sampleMs = 20,
): void => {
  const here = waysHere()
  const tasks = cases.flatMap(({ name, work, ways }) =>
    ways.filter(way => here.has(way)).map(way => ({ name, work, way })),
  )
  const of = tasks.length
  found({ kind: 'progress', done: 0, of })
  const roofline = measureRoofline(sampleMs, sets)
  const relaxedPeak = here.has('relaxed') ? relaxed(() => measurePeak(sampleMs)) : null
  found({ kind: 'machine', roofline, relaxedPeak })
  tasks.forEach(({ name, work, way }, at) => {
    const peak = way === 'relaxed' ? relaxedPeak : roofline?.peak
    found({
      kind: 'row',
      name,
      way,
      ms:
        way === 'plain'
          ? withoutWebAssembly(() => measured(work, way, sampleMs))
          : way === 'relaxed'
            ? relaxed(() => measured(work, way, sampleMs))
            : measured(work, way, sampleMs),
      boundMs: roofline && peak ? boundMs(work, { ...roofline, peak }) : null,
    })
    found({ kind: 'progress', done: at + 1, of })
  })
  found({ kind: 'done' })
}
