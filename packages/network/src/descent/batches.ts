/** Mini-batches: the samples of each step, as a function of the step alone. */

import { type Stream, stream } from '@multiview/tensor'
import type { RunNames } from '../settings/run-names.ts'

/** The samples of a step, in the order of the permutation. */
export type Batches = (step: number) => Int32Array

/** The random stream of the mini-batches of a run. */
export const batchOrderOf = ({ seed, dataset, initialization }: RunNames): Stream =>
  stream(seed, 'batches', dataset, initialization)

/**
 * Cuts a random permutation of the samples into batches of `batchSize`, another permutation in each
 * epoch. The last batch of an epoch has what is left. A resumed run gets the same batches, since
 * they depend on the step and on nothing before it.
 *
 * @param order is split by the number of the epoch, and not drawn from.
 */
export const batchesOf = (samples: number, batchSize: number, order: Stream): Batches => {
  const perEpoch = Math.ceil(samples / batchSize)
  let epoch = Number.NaN
  let permutation: Int32Array = new Int32Array(0)
  return step => {
    const of = Math.floor(step / perEpoch)
    if (of !== epoch) {
      epoch = of
      permutation = order.split(of).permutation(samples)
    }
    const first = (step % perEpoch) * batchSize
    return permutation.subarray(first, first + batchSize)
  }
}

/**
 * Makes the gradient of the mean over all samples, [N, k], that of the mean over a batch: 0 for
 * every other sample.
 */
export const keepBatch = (outputGradient: Float64Array, batch: Int32Array, samples: number): void => {
  const classes = outputGradient.length / samples
  const factor = samples / batch.length
  const isIn = new Uint8Array(samples)
  for (const n of batch) isIn[n] = 1
  for (let n = 0; n < samples; n++)
    for (let at = n * classes; at < (n + 1) * classes; at++)
      outputGradient[at] = isIn[n] === 1 ? factor * outputGradient[at] : 0
}
