/** The step at which some neuron of some block would change by 100%. */

import type { LazyBlocks } from './lazy-blocks.ts'

interface Estimate {
  readonly part: LazyBlocks
  readonly at: number
  readonly size: number
}

/**
 * Wakes blocks in the order of their estimates, until no other block can have the least step.
 * Returns that step.
 */
export const leastStep = (parts: readonly LazyBlocks[]): number => {
  const first = leastOf(parts)
  if (first === null) return Number.POSITIVE_INFINITY
  let least = first.part.wake(first.at)
  let open = parts
    .flatMap(part => below(part, least))
    .filter(({ part, at }) => part !== first.part || at !== first.at)
  while (open.length > 0) {
    const next = open.reduce((one, other) => (other.size < one.size ? other : one))
    least = Math.min(least, next.part.wake(next.at))
    open = open.filter(each => each !== next && each.size < least)
  }
  return least
}

/** The block with the least estimate, the first one if several have it; null if nothing moves. */
const leastOf = (parts: readonly LazyBlocks[]): Estimate | null => {
  let found: Estimate | null = null
  let size = Number.POSITIVE_INFINITY
  for (const part of parts) {
    const { estimates } = part
    let least = -1
    for (let at = 0; at < estimates.length; at++)
      if (estimates[at] < size) {
        size = estimates[at]
        least = at
      }
    if (least >= 0) found = { part, at: least, size }
  }
  return found
}

const below = (part: LazyBlocks, bound: number): Estimate[] => {
  const { estimates } = part
  const found: Estimate[] = []
  for (let at = 0; at < estimates.length; at++)
    if (estimates[at] < bound) found.push({ part, at, size: estimates[at] })
  return found
}
