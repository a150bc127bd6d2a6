/** Simulated lotteries: networks that learn views by their odds, and the errors of ensembles. */

import { stream } from '@multiview/tensor'
import { groupsOfSize } from '../../plan/tasks/partition.ts'

export interface Lottery {
  /** The odds of view 1 on each data set, [data set][class]. */
  readonly odds: readonly (readonly number[])[]
  readonly networks: number
  readonly partitions: number
  /** The sizes of ensembles. */
  readonly sizes: readonly number[]
}

/** Classes in one word of bits. */
const inWord = 31

/**
 * For each run, size and data set the mean share of classes of which all members of an ensemble
 * learned the same view, [run][size][data set].
 */
export const sharesOfOneView = (lottery: Lottery, runs: number): number[][][] => {
  const { odds, networks, partitions, sizes } = lottery
  const random = stream(0, 'simulated lotteries')
  const classes = odds[0].length
  const words = Math.ceil(classes / inWord)
  const groups = odds.map((_, d) =>
    sizes.map(size =>
      groupsOfSize({ seed: d, testSet: 'simulated', members: { length: networks }, partitions }, size),
    ),
  )
  // Bit i of a word is set if the network learned view 1 of the class.
  const learned = new Int32Array(networks * words)
  const shareOf = (group: Int32Array): number => {
    let same = 0
    for (let word = 0; word < words; word++) {
      let all = -1
      let some = 0
      for (const member of group) {
        const bits = learned[member * words + word]
        all &= bits
        some |= bits
      }
      const used = Math.min(inWord, classes - word * inWord)
      same += ones(all & ((1 << used) - 1)) + used - ones(some)
    }
    return same / classes
  }
  return Array.from({ length: runs }, () => {
    const shares = sizes.map(() => new Array<number>(odds.length).fill(0))
    odds.forEach((each, d) => {
      learned.fill(0)
      for (let j = 0; j < networks; j++)
        for (let i = 0; i < classes; i++)
          if (random.bernoulli(each[i])) learned[j * words + Math.floor(i / inWord)] |= 1 << (i % inWord)
      groups[d].forEach((ofSize, at) => {
        for (const group of ofSize) shares[at][d] += shareOf(group) / ofSize.length
      })
    })
    return shares
  })
}

/** The number of bits that are set. */
const ones = (bits: number): number => {
  let count = 0
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++
  return count
}
