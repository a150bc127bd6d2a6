/** A dense step over threads, each with the neurons of some classes. */

import { type FloatArray, kernelState } from '@multiview/tensor/kernels'
import {
  beside,
  openThreads,
  type Pace,
  Scratch,
  serveThreads,
  type ThreadOptions,
  type Threads,
} from '@multiview/tensor/threads'
import { Progress } from './progress.ts'
import type { DenseStep } from './shape.ts'
import { computeStep, computeStepInWorker, denseStepJob, givingUp, type StepShare } from './share.ts'
import { checkDenseStep, denseStep } from './step.ts'

/** Steps with fewer multiplications per pass are never faster over threads. */
const WORTH_SHARING = 2 ** 21

export interface DenseThreads extends Threads {
  /**
   * `denseStep` with its arguments and its bits; the objective is called in the caller's thread.
   * It uses threads for shapes of which earlier steps were faster so.
   */
  readonly denseStep: typeof denseStep
}

/**
 * Starts threads for large dense steps and products: `count` in all, the caller's included. X is
 * copied into shared memory at each step unless it lies in a `SharedArrayBuffer`.
 *
 * @throws RangeError for a count that is not a whole number of at least 1. Rejects if a worker does
 * not start.
 * @example
 * const threads = await openDenseThreads(1) // or as many as there are cores
 * const shape = { samples: 1, patches: 1, dimension: 2, classes: 1, neurons: 1 }
 * const [x, w] = [new Float64Array([1, 1]), new Float64Array([1, 0.5])]
 * threads.denseStep(shape, { power: 2, threshold: 1 }, x, w, null).outputs[0] // 1
 * await threads.close()
 */
export const openDenseThreads = async (
  count: number,
  { worker = beside('./worker.js', import.meta) }: ThreadOptions = {},
): Promise<DenseThreads> => {
  const threads = await openThreads(count, { worker })
  return Object.assign(threads, { denseStep: sharedDenseStep(threads) })
}

/**
 * Computes shares of dense steps and of matrix products until the thread is ended. A worker module
 * calls it once. If a bundler moves modules, write a module that calls this and pass it as `worker`
 * of `openDenseThreads`.
 *
 * Usage, as the whole of a module: `await serveDenseThreads()`
 */
export const serveDenseThreads = (): Promise<void> => serveThreads({ [denseStepJob]: computeStepInWorker })

/** Decides for each shape of steps. */
const pacesByShape = (pool: Pick<Threads, 'pace'>) => {
  const paces = new Map<string, Pace>()
  return (...shape: readonly unknown[]): Pace => {
    const key = shape.join()
    let pace = paces.get(key)
    if (!pace) paces.set(key, (pace = pool.pace()))
    return pace
  }
}

export const sharedDenseStep = (pool: Pick<Threads, 'count' | 'share' | 'pace'>): typeof denseStep => {
  const [forX, forW, forGradient] = [new Scratch(), new Scratch(), new Scratch()]
  const [forOutputs, forOutputGradient] = [new Scratch(), new Scratch()]
  const paceOf = pacesByShape(pool)

  const overThreads: typeof denseStep = (shape, activation, x, w, objective): DenseStep => {
    const { samples, patches, dimension, classes, neurons } = shape
    const threads = Math.min(pool.count, classes)
    const perClass = neurons * dimension
    const weights = forW.shareAll(w)
    const gradient = forGradient.floats(w, w.length)
    const outputs = forOutputs.floats(x, samples * classes)
    const outputGradient = objective === null ? null : forOutputGradient.floats(x, samples * classes)
    const progress = Progress.of(threads)
    const whole = {
      activation: { power: activation.power, threshold: activation.threshold },
      allClasses: classes,
      x: forX.shareAll(x),
      outputs,
      outputGradient,
      counts: progress.counts,
    } as const
    const shares = Array.from({ length: threads }, (_, thread): StepShare => {
      const firstClass = Math.floor((thread * classes) / threads)
      const until = Math.floor(((thread + 1) * classes) / threads)
      const part = (array: FloatArray) => array.subarray(firstClass * perClass, until * perClass)
      return {
        ...whole,
        shape: { samples, patches, dimension, classes: until - firstClass, neurons },
        thread,
        firstClass,
        w: part(weights),
        gradient: part(gradient),
      }
    })
    // The objective may keep its arguments, so it gets copies and not memory that other threads
    // write.
    const answer = (first: number, count: number): void => {
      for (let thread = 1; thread < threads; thread++) progress.waitForOutputs(thread, first + count)
      if (objective === null || outputGradient === null) return
      const block = outputs.slice(first * classes, (first + count) * classes)
      const ofBlock = block.slice().fill(0)
      objective(block, ofBlock, first, count)
      outputGradient.set(ofBlock, first * classes)
      progress.gradientReaches(first + count)
    }
    pool.share(denseStepJob, shares.slice(1), () => givingUp(progress, () => computeStep(shares[0], answer)))
    return { outputs: outputs.slice(), gradient: objective === null ? null : gradient.slice() }
  }

  return (shape, activation, x, w, objective) => {
    const { samples, patches, dimension, classes, neurons } = shape
    const work = samples * patches * dimension * classes * neurons
    checkDenseStep(shape, activation, x, w)
    const alone = () => denseStep(shape, activation, x, w, objective)
    if (Math.min(pool.count, classes) === 1 || work < WORTH_SHARING || !kernelState().webAssembly)
      return alone()
    let step: DenseStep | undefined
    paceOf(samples, patches, dimension, classes, neurons, x.BYTES_PER_ELEMENT, objective === null).run(
      () => {
        step = alone()
      },
      () => {
        step = overThreads(shape, activation, x, w, objective)
      },
    )
    return step!
  }
}
