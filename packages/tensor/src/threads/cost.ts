/**
 * Decides whether to share a product: a model of its cost, with the costs of threads and products
 * measured on this machine.
 */
import { type FloatArray, matrixView } from '../array/matrix-view.ts'
import type { FloatType } from '../kernels/engine.ts'
import { gemm } from '../kernels/gemm/gemm.ts'
import type { Thread } from './host.ts'
import { type ProductShare, shareLength } from './product-share.ts'
import { product, shareJob } from './share.ts'

/** The costs of products on this machine, in milliseconds. */
export interface Costs {
  /** The time of a multiplication and an addition on one thread. */
  readonly float64: number
  readonly float32: number
  /** How many times longer a thread takes if all threads compute: 1 if each has its own core. */
  readonly crowding: number
  /** The time to send shares and to learn that they are done. */
  readonly roundTrip: number
  /** The time to copy an element to or from shared memory. */
  readonly copy: number
}

/** A product of matrices [rows, depth] and [depth, columns], and how it would be shared. */
export interface Prospect {
  readonly type: FloatType
  readonly rows: number
  readonly columns: number
  readonly depth: number
  readonly threads: number
  /** The number of elements of A, B and C that are not in shared memory. */
  readonly copied: number
}

/**
 * A product is shared if the expected time is at most this share of the time on one thread.
 * Estimates have errors of about this size.
 */
const GAIN = 0.9

/** Work of any kind that threads may share. */
export interface Work {
  /** The time on one thread in milliseconds. */
  readonly ms: number
  /** The largest share of a thread, from 0 to 1. */
  readonly share: number
  /** The number of elements that are copied to or from shared memory. */
  readonly copied: number
}

const aloneMs = ({ type, rows, columns, depth }: Prospect, costs: Costs): number =>
  rows * columns * depth * costs[type]

const gains = ({ ms, share, copied }: Work, costs: Costs): boolean =>
  share * costs.crowding * ms + costs.roundTrip + copied * costs.copy < GAIN * ms

/** Whether a product, or other work, is expected to be faster over threads. */
export const worthSharing = (prospect: Prospect | Work, costs: Costs): boolean => {
  if ('ms' in prospect) return gains(prospect, costs)
  const { rows, columns, threads, copied } = prospect
  const longer = Math.max(rows, columns)
  const share = Math.min(1, shareLength(longer, threads) / longer)
  return gains({ ms: aloneMs(prospect, costs), share, copied }, costs)
}

/** Costs are measured again after products took this many times as long as the last measurement. */
const RARELY = 50

/**
 * A function that decides by the costs of this machine. It measures them at its first call and
 * again from time to time, since other work on the machine changes. The decision does not change
 * the bits of the results.
 */
export const byCosts = (workers: readonly Thread[], measure = measureCosts, clock = now) => {
  let costs: Costs | undefined
  let untilNext = 0
  return (prospect: Prospect | Work): boolean => {
    if (costs === undefined || untilNext <= 0) {
      const before = clock()
      costs = measure(workers)
      untilNext = RARELY * (clock() - before)
    }
    untilNext -= 'ms' in prospect ? prospect.ms : aloneMs(prospect, costs)
    return worthSharing(prospect, costs)
  }
}

const SIZE = 128
/**
 * The runs of each measurement. Engines compile during the first ones; the median of the others
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

/** A clock in milliseconds. It only decides which threads compute. */
const now = (): number => (globalThis as unknown as { performance: { now(): number } }).performance.now()

const shared = (size: number): ProductShare => {
  const matrix = () =>
    matrixView(new Float64Array(new SharedArrayBuffer(8 * size * size)).fill(1), size, size)
  return { a: matrix(), b: matrix(), c: matrix() }
}

/** Measures the costs with these workers. It takes some hundredths of a second. */
export const measureCosts = (workers: readonly Thread[]): Costs => {
  const alone = (data: FloatArray): number => {
    const x = matrixView(data.fill(1), SIZE, SIZE)
    const c = matrixView(data.slice(), SIZE, SIZE)
    return median(() => gemm(x, x, c))
  }
  const float64 = alone(new Float64Array(SIZE ** 2))
  const float32 = alone(new Float32Array(SIZE ** 2))
  /** The time if all threads compute a product of their own. */
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
