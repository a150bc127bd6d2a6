/** The proof's quantities along a run, at the steps that a test asks for and at the end. */

import type { DescentOptions } from '../../../packages/network/src/descent/descend.ts'
import type { ProofRecord } from '../../../packages/network/src/descent/proof-record.ts'
import { measureProof } from '../../../packages/network/src/descent/proof-record.ts'
import type { Watched } from '../../../packages/network/src/descent/watched.ts'

/** A value for the option `record` of `descend`, and the list that it fills. */
export const recorder = (
  watched: Watched,
  every = 1,
): { record: NonNullable<DescentOptions['record']>; records: ProofRecord[] } => {
  const records: ProofRecord[] = []
  return {
    records,
    record: (step, loss, { isLast, outputs, time }) => {
      if (isLast || step % every === 0) records.push(measureProof(watched, { step, time, loss }, outputs))
    },
  }
}
