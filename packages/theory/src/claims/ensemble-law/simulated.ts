/** The verdict of the ensemble law in simulated lotteries: networks that learn views by their odds. */

import { type Stream, stream } from '@multiview/tensor'
import { groupsOfSize } from '../../plan/tasks/partition.ts'
import { expectedEnsembleError } from '../../predictions/ensemble-error.ts'
import { mean } from '../../statistics/index.ts'

export interface Lottery {
  /** The odds of view 1 on each data set, [data set][class]. */
  readonly odds: readonly (readonly number[])[]
  readonly otherFeatureRate: number
  readonly networks: number
  readonly partitions: number
  /** The sizes of ensembles. */
  readonly sizes: readonly number[]
}

/**
 * The errors of ensembles of each size on each data set of one simulated run, and the error that the
 * odds lead to expect, both in units of μ, [size][data set].
 */
export const simulatedErrors = (lottery: Lottery, seed: number) => {
  const { odds, otherFeatureRate, networks, partitions, sizes } = lottery
  const random = stream(seed, 'simulated lotteries')
  const groups = sizes.map(size =>
    groupsOfSize({ seed, testSet: 'simulated', members: { length: networks }, partitions }, size),
  )
  const drawn = odds.map(each => drawViews(each, networks, random))
  // A failing sample meets a competitor as often as the prediction says.
  const law = (members: number): number[] =>
    odds.map(each => expectedEnsembleError(each, members, otherFeatureRate))
  const even = sizes.map(members =>
    expectedEnsembleError(new Array<number>(odds[0].length).fill(0.5), members, otherFeatureRate),
  )
  return sizes.map((members, at) => ({
    predicted: law(members),
    errors: drawn.map(views => {
      const share = mean(groups[at].map(group => shareOfOneView(views, group)))
      return (share / 2) * even[at] * 2 ** members
    }),
  }))
}

/** Whether each network learned view 1 of each class, [network][class]. */
const drawViews = (odds: readonly number[], networks: number, random: Stream): boolean[][] =>
  Array.from({ length: networks }, () => odds.map(p => random.bernoulli(p)))

/** The share of the classes of which all members learned the same view. */
const shareOfOneView = (views: readonly (readonly boolean[])[], group: Int32Array): number => {
  const [first] = group
  return mean(views[first].map((view, i) => (group.every(j => views[j][i] === view) ? 1 : 0)))
}
