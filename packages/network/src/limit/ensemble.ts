/**
 * Ensembles: averages of outputs, G = (1/L) Σ_ℓ F^{[ℓ]} (arXiv 2012.09816, Theorem 2), and how
 * often they err.
 */

import type { MemberOutputs } from './member-outputs.ts'

/**
 * Whether the ensemble errs on sample n: some i ≠ y has G_y ≤ G_i (a tie counts as an error).
 * The factor Θ~(1)/L of the average changes no comparison and is left out.
 */
export const isWrong = (members: readonly MemberOutputs[], label: number, n: number): boolean => {
  const { classes } = members[0]
  let ownLower = 0
  let ownUpper = 0
  for (const member of members) {
    ownLower += member.lower[n * classes + label]
    ownUpper += member.upper[n * classes + label]
  }
  let open = false
  for (let i = 0; i < classes; i++) {
    if (i === label) continue
    let lower = 0
    let upper = 0
    for (const member of members) {
      lower += member.lower[n * classes + i]
      upper += member.upper[n * classes + i]
    }
    if (lower >= ownUpper) return true
    if (upper >= ownLower) open = true
  }
  return open && isWrongExactly(members, label, n)
}

const isWrongExactly = (members: readonly MemberOutputs[], label: number, n: number): boolean => {
  const sum = new Float64Array(members[0].classes)
  for (const member of members) {
    const outputs = member.exact(n)
    for (let i = 0; i < sum.length; i++) sum[i] += outputs[i]
  }
  return sum.some((value, i) => i !== label && value >= sum[label])
}

/**
 * The number of samples on which the ensemble of the members errs.
 *
 * Usage:
 * `countEnsembleErrors(networks.map(network => memberOutputs(network, data, 'test')), data.label)`
 */
export const countEnsembleErrors = (members: readonly MemberOutputs[], label: Int32Array): number => {
  let errors = 0
  for (let n = 0; n < label.length; n++) if (isWrong(members, label[n], n)) errors++
  return errors
}
