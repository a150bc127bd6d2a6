/** Which data set and which initialization: the names that their random streams carry behind the seed. */
export interface RunNames {
  readonly seed: number
  readonly dataset: string
  readonly initialization: string
}
