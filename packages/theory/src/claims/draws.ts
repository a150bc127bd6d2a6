/**
 * How many independent draws each claim takes, and the confidence of each interval. Both are part of a preset, fixed before
 * any run, and shown in the report.
 */
export interface Draws {
  /** Theorem 1: models, each with its own data set; its control takes as many. */
  readonly singleModels: number
  readonly singleLevel: number
  /** Fresh single-view samples of every (class, present view) for a single model or a partition … */
  readonly testPerCell: number
  /** … and multi-view samples of every class. */
  readonly testPerClass: number

  /** Data sets on each of which `members` models are trained: for the ensemble law and the lottery. */
  readonly dataSets: number
  /** Random partitions of a data set's models into disjoint ensembles, over which its error is averaged. */
  readonly partitions: number
  /** Confidence of the interval at L = 1, 2, …; sizes beyond are shown without a verdict. */
  readonly lawLevels: readonly number[]
  /** Largest L shown. */
  readonly largestEnsemble: number
  readonly lotteryLevel: number

  /** Theorem 2: ensembles of `members` models, each on its own data set (the first ones of `dataSets`). */
  readonly ensembles: number
  readonly ensembleTestPerCell: number
  readonly ensembleTestPerClass: number
  /** Confidence that all limits of all ensembles hold at once. */
  readonly ensembleLevel: number

  /** Confidence of the ensemble law's control, which is one statement and not five that have to hold together. */
  readonly lawControlLevel: number
  /** Controls with shared initialization: how many initializations, and the models that share one. */
  readonly sharedInitializations: number
  readonly sharedMembers: number
}
