/**
 * The part of a dense step that one thread computes: the neurons of some classes, on all samples.
 * Neurons depend on each other only through the gradient of the outputs, so each part has the same
 * bits as in the whole step.
 *
 * All threads process the samples in the same blocks. After each block a thread writes the outputs
 * of its classes and waits for the gradient of the objective. The calling thread computes it from
 * all outputs.
 */

import { copyRows } from '@multiview/tensor/kernel-parts'
import type { FloatArray } from '@multiview/tensor/kernels'
import { GivenUp, Progress } from './progress.ts'
import type { DenseActivation, DenseShape, OutputGradient } from './shape.ts'
import { denseStepInBlocks } from './step.ts'

/** The name of the job that threads share. */
export const denseStepJob = 'dense step'

/**
 * Patches of a block. Smaller blocks suit the caches better and would save 2% of the time, but with
 * larger blocks threads synchronize less often and wait less for a thread whose core is busy.
 */
const BLOCK_PATCHES = 320

/** What a worker is sent; all arrays lie in shared memory. */
export interface StepShare {
  /** The shape with the classes of this thread alone. */
  readonly shape: DenseShape
  readonly activation: DenseActivation
  readonly thread: number
  readonly firstClass: number
  /** k, of all threads together. */
  readonly allClasses: number
  readonly x: FloatArray
  /** The weights of this thread's classes, and where their gradient goes. */
  readonly w: FloatArray
  readonly gradient: FloatArray
  /**
   * F and the gradient with respect to it, [N, k]; the latter is null if only outputs are asked
   * for.
   */
  readonly outputs: FloatArray
  readonly outputGradient: FloatArray | null
  /** The counts of `Progress`. */
  readonly counts: Int32Array
}

/**
 * Computes a share. `gradientOf` is called after the outputs of each block: it waits for their
 * gradient or computes it.
 */
export const computeStep = (
  { shape, activation, thread, firstClass, allClasses, x, w, ...share }: StepShare,
  gradientOf: (first: number, count: number) => void,
): void => {
  const { outputs, outputGradient } = share
  const { samples, classes } = shape
  const progress = new Progress(share.counts)
  const exchange: OutputGradient = (ofBlock, gradient, first, count) => {
    const at = first * allClasses + firstClass
    copyRows(ofBlock, 0, classes, 1, count, classes, outputs, at, allClasses)
    progress.outputsReach(thread, first + count)
    gradientOf(first, count)
    copyRows(outputGradient as FloatArray, at, allClasses, 1, count, classes, gradient, 0, classes)
  }
  const objective = outputGradient === null ? null : exchange
  const step = denseStepInBlocks(BLOCK_PATCHES, shape, activation, x, w, objective)
  if (step.gradient === null)
    copyRows(step.outputs, 0, classes, 1, samples, classes, outputs, firstClass, allClasses)
  else share.gradient.set(step.gradient)
}

/**
 * Runs a part of a step; if it fails, the other threads do not wait for it. Throws only its own
 * error.
 */
export const givingUp = (progress: Progress, part: () => void): void => {
  try {
    part()
  } catch (error) {
    progress.giveUp()
    if (!(error instanceof GivenUp)) throw error
  }
}

/** What a worker does with a share. */
export const computeStepInWorker = (share: StepShare): void => {
  const progress = new Progress(share.counts)
  givingUp(progress, () => computeStep(share, (first, count) => progress.waitForGradient(first + count)))
}
