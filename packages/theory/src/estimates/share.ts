import type { Estimate } from '../schema/types.ts'
import { proportionLimits } from '../statistics/index.ts'

/**
 * The share of `n` independent models that have a property, between two one-sided Clopper–Pearson
 * limits.
 */
export const shareOf = (
  count: number,
  n: number,
  level: number,
): Estimate & { readonly value: number; readonly low: number; readonly high: number } => {
  const { value, low, high } = proportionLimits(count, n, level)
  const draws = { rule: 'share' as const, count, n }
  return { value, low, high, method: 'clopper-pearson', level, n, unit: 'model', draws }
}
