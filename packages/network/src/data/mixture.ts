/**
 * Mixed samples: training samples whose patches are weighted sums of patches of other samples, with
 * soft labels. Mixup, CutMix and the removal of patches are such samples.
 */

import type { Dataset } from './dataset.ts'

/**
 * M mixed samples as references to patches, by sample and by patch. A reference names a row of the
 * model that is trained: patches that carry a feature are the rows of a data set without feature
 * noise, and all N·P patches are the rows of other data sets and of R^d.
 *
 * Usage: `const pairs: Mixture = mixPairs(places, data.label, 10, [[0, 1], [2, 3]])`
 */
export interface Mixture {
  /** M. */
  readonly size: number
  /** k. */
  readonly classes: number
  /** [M+1] first mixed patch of each mixed sample. */
  readonly firstPatch: Int32Array
  /** [S+1] first reference of each mixed patch. */
  readonly firstReference: Int32Array
  /** [R] the row that a reference names. */
  readonly row: Int32Array
  /** [R] its weight. */
  readonly weight: Float64Array
  /** [M, k] labels: the probabilities of the classes. */
  readonly label: Float64Array
}

/**
 * One mixed sample, as lists.
 *
 * Usage: `const half: MixedSample = { label: [0.5, 0.5], patches: [[[0, 0.5], [7, 0.5]]] }`
 */
export interface MixedSample {
  /** The probability of each class, [k]. */
  readonly label: ArrayLike<number>
  /** Each mixed patch is a list of rows and their weights. */
  readonly patches: readonly (readonly (readonly [row: number, weight: number])[])[]
}

/**
 * The mixture of these samples.
 *
 * @throws RangeError for labels that are not probabilities of the same k classes, for a row that is
 * not a whole number from 0 on, and for a weight that is not finite.
 * @example
 * mixtureOf([{ label: [0.5, 0.5], patches: [[[0, 0.5], [7, 0.5]]] }]).row.length // 2
 */
export const mixtureOf = (samples: readonly MixedSample[]): Mixture => {
  const classes = samples[0]?.label.length ?? 0
  const firstPatch = [0]
  const firstReference = [0]
  const row: number[] = []
  const weight: number[] = []
  samples.forEach(({ label, patches }, n) => {
    checkLabel(label, classes, n)
    for (const patch of patches) {
      for (const [of, by] of patch) {
        if (!(Number.isInteger(of) && of >= 0 && Number.isFinite(by)))
          throw new RangeError(
            `mixtureOf: sample ${n} refers to row ${of} with weight ${by}; a row is a whole number from 0 on, a weight is finite.`,
          )
        row.push(of)
        weight.push(by)
      }
      firstReference.push(row.length)
    }
    firstPatch.push(firstReference.length - 1)
  })
  return {
    size: samples.length,
    classes,
    firstPatch: Int32Array.from(firstPatch),
    firstReference: Int32Array.from(firstReference),
    row: Int32Array.from(row),
    weight: Float64Array.from(weight),
    label: Float64Array.from(samples.flatMap(({ label }) => Array.from(label))),
  }
}

/** The most that the probabilities of a label may differ from 1 in their sum. */
const rounding = 1e-9

const checkLabel = (label: ArrayLike<number>, classes: number, n: number): void => {
  const shares = Array.from(label)
  const sum = shares.reduce((total, share) => total + share, 0)
  if (
    shares.length !== classes ||
    classes < 2 ||
    !shares.every(share => share >= 0) ||
    !(Math.abs(sum - 1) < rounding)
  )
    throw new RangeError(
      `mixtureOf: the label of sample ${n} is [${shares.join(', ')}]; it must be ${Math.max(classes, 2)} probabilities that sum to 1.`,
    )
}

/**
 * Where the patches of N samples stand: it decides which patches of two samples meet.
 *
 * Usage: `const places: Places = placesOf(data, stream(1, 'places'))`
 */
export interface Places {
  /** [N+1] first row of each sample. */
  readonly firstPatch: Int32Array
  /** [rows] the place of a row among the P patches of its sample. */
  readonly place: Int32Array
}

/**
 * All P patches of N samples have a row, in order: the rows of R^d.
 *
 * @example
 * [...allPlaces(2, 3).place] // [0, 1, 2, 0, 1, 2]
 */
export const allPlaces = (samples: number, patches: number): Places => ({
  firstPatch: Int32Array.from({ length: samples + 1 }, (_, n) => n * patches),
  place: Int32Array.from({ length: samples * patches }, (_, row) => row % patches),
})

/** The samples as they are: each of their N·P patches is a mixed patch of its own. */
export const unmixed = ({ label, settings }: Pick<Dataset, 'label' | 'settings'>): Mixture => {
  const { classes, patches } = settings
  const { firstPatch } = allPlaces(label.length, patches)
  const rows = label.length * patches
  const ofClass = new Float64Array(label.length * classes)
  label.forEach((own, n) => {
    ofClass[n * classes + own] = 1
  })
  return {
    size: label.length,
    classes,
    firstPatch,
    firstReference: Int32Array.from({ length: rows + 1 }, (_, s) => s),
    row: Int32Array.from({ length: rows }, (_, s) => s),
    weight: new Float64Array(rows).fill(1),
    label: ofClass,
  }
}

/**
 * Mixup of pairs (Zhang et al., arXiv 1710.09412): share·X + (1 − share)·X' with the label share·y
 * + (1 − share)·y', place by place. A patch without a row counts as 0.
 *
 * @param label [N] classes counted from 0.
 * @param pairs two samples each.
 * @param share of the first sample; ½ is the midpoint.
 * @throws RangeError for a share outside [0, 1] and for a sample that does not exist.
 * @example
 * const data = trainingSetOf(regimes.limit, { seed: 1, dataset: 'a' })
 * const places = placesOf(data, stream(1, 'places'))
 * mixPairs(places, data.label, 10, [[0, 1], [2, 3]]).size // 2
 */
export const mixPairs = (
  { firstPatch, place }: Places,
  label: Int32Array,
  classes: number,
  pairs: readonly (readonly [number, number])[],
  share = 0.5,
): Mixture => {
  if (!(share >= 0 && share <= 1))
    throw new RangeError(`mixPairs: the share is ${share}; it must lie in [0, 1].`)
  return mixtureOf(
    pairs.map(pair => {
      const soft = new Float64Array(classes)
      const byPlace = new Map<number, [number, number][]>()
      pair.forEach((n, which) => {
        if (!(Number.isInteger(n) && n >= 0 && n < label.length))
          throw new RangeError(`mixPairs: there is no sample ${n}; samples are 0 to ${label.length - 1}.`)
        const by = which === 0 ? share : 1 - share
        soft[label[n]] += by
        if (by === 0) return
        for (let row = firstPatch[n]; row < firstPatch[n + 1]; row++) {
          const met = byPlace.get(place[row]) ?? []
          met.push([row, by])
          byPlace.set(place[row], met)
        }
      })
      return { label: soft, patches: [...byPlace.values()] }
    }),
  )
}

/** @throws RangeError when a mixture does not fit the data of a model. */
export const checkMixture = (mixture: Mixture, classes: number, rows: number, whose: string): void => {
  const most = mixture.row.reduce((largest, of) => Math.max(largest, of), -1)
  if (mixture.classes !== classes || most >= rows)
    throw new RangeError(
      `${whose}: the mixture has ${mixture.classes} classes and refers to row ${most}; ` +
        `this data has ${classes} classes and rows 0 to ${rows - 1}.`,
    )
}
