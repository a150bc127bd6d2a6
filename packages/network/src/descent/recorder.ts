/** Records the proof's quantities at chosen steps of a descent. */

import type { DescentOptions } from './descend.ts'
import { measureProof, type ProofRecord } from './proof-record.ts'
import type { Watched } from './watched.ts'

export interface Recorder {
  /** To be called as, or from, `record` of `descend`. */
  readonly record: NonNullable<DescentOptions['record']>
  /** The records so far, in order. */
  readonly records: ProofRecord[]
}

/** The steps to record: every this many, or those that a rule names. The last state is always recorded. */
export type RecordedSteps = number | ((step: number) => boolean)

/** A recorder of a model in training; `records` it starts with are those before a checkpoint. */
export const proofRecorder = (
  watched: Watched,
  steps: RecordedSteps,
  before: readonly ProofRecord[] = [],
): Recorder => {
  const records = [...before]
  const isWanted = typeof steps === 'number' ? (step: number) => step % steps === 0 : steps
  return {
    records,
    record: (step, loss, { isLast, outputs, time }) => {
      if (isLast || isWanted(step)) records.push(measureProof(watched, { step, time, loss }, outputs))
    },
  }
}
