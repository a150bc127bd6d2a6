/**
 * The names of a data set and an initialization: their random streams are named by these and the
 * seed.
 *
 * Usage: `trainLimitModel(regimes.limit, { seed: 1, dataset: 'a', initialization: 'b' })`
 */
export interface RunNames {
  readonly seed: number
  readonly dataset: string
  readonly initialization: string
}
