/** Checkpoints of a run for tests. */

import type { Checkpointing } from '@multiview/network'
import { decode, encode } from '@multiview/theory'

/** The checkpoint as it is read from a file. */
const throughText = <C>(checkpoint: C): C => decode(encode(checkpoint)) as C

/** Runs to the end. Returns the checkpoints, saved before each step that `every` divides. */
export const kept = <C, R>(
  every: number,
  run: (checkpoint: Checkpointing<C>) => R,
): { whole: R; checkpoints: C[] } => {
  const checkpoints: C[] = []
  const whole = run({
    isDue: step => step > 0 && step % every === 0,
    save: state => checkpoints.push(throughText(state)),
  })
  return { whole, checkpoints }
}

/** Resumes from a checkpoint, without saving further ones. */
export const resuming = <C>(resumeFrom: C): Checkpointing<C> => ({
  resumeFrom,
  isDue: () => false,
  save: () => {},
})
