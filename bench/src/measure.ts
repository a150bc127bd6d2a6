/** Measures one case: every library in turn, again and again, so that a slow moment of the machine meets them all. */
import type { Peer, Task } from './peer.ts'
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
}

export interface Effort {
  readonly rounds: number
  /** One sample takes at least this. */
  readonly sampleMs: number
  /** A library that would need more than this for one call is left out of the case. */
  readonly mostMs: number
  /** A library that has spent this on a case is asked for no further sample of it. */
  readonly spentMs: number
  /** After this no round begins beyond the least number of them. */
  readonly caseMs: number
  readonly leastRounds: number
}

const round = (value: number): number => Number(value.toPrecision(6))

const rowOf = ({ suite, name, work }: Case, peer: Peer, samples: number[]): Row => {
  const sorted = [...samples].sort((x, y) => x - y)
  const middle = sorted.length >> 1
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
  }
}

/** The warming-up sample is longer: engines compile what is hot in the background, again and better. */
const WARM_UP = 8

/** Milliseconds per operation, by suite, library and type, of the cases measured so far: what a case will cost. */
const speeds = new Map<string, number>()

/** Threads of a BLAS spin for a while after their work, in the way of whoever is next. */
const rest = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 50))

export const measure = async (one: Case, peers: readonly Peer[], effort: Effort): Promise<Row[]> => {
  const speedKey = (peer: Peer) => `${one.suite} ${peer.name} ${one.work.dtype}`
  const tasks: { peer: Peer; task: Task; samples: number[]; spent: number }[] = []
  for (const peer of peers) {
    // Without ours there is nothing to compare with.
    const expected = (speeds.get(speedKey(peer)) ?? 0) * operations(one.work)
    if (peer.name !== 'multiview' && expected > effort.mostMs) continue
    try {
      const task = await peer.prepare(one.work)
      if (task !== null) tasks.push({ peer, task, samples: [], spent: 0 })
    } catch (error) {
      console.error(
        `bench: ${peer.name} cannot do ${one.name}: ${error instanceof Error ? error.message : error}`,
      )
    }
  }
  const failed = new Set<Task>()
  const start = performance.now()
  // The round before the first is for warming up, and is not counted.
  for (let turn = -1; turn < effort.rounds; turn++) {
    if (turn >= effort.leastRounds && performance.now() - start > effort.caseMs) break
    for (const entry of tasks) {
      const { peer, task, samples } = entry
      if (failed.has(task) || (entry.spent > effort.spentMs && samples.length > 0)) continue
      try {
        const before = performance.now()
        const ms = await task.sample(turn < 0 ? WARM_UP * effort.sampleMs : effort.sampleMs)
        if (turn >= 0) entry.spent += performance.now() - before
        // A call that takes all the time there is counts even though nothing warmed it up.
        else if (ms > effort.spentMs) entry.spent = ms
        if (entry.spent > 0) samples.push(ms)
        if (peer.threads > 1) await rest()
      } catch (error) {
        failed.add(task)
        console.error(
          `bench: ${peer.name} failed at ${one.name}: ${error instanceof Error ? error.message : error}`,
        )
      }
    }
  }
  const measured = tasks.filter(({ samples }) => samples.length > 0)
  const rows = measured.map(({ peer, samples }) => rowOf(one, peer, samples))
  measured.forEach(({ peer }, i) => void speeds.set(speedKey(peer), rows[i].medianMs / operations(one.work)))
  for (const { task } of tasks) task.end?.()
  return rows
}
