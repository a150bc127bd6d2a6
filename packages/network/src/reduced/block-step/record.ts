/** The record of a block in WebAssembly, and the rows of its tables of patches. */

import { type Expr, i32 } from '@multiview/tensor/assembler'

/** Numbers of the record of a block: addresses, and sizes in bytes if they end in `Bytes`. */
export const words = [
  'panels',
  'samples',
  'features',
  'rows',
  /** Of a panel of b and of a. */
  'rowsBytes',
  'featuresBytes',
  /** Of a sample in the gradients. */
  'sampleBytes',
  /** Of a neuron in a row of columns. */
  'columnBytes',
  /** A patch per row, by sample; and where each sample ends there. */
  'table',
  'ends',
  /** The same by feature. */
  'byFeature',
  'featureEnds',
  'a',
  'changeOfA',
  'b',
  'slope',
  'outputs',
  'firstGradient',
  'secondGradient',
  'push',
  'rate',
  /** [N] the d of the kernel. */
  'ofNoise',
  'largest',
  /** At least the largest |change of a preactivation at unit step| of each neuron. */
  'bounds',
  /** [features] the largest z of a feature, and [N] the largest ‖ξ‖² of a sample. */
  'mostWeight',
  'mostNoise',
] as const
export type Word = (typeof words)[number]
/** After the words: ϱ, 1/ϱ and 1/q. */
export const numbersAt = 8 * Math.ceil((4 * words.length) / 8)
export const recordBytes = numbersAt + 24

/**
 * Where a row of the tables has z, −‖ξ‖², the offsets of its patch in a panel of b and of its
 * feature in one of a, that of its sample in the gradients, and that of its feature in a row of
 * numbers.
 */
export const inRow = { weight: 0, noise: 8, patch: 16, feature: 20, sample: 24, column: 28 }
export const tableRowBytes = 32

/** Reads a word of a record. */
export const word = (block: Expr<'i32'>, name: Word): Expr<'i32'> => i32.load(block, 4 * words.indexOf(name))
