/** The least time that a piece of work can take on a machine with a given roofline. */
import { type Dtype, operations, type Work } from '../workload.ts'
import type { Roofline } from './roofline.ts'

/** The least work of one call. */
interface Demand {
  readonly operations: number
  /** Bytes read and written if each array moves once. */
  readonly bytes: number
  readonly reads: 'read' | 'add'
}

const sizeOf = (dtype: Dtype): number => (dtype === 'float64' ? 8 : 4)

/** Null for work that can only be estimated. */
const demandOf = (work: Work): Demand | null => {
  const size = sizeOf(work.dtype)
  const count = operations(work)
  if (work.kind === 'gemm') {
    const { m, n, k } = work
    return { operations: count, bytes: size * (m * k + k * n + m * n), reads: 'add' }
  }
  if (work.kind === 'elementwise') {
    if (work.op === 'sum') return { operations: count, bytes: size * count, reads: 'read' }
    if (work.op === 'add' || work.op === 'mul')
      return { operations: count, bytes: 3 * size * count, reads: 'add' }
  }
  if (work.kind === 'program' && work.program === 'chain')
    return { operations: 0, bytes: 3 * size * count, reads: 'add' }
  // Their products alone.
  if (work.kind === 'program' && work.program !== 'gaussian-process')
    return { operations: count, bytes: 0, reads: 'add' }
  if (work.kind === 'step-dense') return { operations: count, bytes: 0, reads: 'add' }
  // Each pass reads the correlations with noise, and one pass writes them.
  if (work.kind === 'step-limit') return { operations: 0, bytes: 3 * size * count, reads: 'add' }
  if (work.kind === 'own' && work.operations + work.bytes > 0)
    return { operations: work.operations, bytes: work.bytes, reads: 'add' }
  return null
}

/** The least milliseconds of a loop of 128-bit vectors on this machine. Null if unknown. */
export const boundMs = (work: Work, { peak, bandwidth }: Roofline): number | null => {
  const demand = demandOf(work)
  if (demand === null || bandwidth.length === 0) return null
  const largest = bandwidth[bandwidth.length - 1]
  const set = bandwidth.find(({ bytes }) => demand.bytes <= bytes) ?? largest
  const arithmetic = demand.operations / peak[work.dtype]
  return Math.max(arithmetic, demand.bytes / set[demand.reads]) / 1e6
}
