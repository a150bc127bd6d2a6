/**
 * The confidence of each claim: a preset shares its risk among the claims that it contains.
 *
 * There are two risks. A false claim may be said to hold: this file bounds that risk. A true claim
 * may fail: if the theory is right, `quick` fails on a new seed with a probability of about 0.01,
 * of which 0.007 is that of ensemble-law, `standard` with 0.006, and `full` with 0.011, of which
 * 0.005 is that of theorem-2-dense. What each claim adds stands beside its sizes; the claims on the
 * mechanism add next to nothing, since their intervals lie far inside their bounds.
 */

import type { PresetName } from '../presets.ts'
import { levelOfEach } from '../statistics/index.ts'
import { claimsOf } from './index.ts'

/** With at least this probability the intervals of all claims of a preset hold together. */
const together = 0.95

/**
 * The confidence that each claim of a preset gives its interval, or all of its intervals together.
 * It is Bonferroni's over the claims of the preset. A claim that is false by the least amount holds
 * with a probability of at most 1 − level, so that any claim of the report is wrongly said to hold
 * with a probability of at most 5%. The level is the same if one claim runs alone.
 */
export const levelIn = (preset: PresetName): number => levelOfEach(together, claimsOf(preset).length)
