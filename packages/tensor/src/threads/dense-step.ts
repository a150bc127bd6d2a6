/** A dense step over threads, each with the neurons of some classes. */
import type { DenseStep } from '../kernels/dense/shape.ts'
import { checkDenseStep, denseStep } from '../kernels/dense-step.ts'
import { type FloatArray, kernelState } from '../kernels/engine.ts'
import type { Thread } from './host.ts'
import { GivenUp, newDone, Progress, waitForAll } from './progress.ts'
import { Scratch } from './scratch.ts'
import { computeStep, type StepShare } from './step-share.ts'

/** Below this many multiplications a pass sending shares around costs more than it gains. */
const WORTH_SHARING = 2 ** 21

export const sharedDenseStep = (workers: readonly Thread[]): typeof denseStep => {
  const [forX, forW, forGradient] = [new Scratch(), new Scratch(), new Scratch()]
  const [forOutputs, forOutputGradient] = [new Scratch(), new Scratch()]
  return (shape, activation, x, w, objective): DenseStep => {
    const { samples, patches, dimension, classes, neurons } = shape
    const threads = Math.min(workers.length + 1, classes)
    const work = samples * patches * dimension * classes * neurons
    checkDenseStep(shape, activation, x, w)
    if (threads === 1 || work < WORTH_SHARING || !kernelState().webAssembly)
      return denseStep(shape, activation, x, w, objective)

    const perClass = neurons * dimension
    const weights = forW.shareAll(w)
    const gradient = forGradient.floats(w, w.length)
    const outputs = forOutputs.floats(x, samples * classes)
    const outputGradient = objective === null ? null : forOutputGradient.floats(x, samples * classes)
    const progress = Progress.of(threads)
    const done = newDone()
    const whole = {
      kind: 'step',
      activation: { power: activation.power, threshold: activation.threshold },
      allClasses: classes,
      x: forX.shareAll(x),
      outputs,
      outputGradient,
      fused: kernelState().fused,
      counts: progress.counts,
      done,
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
    shares.slice(1).forEach((share, i) => {
      workers[i].post(share)
    })
    let reason: unknown = null
    try {
      // The objective may keep what it is handed, or look at it in its own time: not at memory that others write.
      computeStep(shares[0], (first, count) => {
        for (let thread = 1; thread < threads; thread++) progress.waitForOutputs(thread, first + count)
        if (objective === null || outputGradient === null) return
        const block = outputs.slice(first * classes, (first + count) * classes)
        const ofBlock = block.slice().fill(0)
        objective(block, ofBlock, first, count)
        outputGradient.set(ofBlock, first * classes)
        progress.gradientReaches(first + count)
      })
    } catch (error) {
      if (!(error instanceof GivenUp)) reason = error
      progress.giveUp()
    }
    const failed = waitForAll(done, threads - 1)
    if (reason !== null) throw reason
    if (failed > 0)
      throw new RangeError('threads: a share of the step failed: there is no memory for its blocks')
    return { outputs: outputs.slice(), gradient: objective === null ? null : gradient.slice() }
  }
}
