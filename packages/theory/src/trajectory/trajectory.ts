/** The trajectory of a run: loss and strengths of the views at steps spread over it. */

import { classOfFeature, viewOfFeature } from '@multiview/network'
import { csv } from '../files/csv.ts'

export interface Trajectory {
  /** V, the number of views of a class. */
  readonly views: number
  /** [R], increasing; the last is the end of the run. */
  readonly step: readonly number[]
  /** The loss before these steps, [R]. */
  readonly loss: readonly number[]
  /** Λ [V·k] before these steps, [R]: view ℓ of class i at V·i + ℓ − 1. */
  readonly strength: readonly Float64Array[]
}

/** The largest number of points. A run with as many steps has at least half as many points. */
const most = 512

/**
 * Keeps every `stride`-th point of a run of unknown length; the stride doubles as it continues.
 *
 * @param views V, the views of a class.
 */
export const trajectoryRecorder = (views: number) => {
  type Point = readonly [step: number, loss: number, strength: Float64Array]
  let points: Point[] = []
  let stride = 1
  let last: (() => Point) | null = null
  return {
    /** To be called as `progress` of a run. */
    note: (step: number, loss: number, strength: () => Float64Array): void => {
      last = () => [step, loss, strength()]
      if (step % stride !== 0) return
      points.push(last())
      if (points.length <= most) return
      stride *= 2
      points = points.filter(([at]) => at % stride === 0)
    },
    /** To be called once at the end of the run: the last point is that of the final weights. */
    finished: (): Trajectory => {
      const end = last?.()
      const all = end === undefined ? points : [...points.filter(([step]) => step < end[0]), end]
      return {
        views,
        step: all.map(([step]) => step),
        loss: all.map(([, loss]) => loss),
        strength: all.map(([, , strength]) => strength),
      }
    },
  }
}

/** A row for each point; classes are counted from 0, views from 1. */
export const trajectoryCsv = ({ views, step, loss, strength }: Trajectory): string =>
  csv(
    [
      'step',
      'loss',
      ...Array.from(
        strength[0] ?? [],
        (_, feature) =>
          `class_${classOfFeature(feature, { views })}_view_${viewOfFeature(feature, { views })}`,
      ),
    ],
    step.map((at, row) => [at, loss[row], ...strength[row]]),
  )
