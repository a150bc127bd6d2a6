/** A descent on the training samples with all that may be kept of its course. */

import { crossEntropy } from '../objective/cross-entropy.ts'
import type { TrainingSettings } from '../settings/settings.ts'
import { type DescentCheckpoint, type DescentRun, descend } from './descend.ts'
import type { Model } from './model.ts'
import type { ProofRecord } from './proof-record.ts'
import { copyOf, note, type Race } from './race.ts'
import { proofRecorder, type RecordedSteps } from './recorder.ts'
import { descentOf } from './train-on-labels.ts'
import type { Watched } from './watched.ts'

/** What to keep of a run, besides how it ends. */
export interface ObservedOptions<W> {
  /** Records the race of the views about every this many steps; 0 records nothing. */
  readonly raceInterval?: number
  /** Records the proof's quantities at these steps and at the end. */
  readonly recordSteps?: RecordedSteps
  /** Called before every step, and at the end. */
  readonly progress?: (step: number, loss: number) => void
  /** Is given a checkpoint before every `every` steps. */
  readonly checkpoints?: { readonly every: number; readonly keep: (checkpoint: RunCheckpoint<W>) => void }
  /** Goes on from here: the same settings and names then end at the same bits as without the interruption. */
  readonly from?: RunCheckpoint<W>
}

/** A run at some step, as plain data: what its names and settings do not say. */
export interface RunCheckpoint<W> {
  readonly descent: DescentCheckpoint
  readonly weights: W
  /** The records so far; empty where none are asked for. */
  readonly records: readonly ProofRecord[]
  /** The race so far. */
  readonly race: Race
}

export interface ObservedRun extends DescentRun {
  readonly race: Race | null
  /** Where `recordSteps` asks for them. */
  readonly records?: readonly ProofRecord[]
}

/** Trains on the cross-entropy as the settings say. The model must already have the weights of `from`. */
export const observedDescent = <W>(
  model: Model & { weights(): W },
  watched: Watched,
  training: TrainingSettings,
  { raceInterval = 0, recordSteps, progress, checkpoints, from }: ObservedOptions<W>,
): ObservedRun => {
  const { label, classes } = watched
  const recorder = recordSteps === undefined ? null : proofRecorder(watched, recordSteps, from?.records)
  const race = copyOf(from?.race ?? { step: [], strength: [] })
  const run = descend(model, crossEntropy(label, classes), {
    ...descentOf(training, label),
    ...(from === undefined ? {} : { from: from.descent }),
    record: (step, loss, moment) => {
      progress?.(step, loss)
      if (checkpoints !== undefined && step > 0 && step % checkpoints.every === 0)
        checkpoints.keep({
          descent: moment.checkpoint(),
          weights: model.weights(),
          records: [...(recorder?.records ?? [])],
          race: copyOf(race),
        })
      if (raceInterval > 0 && step % raceInterval === 0) note(race, step, watched)
      recorder?.record(step, loss, moment)
    },
  })
  return {
    ...run,
    race: raceInterval > 0 ? race : null,
    ...(recorder === null ? {} : { records: recorder.records }),
  }
}
