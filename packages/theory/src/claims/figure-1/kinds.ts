/** What the claim on Figure 1 compares: the kinds of models of the figure, and one more. */

import type { TestSizes } from '../shared/test-errors.ts'

export interface Draws extends TestSizes {
  /** Data sets, each with networks and kernels of its own, and students of both. */
  readonly dataSets: number
  /** Further data sets, with kernels alone. */
  readonly kernelDataSets: number
  /** Neurons of each class of a tangent kernel, and how many kernels there are. */
  readonly kernelNeurons: number
  readonly kernelMembers: number
  /** The largest number of steps of a tangent kernel. */
  readonly kernelSteps: number
}

/** Errors on one data set, in units of μ. */
export interface Errors {
  /** Mean of the models alone. */
  readonly single: number
  readonly ensemble: number
  readonly distilled: number
  readonly selfDistilled: number
  /** All models trained as one average of their outputs. */
  readonly average: number
  /** Distilled from the trained average: not in the paper's figure. */
  readonly ofAverage: number
}

export type Kind = keyof Errors

/** The kinds, in the order of the figure. */
export const kinds: readonly {
  readonly kind: Kind
  /** Its name in the roles of series. */
  readonly role: string
  readonly words: string
  /** Its name under the axis. */
  readonly name: string
}[] = [
  { kind: 'single', role: 'single', words: 'one model alone', name: 'one\nmodel' },
  { kind: 'ensemble', role: 'ensemble', words: 'the ensemble', name: 'ensemble' },
  {
    kind: 'distilled',
    role: 'distilled',
    words: 'the model distilled from the ensemble',
    name: 'distilled',
  },
  {
    kind: 'selfDistilled',
    role: 'self-distilled',
    words: 'the self-distilled model',
    name: 'self-\ndistilled',
  },
  { kind: 'average', role: 'average', words: 'the trained average', name: 'trained\naverage' },
  {
    kind: 'ofAverage',
    role: 'of-average',
    words: 'the model distilled from the trained average',
    name: 'distilled\nfrom it',
  },
]
