/**
 * The confidence of each claim: the claims of a preset share its risk.
 *
 * There are two risks. A false claim may be said to hold; this file bounds that risk. A true claim
 * may fail. If the theory is right, `quick` fails on a new seed with a probability of about 0.01,
 * of which ensemble-law has 0.007. `standard` fails with 0.006, and `full` with 0.011, of which
 * theorem-2-dense has 0.005. Each claim says beside its sizes what it adds. The claims on the
 * mechanism add next to nothing, since their intervals lie far inside their bounds.
 */

import type { PresetName } from '../presets.ts'
import { levelOfEach } from '../statistics/index.ts'
import { claimsOf } from './index.ts'

/** With at least this probability no claim of a preset is wrongly said to hold. */
const together = 0.95

/**
 * The confidence that each claim of a preset gives the interval of what it measures. It is
 * Bonferroni's over the claims of the preset. A claim that judges several networks, sizes or cells
 * divides it among them. A condition that compares an interval, and the control, have this level
 * again.
 *
 * A claim holds only if all its parts do. If it is false, one part is false, and the interval of
 * this part has to miss. So a false claim holds with a probability of at most 1 − level, and the
 * probability that any claim of the report is wrongly said to hold is at most 5%. The intervals of
 * all parts and controls do not all cover with 95%: their risks add up to more. The level is the
 * same if one claim runs alone.
 */
export const levelIn = (preset: PresetName): number => levelOfEach(together, claimsOf(preset).length)
