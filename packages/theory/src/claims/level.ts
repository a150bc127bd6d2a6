/** The confidence of each claim: a preset shares its risk among the claims that it contains. */

import type { PresetName } from '../presets.ts'
import { levelOfEach } from '../statistics/index.ts'
import { claimsOf } from './index.ts'

/** With at least this probability the intervals of all claims of a preset hold together. */
const together = 0.95

/**
 * The confidence that each claim of a preset gives its interval, or all of its intervals together: Bonferroni's, so that the chance
 * that any of the claims is wrongly said to hold is at most 5% for the whole report. It is the same if one claim runs alone.
 */
export const levelIn = (preset: PresetName): number => levelOfEach(together, claimsOf(preset).length)
