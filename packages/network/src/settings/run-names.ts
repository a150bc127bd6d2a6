/**
 * Which data set and which initialization: the names that their random streams carry behind the
 * seed.
 *
 * Usage: `trainLimitModel(regimes.quick, { seed: 1, dataset: 'a', initialization: 'b' })`
 */
export interface RunNames {
  readonly seed: number
  readonly dataset: string
  readonly initialization: string
}
