/** Checkpoints of runs at common steps and of multirate runs: neither kind resumes the other. */

import type { Checkpointing } from '../descent/checkpointing.ts'

/** A state at common steps has the state of its descent; a multirate one does not. */
type StateOf<Rule, S> = Rule extends 'common'
  ? Extract<S, { readonly descent: unknown }>
  : Exclude<S, { readonly descent: unknown }>

/**
 * The checkpointing of a run, for states of its step rule.
 *
 * @throws RangeError for a state of a run with the other step rule.
 */
export const checkpointingOf = <S extends object, Rule extends 'common' | 'multirate'>(
  rule: Rule,
  checkpoint: Checkpointing<S> | undefined,
): Checkpointing<StateOf<Rule, S>> | undefined => {
  const from = checkpoint?.resumeFrom
  if (from !== undefined && 'descent' in from !== (rule === 'common'))
    throw new RangeError(
      'the checkpoint is of a run with another stepRule; resume with the stepRule of that run, or start anew.',
    )
  return checkpoint as Checkpointing<StateOf<Rule, S>> | undefined
}

/** Checkpointing of the training on the labels before distillation: its states say so. */
export const beforeDistillation = <S extends object>(
  checkpoint: Checkpointing<S & { readonly distillation: unknown }> | undefined,
): Checkpointing<S> | undefined =>
  checkpoint && { ...checkpoint, save: state => checkpoint.save({ ...state, distillation: null }) }
