/**
 * Measures one case. It samples the libraries in turn, in several rounds, so that a slow moment of
 * the machine affects all of them.
 */
import type { Peer, Task } from './peer.ts'
import { boundMs } from './roofline/bound.ts'
import type { Roofline } from './roofline/roofline.ts'
import { type Case, operations } from './workload.ts'

/** A row of the bench's JSON. */
export interface Row {
  readonly suite: string
  readonly case: string
  readonly impl: string
  readonly version: string
  readonly threads: number
  readonly medianMs: number
  readonly minMs: number
  readonly maxMs: number
  readonly runs: number
  readonly gflops: number
  /** The share of the speed that the machine's roofline allows, if it is known. */
  readonly roofline?: number
}

export interface Effort {
  readonly rounds: number
  /** One sample takes at least this. */
  readonly sampleMs: number
  /** A library that needs more than this for one call is left out of the case. */
  readonly mostMs: number
  /** A library that has taken this long for a case is not sampled again. */
  readonly spentMs: number
  /** After this time no round begins, except to complete the least number of rounds. */
  readonly caseMs: number
  readonly leastRounds: number
}

const round = (value: number): number => Number(value.toPrecision(6))

const rowOf = (
  { suite, name, work }: Case,
  peer: Peer,
  samples: number[],
  roofline: Roofline | null,
): Row => {
  const sorted = [...samples].sort((x, y) => x - y)
  const middle = sorted.length >> 1
  const bound = roofline === null ? null : boundMs(work, roofline)
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  return {
    suite,
    case: name,
    impl: peer.name,
    version: peer.version,
    threads: peer.threads,
    medianMs: round(median),
    minMs: round(sorted[0]),
    maxMs: round(sorted[sorted.length - 1]),
    runs: samples.length,
    gflops: round(operations(work) / median / 1e6),
    ...(bound === null ? {} : { roofline: round(bound / median) }),
  }
}

/** The warm-up sample is longer, because engines recompile hot code in the background. */
const WARM_UP = 8

/**
 * Milliseconds per operation of the cases measured before, by suite, library and type. They predict
 * the time of a case.
 */
const speeds = new Map<string, number>()

/** The threads of a BLAS spin for a while after their work and slow down the next library. */
const rest = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 50))

/**
 * Results that differ by more than this share come from different programs. The float64 functions
 * of jax-js have 7 digits.
 */
const AGREE = { float64: 1e-5, float32: 1e-2 }

/** Reports libraries whose result differs from that of the library before them. */
export const compareChecks = (one: Case, checks: ReadonlyMap<string, number>, complain: Complain): void => {
  const [[first, expected] = ['', 0]] = checks
  for (const [name, value] of checks)
    if (
      !(Math.abs(value - expected) <= AGREE[one.work.dtype] * Math.max(Math.abs(value), Math.abs(expected)))
    )
      complain(`${name} computes ${value} in ${one.name}, where ${first} computes ${expected}`)
}

export type Complain = (text: string) => void

/** Measures a case. A library that fails is reported and left out. */
export const measure = async (
  one: Case,
  peers: readonly Peer[],
  effort: Effort,
  roofline: Roofline | null,
  complain: Complain,
): Promise<Row[]> => {
  // Programs differ, so that the time of one does not predict the time of the next.
  const kind = one.suite === 'programs' ? one.name : one.suite
  const speedKey = (peer: Peer) => `${kind} ${peer.name} ${one.work.dtype}`
  const tasks: { peer: Peer; task: Task; samples: number[]; spent: number }[] = []
  const checks = new Map<string, number>()
  for (const peer of peers) {
    // The others are compared with our row.
    const expected = (speeds.get(speedKey(peer)) ?? 0) * operations(one.work)
    if (peer.name !== 'multiview' && expected > effort.mostMs) continue
    try {
      const task = await peer.prepare(one.work)
      if (task === null) continue
      if (task.check) checks.set(peer.name, await task.check())
      tasks.push({ peer, task, samples: [], spent: 0 })
    } catch (error) {
      complain(`${peer.name} cannot do ${one.name}: ${error instanceof Error ? error.message : error}`)
    }
  }
  compareChecks(one, checks, complain)
  const failed = new Set<Task>()
  const start = performance.now()
  // The first round is a warm-up and is not counted.
  for (let turn = -1; turn < effort.rounds; turn++) {
    if (turn >= effort.leastRounds && performance.now() - start > effort.caseMs) break
    for (const entry of tasks) {
      const { peer, task, samples } = entry
      if (failed.has(task) || (entry.spent > effort.spentMs && samples.length > 0)) continue
      try {
        const before = performance.now()
        const ms = await task.sample(turn < 0 ? WARM_UP * effort.sampleMs : effort.sampleMs)
        if (turn >= 0) entry.spent += performance.now() - before
        // A call that takes all of the time counts, although it had no warm-up.
        else if (ms > effort.spentMs) entry.spent = ms
        if (entry.spent > 0) samples.push(ms)
        if (peer.threads > 1) await rest()
      } catch (error) {
        failed.add(task)
        complain(`${peer.name} failed at ${one.name}: ${error instanceof Error ? error.message : error}`)
      }
    }
  }
  const measured = tasks.filter(({ samples }) => samples.length > 0)
  const rows = measured.map(({ peer, samples }) => rowOf(one, peer, samples, roofline))
  measured.forEach(({ peer }, i) => void speeds.set(speedKey(peer), rows[i].medianMs / operations(one.work)))
  for (const { task } of tasks) task.end?.()
  return rows
}
