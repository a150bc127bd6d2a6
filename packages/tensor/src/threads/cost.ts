/**
 * Whether a product is worth sharing: a model of its cost, with what threads and products cost on
 * this machine.
 */
import { type FloatArray, matrixView } from '../array/matrix-view.ts'
import { gemm } from '../kernels/gemm/gemm.ts'
import type { Thread } from './host.ts'
import { type ProductShare, STEP } from './product-share.ts'
import { product, shareJob } from './share.ts'

/** What products cost here, in milliseconds. */
export interface Costs {
  /** A multiplication and an addition on one thread. */
  readonly float64: number
  readonly float32: number
  /** How many times as long a thread takes when all compute: 1 if each has a core of its own. */
  readonly crowding: number
  /** To send shares out and learn that they are done. */
  readonly roundTrip: number
  /** To copy an element to or from shared memory. */
  readonly copy: number
}

/** A product of [rows, depth] and [depth, columns] matrices, and how it would be shared. */
export interface Prospect {
  readonly type: 'float64' | 'float32'
  readonly rows: number
  readonly columns: number
  readonly depth: number
  readonly threads: number
  /** Elements of A, B and C that do not lie in shared memory. */
  readonly copied: number
}

/**
 * A product is shared if that is expected to take at most this share of the time: estimates err by
 * so much.
 */
const GAIN = 0.9

const aloneMs = ({ type, rows, columns, depth }: Prospect, costs: Costs): number =>
  rows * columns * depth * costs[type]

/** Whether a product is expected to be faster over threads. */
export const worthSharing = (prospect: Prospect, costs: Costs): boolean => {
  const { rows, columns, threads, copied } = prospect
  const alone = aloneMs(prospect, costs)
  const longer = Math.max(rows, columns)
  const share = Math.min(1, (Math.ceil(longer / threads / STEP) * STEP) / longer)
  return share * costs.crowding * alone + costs.roundTrip + copied * costs.copy < GAIN * alone
}

/** Products take this many times as long as the measurement before costs are measured again. */
const RARELY = 50

/**
 * Decides by the costs of this machine. They are measured at the first product, and from time to
 * time again: other work on the machine comes and goes. The results have the same bits either way.
 */
export const byCosts = (workers: readonly Thread[], measure = measureCosts, clock = now) => {
  let costs: Costs | undefined
  let untilNext = 0
  return (prospect: Prospect): boolean => {
    if (costs === undefined || untilNext <= 0) {
      const before = clock()
      costs = measure(workers)
      untilNext = RARELY * (clock() - before)
    }
    untilNext -= aloneMs(prospect, costs)
    return worthSharing(prospect, costs)
  }
}

const SIZE = 128
/**
 * Runs of each measurement: engines compile during the first ones, and the median of the others
 * counts.
 */
const [FIRST, RUNS] = [3, 7]

const median = (run: () => void): number => {
  const taken: number[] = []
  for (let i = 0; i < FIRST + RUNS; i++) {
    const before = now()
    run()
    if (i >= FIRST) taken.push(now() - before)
  }
  return taken.sort((x, y) => x - y)[RUNS >> 1]
}

/** A clock, in milliseconds: it decides who computes, and nothing else. */
const now = (): number => (globalThis as unknown as { performance: { now(): number } }).performance.now()

const shared = (size: number): ProductShare => {
  const matrix = () =>
    matrixView(new Float64Array(new SharedArrayBuffer(8 * size * size)).fill(1), size, size)
  return { a: matrix(), b: matrix(), c: matrix() }
}

/** Measures the costs with these workers; takes some hundredths of a second. */
export const measureCosts = (workers: readonly Thread[]): Costs => {
  const alone = (data: FloatArray): number => {
    const x = matrixView(data.fill(1), SIZE, SIZE)
    const c = matrixView(data.slice(), SIZE, SIZE)
    return median(() => gemm(x, x, c))
  }
  const float64 = alone(new Float64Array(SIZE ** 2))
  const float32 = alone(new Float32Array(SIZE ** 2))
  /** All threads compute a product of their own. */
  const together = (size: number): number => {
    const shares = workers.map(() => shared(size))
    const { a, b, c } = shared(size)
    return median(() => shareJob(workers, product, shares, () => gemm(a, b, c)))
  }
  const roundTrip = together(1)
  const from = new Float64Array(SIZE ** 2)
  const to = new Float64Array(new SharedArrayBuffer(from.byteLength))
  return {
    float64: float64 / SIZE ** 3,
    float32: float32 / SIZE ** 3,
    crowding: Math.max(1, (together(SIZE) - roundTrip) / float64),
    roundTrip,
    copy: median(() => to.set(from)) / SIZE ** 2,
  }
}
