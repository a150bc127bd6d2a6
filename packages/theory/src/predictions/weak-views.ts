import { wholePower } from './largest-normal.ts'

/**
 * The expected number of views of one data set that fewer than `least` of `members` networks learn.
 * Each network learns view 1 of class i with probability `odds[i]`, and otherwise view 2. It is at
 * least the probability that there is such a view.
 *
 * @example
 * expectedWeakViews([0.5], 3, 1) // 0.25: all three networks learn view 1, or all learn view 2
 */
export const expectedWeakViews = (odds: readonly number[], members: number, least: number): number => {
  let expected = 0
  for (const first of odds)
    for (const p of [first, 1 - first]) {
      let ways = 1
      for (let knowing = 0; knowing < Math.min(least, members + 1); knowing++) {
        expected += ways * wholePower(p, knowing) * wholePower(1 - p, members - knowing)
        ways *= (members - knowing) / (knowing + 1)
      }
    }
  return expected
}
