/**
 * How well a score separates two groups: P(a > b) − P(a < b) for a score a of the first and b of
 * the second, each drawn uniformly. 1: a is always larger; 0: no separation. It is 2·AUC − 1, the
 * Gini coefficient of the ROC curve.
 *
 * @throws RangeError when a group is empty.
 */
export function rankSeparation(first: ArrayLike<number>, second: ArrayLike<number>): number {
  if (first.length === 0 || second.length === 0)
    throw new RangeError(`rankSeparation: groups of ${first.length} and ${second.length}, each needs a score`)
  const a = Float64Array.from(first).sort()
  const b = Float64Array.from(second).sort()
  let below = 0
  let upTo = 0
  let sum = 0
  for (const score of a) {
    while (below < b.length && b[below] < score) below++
    while (upTo < b.length && b[upTo] <= score) upTo++
    sum += below - (b.length - upTo)
  }
  return sum / (a.length * b.length)
}
