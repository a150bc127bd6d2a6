/**
 * The memory of a student of regime `theorems`, counted from the arrays of the code.
 *
 * A sample shows its two own features and 2s(k − 1)/k features of other classes, each on its
 * patches, and outputs are stored for the classes that it shows. Everything is proportional to k,
 * since N is, except for the 2k² pairs of a class and a feature.
 */

import { regimeAt } from '@multiview/network'

/** In bytes. */
export interface CountedBytes {
  /** Noise correlations and slopes of each class's neurons, on all patches with its features. */
  readonly blocks: number
  /** What descent has pushed every output by, at the ends of the stretches of steps. */
  readonly history: number
  /** Pushes, due pushes, bounds and stages of the pairs (class, feature). */
  readonly pairs: number
  readonly total: number
}

const double = 8
/** Address, weight and noise of a patch in the table of a limit step. */
const tableRow = 24
/** Stretches of steps that a history keeps at most. */
const stretches = 256
/** Three doubles and a byte for each pair. */
const pair = 3 * double + 1

/** @param neurons m, which is even: neurons lie in vectors of two. */
export const countedBytes = (classes: number, neurons: number): CountedBytes => {
  const { samples, otherFeatureRate, patchesPerFeature, patchesPerOtherFeature } = regimeAt(
    'theorems',
    classes,
  )
  const others = (2 * otherFeatureRate * (classes - 1)) / classes
  const patches = samples * (2 * patchesPerFeature + others * (patchesPerOtherFeature || patchesPerFeature))
  const blocks = patches * (2 * double * neurons + tableRow)
  // At most one class for each feature of another class.
  const history = samples * (1 + others) * double * stretches
  const pairs = 2 * classes ** 2 * pair
  return { blocks, history, pairs, total: blocks + history + pairs }
}

/** The largest k of two digits and zeros for which the memory is enough. */
const largest = (bytes: number, of: (counted: CountedBytes) => number, neurons: number): number => {
  const fits = (k: number): boolean => of(countedBytes(k, neurons)) <= bytes
  let unit = 10
  while (fits(100 * unit)) unit *= 10
  let k = 10 * unit
  while (fits(k + unit)) k += unit
  return k
}

const GiB = 2 ** 30

/** By 24 GiB for everything, and by the 4 GiB of the WebAssembly memory that has the blocks. */
export const largestClasses = (neurons: number) =>
  [
    largest(24 * GiB, ({ total }) => total, neurons),
    largest(4 * GiB, ({ blocks }) => blocks, neurons),
  ] as const
