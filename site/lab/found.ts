/** What an experiment finds, piece by piece: plain data that a worker can post. */

import type { Recorded } from './recorder.ts'
import type { TaughtStudent } from './request.ts'

/** A sample as a row of patches. */
export interface ShownSample {
  readonly label: number
  /** The view that it shows, 1 or 2; 0 for both. */
  readonly presentView: number
  /** The patches that carry a feature; the others carry noise alone. */
  readonly feature: readonly number[]
  readonly weight: readonly number[]
}

export interface DataFound {
  readonly kind: 'data'
  readonly classes: number
  readonly patches: number
  readonly noise: number
  /** The present view of every training sample, [N]. */
  readonly presentViews: readonly number[]
  readonly samples: readonly ShownSample[]
}

/** Strengths Λ of the views so far: [2k] at each recorded step. */
export interface RaceFound extends Recorded {
  readonly kind: 'race'
}

export interface RacedFound {
  readonly kind: 'raced'
  readonly steps: number
  readonly loss: number
  /** Whether training reached its loss, or was stopped at its last step. */
  readonly isDone: boolean
  readonly samples: number
  readonly trainingErrors: number
  readonly initialStrength: Float64Array
  readonly strength: Float64Array
  /** The view of each class that was ahead at the start, 1 or 2; null at q = 2. */
  readonly ahead: readonly (number | null)[]
  readonly learned: readonly boolean[]
  /** Share of wrong answers on fresh samples that show one view, and on those that show both. */
  readonly singleError: number
  readonly multiError: number
  /** The part of `singleError` that the bounds of the evaluation leave open; it counts as wrong. */
  readonly undecided: number
}

export interface MemberFound {
  readonly kind: 'member'
  /** Whether each view was learned, [2k]. */
  readonly learned: readonly boolean[]
  readonly error: number
  /** The error of the ensemble of this member and all members before it. */
  readonly ensembleError: number
}

/** The outputs of teachers for one training sample. */
export interface SoftLabel {
  readonly label: number
  /** [2k] whether the sample shows each view. */
  readonly views: readonly boolean[]
  /** p^τ of one network and of the ensemble, [k]. */
  readonly one: readonly number[]
  readonly all: readonly number[]
}

export interface SoftLabelsFound {
  readonly kind: 'soft labels'
  readonly samples: readonly SoftLabel[]
}

export interface StudentFound {
  readonly kind: 'student'
  readonly name: 'labels' | TaughtStudent
  readonly learned: readonly boolean[]
  readonly error: number
  readonly isDone: boolean
  readonly race: Recorded | null
}

export interface Failed {
  readonly kind: 'failed'
  readonly why: string
}

export type Found =
  | DataFound
  | RaceFound
  | RacedFound
  | MemberFound
  | SoftLabelsFound
  | StudentFound
  | Failed
  | { readonly kind: 'done' }
